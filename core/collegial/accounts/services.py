"""Open accounts, give them roles, and keep their owners' choices."""

import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, cast

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import ColumnElement, CursorResult, delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from collegial.accounts.codes import NONE
from collegial.accounts.events import AccountClosed, AccountCreated, RolesGiven, SessionsEnded
from collegial.accounts.models import (
    Account,
    AccountAttempt,
    AccountSession,
    AddressChange,
    KeptForm,
    RoleRow,
)
from collegial.accounts.permissions import MANAGE, ROLES
from collegial.accounts.queries import account_by_email, account_of_actor
from collegial.accounts.rules import FORM_WAITS, LIFETIME, SEEN_EVERY, STOP_WITHIN, digest_of
from collegial.actors.models import Actor
from collegial.kernel.errors import Invalid, Missing, Refused
from collegial.kernel.events import Act, Context
from collegial.kernel.holding import hold_row
from collegial.kernel.permissions import SIGNED_IN, require
from collegial.kernel.text import t


def open_account(
    context: Context, *, email: str, actor_id: int | None, roles: Iterable[str], locale: str | None = None
) -> Account:
    """Open an account without a password: its owner signs in by a code sent to the address.

    It reads in the language of its actor unless told otherwise.

    Raises Refused when the address or the person has an account, Invalid for an unusable address or an
    unknown role.
    """
    require(context.by, MANAGE)
    actor = context.session.get(Actor, actor_id) if actor_id else None
    reads = locale or (actor.locale if actor else context.language)
    account = _new(context, email, actor_id, reads, [_role(context.session, key) for key in roles])
    _refuse_second(context.session, account)
    try:
        with context.session.begin_nested():
            context.session.add(account)
    except IntegrityError:  # someone opened it meanwhile
        _refuse_second(context.session, account)
        raise
    context.emit(AccountCreated(account=account.id, roles=[role.name for role in account.roles]))
    return account


def open_accounts(context: Context, owners: Sequence[Actor], *, roles: Sequence[str]) -> None:
    """Open accounts for persons who have an address and no account, in one go; one address has one account.

    Who has an unusable address gets none; nor does whoever got one elsewhere meanwhile.
    """
    require(context.by, MANAGE)
    given = [_role(context.session, key) for key in roles]
    accounts: dict[str, Account] = {}
    for one in owners:
        with suppress(Invalid):
            account = _new(context, one.email or "", one.id, one.locale, given)
            accounts.setdefault(account.email, account)
    try:
        with context.session.begin_nested():
            context.session.add_all(accounts.values())
    except IntegrityError:
        for one in owners:
            with suppress(Invalid, Refused):
                open_account(context, email=one.email or "", actor_id=one.id, roles=roles, locale=one.locale)
        return
    context.emit_all(
        [
            Act(by=context.by, event=AccountCreated(account=one.id, roles=list(roles)))
            for one in accounts.values()
        ]
    )


def _new(context: Context, email: str, actor_id: int | None, locale: str, roles: list[RoleRow]) -> Account:
    return Account(
        email=usable_address(email), actor_id=actor_id, locale=locale, active=True,
        fs_uniquifier=secrets.token_hex(32), created_at=context.clock.now(), roles=roles,
    )  # fmt: skip


def give_roles(context: Context, account: Account, roles: Iterable[str]) -> list[str]:
    """Give an account roles beside those it has; return the new ones. Raises Refused for one that is closed."""
    require(context.by, MANAGE)
    if not account.active:
        raise Refused("accounts.closed", t("This account is closed."))
    hold_row(context.session, account)  # another hand may be giving them now
    new = sorted(set(roles) - {role.name for role in account.roles})
    account.roles.extend(_role(context.session, key) for key in new)
    if new:
        if context.by.account_id != account.id:
            end_sessions(context, account)  # what was signed in before must not grow in its rights
        context.emit(RolesGiven(account=account.id, roles=new))
    return new


def close_account(context: Context, account: Account) -> None:
    """Close an account for good: nobody signs in by it again, and it no longer says whose it was.

    Its row stays under its number, for the journal names it.
    """
    require(context.by, MANAGE)
    # Told before it is shut: whoever closes their own still stands.
    context.emit(AccountClosed(account=account.id))
    account.active, account.actor_id = False, None
    account.email = f"closed-{account.id}@invalid"
    account.password = account.us_phone_number = account.fs_webauthn_user_handle = None
    account.keep_code(NONE)
    account.fs_uniquifier = secrets.token_hex(32)  # ends every session at once
    for kind in (AccountSession, AccountAttempt, AddressChange):
        context.session.execute(delete(kind).where(kind.account_id == account.id))
    account.roles.clear()
    account.webauthn.clear()


def end_sessions(context: Context, account: Account) -> None:
    """End every session of an account, wherever it is signed in: one's own, or by the right over accounts."""
    if context.by.account_id != account.id:
        require(context.by, MANAGE)
    account.fs_uniquifier = secrets.token_hex(32)


def begin_session(session: Session, account: Account, *, device: str, now: datetime) -> str:
    """Hold a session for whoever has just signed in; return the key, which only the cookie keeps.

    The moment is the world's, as that of the cookie, and not the program's, which tests and demonstrations move.
    """
    key = secrets.token_urlsafe(32)
    session.add(
        AccountSession(
            account_id=account.id, mark=account.fs_uniquifier, digest=digest_of(key), device=device,
            began_at=now, seen_at=now,
        )
    )  # fmt: skip
    return key


def forget_session(session: Session, key: str) -> None:
    """End the session of a cookie: whoever copied the cookie is signed out with its owner."""
    session.execute(delete(AccountSession).where(AccountSession.digest == digest_of(key)))


def end_session(context: Context, session_id: int) -> None:
    """End one session of one's own account. Raises Missing for one that has ended, or is another's."""
    require(context.by, SIGNED_IN)
    if not _end(context, AccountSession.id == session_id):
        raise Missing("accounts.no_session", t("This session has already ended."))


def end_other_sessions(context: Context, *, but: int) -> int:
    """End all sessions of one's own account but the present one; return how many there were."""
    require(context.by, SIGNED_IN)
    return _end(context, AccountSession.id != but)


def note_seen(session: Session, session_id: int, now: datetime) -> None:
    """Note that a session is in use, unless somebody did a moment ago."""
    session.execute(
        update(AccountSession)
        .where(AccountSession.id == session_id, AccountSession.seen_at <= now - SEEN_EVERY)
        .values(seen_at=now),
        execution_options={"synchronize_session": False},
    )


def sweep_sessions(session: Session, now: datetime) -> int:
    """Forget the sessions that are over; return how many there were."""
    good = select(Account.fs_uniquifier).where(Account.id == AccountSession.account_id).scalar_subquery()
    is_over = or_(AccountSession.began_at <= now - LIFETIME, AccountSession.mark != good)
    done = session.execute(
        delete(AccountSession).where(is_over), execution_options={"synchronize_session": False}
    )
    return cast("CursorResult[Any]", done).rowcount


def sweep_waiting(session: Session, now: datetime) -> None:
    """Forget forms that nobody came back to, and changes of address that can be neither confirmed nor stopped."""
    for over in (
        delete(KeptForm).where(KeptForm.kept_at <= now - FORM_WAITS),
        delete(AddressChange).where(AddressChange.asked_at <= now - STOP_WITHIN),
    ):
        session.execute(over, execution_options={"synchronize_session": False})


def _end(context: Context, which: ColumnElement[bool]) -> int:
    account_id = cast("int", context.by.account_id)
    done = context.session.execute(
        delete(AccountSession).where(AccountSession.account_id == account_id, which),
        execution_options={"synchronize_session": False},
    )
    ended = cast("CursorResult[Any]", done).rowcount
    if ended:
        context.emit(SessionsEnded(account=account_id, sessions=ended))
    return ended


def choose_language(context: Context, *, locale: str) -> None:
    """Keep the language in which one reads pages, mails and letters: the account's, and that of its actor."""
    require(context.by, SIGNED_IN)
    account = context.session.get_one(Account, context.by.account_id)
    account.locale = locale
    if account.actor_id is not None:
        context.session.get_one(Actor, account.actor_id).locale = locale


def usable_address(email: str) -> str:
    """Return the address as it is written and looked for: in lower case."""
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise Invalid(
            "accounts.bad_email", t("“%(email)s” is not an e-mail address.", email=email), field="email"
        ) from None


def _refuse_second(session: Session, account: Account) -> None:
    if account_by_email(session, account.email):
        raise Refused("accounts.email_taken", t("This address already has an account."), field="email")
    if account.actor_id is not None and account_of_actor(session, account.actor_id):
        raise Refused("accounts.person_taken", t("This person already has an account."), field="actor_id")


def _role(session: Session, key: str) -> RoleRow:
    if key not in {role.key for role in ROLES}:
        raise Invalid(
            "accounts.unknown_role", t("There is no role called “%(role)s”.", role=key), field="roles"
        )
    known = select(RoleRow).where(RoleRow.name == key)
    row = session.scalars(known).one_or_none()
    if row is not None:
        return row
    try:
        with session.begin_nested():
            session.add(row := RoleRow(name=key))
    except IntegrityError:  # someone needed it at the same moment
        row = session.scalars(known).one()
    return row
