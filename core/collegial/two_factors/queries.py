"""Read who has a second factor, and who must have one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, selectinload

from collegial.accounts.models import Account, Passkey, RoleRow
from collegial.two_factors.models import RecoveryCode, SecondFactor
from collegial.two_factors.rules import ends_on


class State(Enum):
    """How far an account that must have a second factor has come."""

    SET = "set"
    GRACE = "grace"
    OVERDUE = "overdue"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The state of one account, and until when it may go without."""

    state: State
    until: datetime | None = None


def second_factor(session: Session, account_id: int) -> SecondFactor | None:
    """Return what is kept of an account's second factor; None when none was ever asked for."""
    return session.get(SecondFactor, account_id)


def has_app(session: Session, account_id: int) -> bool:
    """Tell whether the account signs in with the codes of an app."""
    found = second_factor(session, account_id)
    return found is not None and found.secret is not None


def has_passkey(session: Session, account_id: int) -> bool:
    """Tell whether the account has a passkey: alone it is two factors, the device and its owner's finger or PIN."""
    return bool(session.scalar(select(exists().where(Passkey.user_id == account_id))))


def codes_left(session: Session, account_id: int) -> int:
    """Return how many recovery codes were not used."""
    mine = select(func.count(RecoveryCode.id)).where(RecoveryCode.account_id == account_id)
    return session.scalar(mine.where(RecoveryCode.used_at.is_(None))) or 0


def standing(session: Session, account_id: int, now: datetime, days: int) -> Standing:
    """Return where an account stands that must have a second factor."""
    found = second_factor(session, account_id)
    if (found is not None and found.secret is not None) or has_passkey(session, account_id):
        return Standing(state=State.SET)
    if found is None or found.asked_at is None:
        return Standing(state=State.GRACE)
    until = ends_on(found.asked_at, days)
    return Standing(state=State.GRACE if now < until else State.OVERDUE, until=until)


def accounts_asked(session: Session, roles: Collection[str]) -> Sequence[Account]:
    """Return the accounts with one of the roles, by address."""
    query = select(Account).where(Account.active, Account.roles.any(RoleRow.name.in_(roles)))
    return session.scalars(
        query.order_by(Account.email).options(selectinload(Account.roles), selectinload(Account.webauthn))
    ).all()


def with_app(session: Session, numbers: Collection[int]) -> set[int]:
    """Return which of some accounts have an app."""
    query = select(SecondFactor.account_id).where(
        SecondFactor.account_id.in_(numbers), SecondFactor.secret.is_not(None)
    )
    return set(session.scalars(query))


def without_second_factor(session: Session, roles: Collection[str]) -> int:
    """Return how many accounts with one of the roles have neither an app nor a passkey."""
    accounts = accounts_asked(session, roles)
    apps = with_app(session, [one.id for one in accounts])
    return len([one for one in accounts if not one.webauthn and one.id not in apps])
