"""Read who has an account, and which members have none."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, selectinload

from collegial.accounts.models import Account, RoleRow
from collegial.actors.models import Actor
from collegial.actors.queries import voter_of
from collegial.membership.models import Member
from collegial.membership.queries import is_member


def accounts_with_roles(session: Session) -> Sequence[tuple[Account, str | None]]:
    """Return the accounts with more rights than a member has, by address, each with the name of its person."""
    query = (
        select(Account, Actor.name)
        .outerjoin(Actor, Actor.id == Account.actor_id)
        .where(Account.active, Account.roles.any(RoleRow.name != "member"))
        .order_by(Account.email)
        .options(selectinload(Account.roles))
    )
    return [(account, name) for account, name in session.execute(query)]


def has_colleague(session: Session, account_id: int) -> bool:
    """Tell whether anybody but this account has more rights than a member has."""
    other = select(Account.id).where(
        Account.active, Account.id != account_id, Account.roles.any(RoleRow.name != "member")
    )
    return session.scalar(select(exists(other.correlate(None)))) or False


def is_last_administrator(session: Session, account: Account) -> bool:
    """Tell whether nobody else is administrator; until the transaction ends, nobody else stops being one."""
    session.scalars(select(RoleRow.id).where(RoleRow.name == "administrator").with_for_update()).all()
    held = select(Account.id).where(Account.active, Account.roles.any(RoleRow.name == "administrator"))
    return set(session.scalars(held)) == {account.id}


def uninvited(session: Session, day: date) -> Sequence[Actor]:
    """Return those who vote for a member of that day, have an address, and no account yet."""
    members = session.scalars(select(Member.actor_id).where(is_member(day))).all()
    voters = set(voter_of(session, members, day).values())
    taken = exists().where(or_(Account.actor_id == Actor.id, Account.email == func.lower(Actor.email)))
    query = select(Actor).where(Actor.email.is_not(None), Actor.email != "", ~taken).order_by(Actor.id)
    return [one for one in session.scalars(query) if one.id in voters]
