"""Open accounts, give them roles, and keep their owners' choices."""

import secrets
from collections.abc import Iterable

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from collegial.accounts.codes import NONE
from collegial.accounts.events import AccountClosed, AccountCreated, RolesGiven
from collegial.accounts.models import Account, RoleRow
from collegial.accounts.permissions import MANAGE, ROLES
from collegial.accounts.queries import account_by_email, account_of_actor
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import SIGNED_IN, require
from collegial.kernel.text import t


def open_account(
    context: Context, *, email: str, actor_id: int | None, roles: Iterable[str], locale: str = "fr"
) -> Account:
    """Open an account without a password: its owner signs in by a code sent to the address.

    Raises Refused when the address or the person has an account, Invalid for an unusable address or an
    unknown role.
    """
    require(context.by, MANAGE)
    account = Account(
        email=_usable(email),
        actor_id=actor_id,
        locale=locale,
        active=True,
        fs_uniquifier=secrets.token_hex(32),
        created_at=context.clock.now(),
        roles=[_role(context.session, key) for key in roles],
    )
    _refuse_second(context.session, account)
    try:
        with context.session.begin_nested():
            context.session.add(account)
    except IntegrityError:  # someone opened it meanwhile
        _refuse_second(context.session, account)
        raise
    context.emit(AccountCreated(account=account.id, roles=[role.name for role in account.roles]))
    return account


def give_roles(context: Context, account: Account, roles: Iterable[str]) -> list[str]:
    """Give an account roles beside those it has; return the new ones. Raises Refused for one that is closed."""
    require(context.by, MANAGE)
    if not account.active:
        raise Refused("accounts.closed", t("This account is closed."))
    context.session.refresh(account, with_for_update=True)  # another hand may be giving them now
    new = sorted(set(roles) - {role.name for role in account.roles})
    account.roles.extend(_role(context.session, key) for key in new)
    if new:
        context.emit(RolesGiven(account=account.id, roles=new))
    return new


def close_account(context: Context, account: Account) -> None:
    """Close an account for good: nobody signs in by it again, and it no longer says whose it was.

    Its row stays under its number, for the journal names it.
    """
    require(context.by, MANAGE)
    account.active, account.actor_id = False, None
    account.email = f"closed-{account.id}@invalid"
    account.password = account.us_phone_number = account.fs_webauthn_user_handle = None
    account.keep_code(NONE)
    account.fs_uniquifier = secrets.token_hex(32)  # ends every session at once
    account.roles.clear()
    account.webauthn.clear()
    context.emit(AccountClosed(account=account.id))


def end_sessions(context: Context, account: Account) -> None:
    """End every session of an account, wherever it is signed in: one's own, or by the right over accounts."""
    if context.by.account_id != account.id:
        require(context.by, MANAGE)
    account.fs_uniquifier = secrets.token_hex(32)


def choose_language(context: Context, *, locale: str) -> None:
    """Keep the language in which one's own account reads pages and mails."""
    require(context.by, SIGNED_IN)
    context.session.get_one(Account, context.by.account_id).locale = locale


def _usable(email: str) -> str:
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
