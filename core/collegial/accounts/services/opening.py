"""Open an account, give it roles, close it, and keep its owner's language."""

import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from collegial.accounts.codes import NONE
from collegial.accounts.events import AccountClosed, AccountCreated, RolesGiven
from collegial.accounts.models import (
    Account,
    AccountAttempt,
    AccountSession,
    AddressChange,
    RoleRow,
)
from collegial.accounts.permissions import MANAGE, ROLES
from collegial.accounts.queries import account_by_email, account_of_actor, is_free_for
from collegial.accounts.services.owning import give_owner, refuse_organisation
from collegial.accounts.services.sessions import end_sessions
from collegial.actors.models import Actor, ActorKind
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Act, Context
from collegial.kernel.holding import hold_row
from collegial.kernel.permissions import SIGNED_IN, require
from collegial.kernel.text import t


def open_account(
    context: Context, *, email: str, actor_id: int | None, roles: Iterable[str], locale: str | None = None
) -> Account:
    """Open an account without a password: its owner signs in by a code sent to the address.

    It reads in the language of its actor unless told otherwise.

    Raises Refused when the address or the person has an account, Invalid for an unusable address, an
    organisation or an unknown role.
    """
    require(context.by, MANAGE)
    actor = context.session.get(Actor, actor_id) if actor_id else None
    refuse_organisation(actor)
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

    An organisation gets none: whoever represents it signs in.

    An account that is nobody's and signs in by the address is given to them. Who has an unusable address gets none;
    nor does whoever got one elsewhere meanwhile.
    """
    require(context.by, MANAGE)
    had = {one.actor_id for one in give_by_address(context, owners, roles=roles)}
    owners = [one for one in owners if one.id not in had and one.kind is ActorKind.PERSON]
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


def give_by_address(context: Context, persons: Sequence[Actor], *, roles: Sequence[str]) -> list[Account]:
    """Give persons the accounts that sign in by their addresses and are nobody's; with these roles too.

    Only where the mailbox is the one way in (`is_free_for`): its next sign-in proves the address anew.
    """
    require(context.by, MANAGE)
    numbers = [one.id for one in persons]
    query = select(Account, Actor.id).join(Actor, is_free_for(Actor)).where(Actor.id.in_(numbers))
    found = [(account, number) for account, number in context.session.execute(query)]
    for account, number in found:
        give_owner(context, account, number)
        give_roles(context, account, roles)
    return [account for account, _number in found]


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
