"""Read who has an account, and which members have none."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, selectinload

from collegial.accounts.models import Account, RoleRow
from collegial.accounts.queries import account_by_email, account_of_actor, lacks_account
from collegial.actors.models import Actor, ActorKind, Guardian, Representative
from collegial.actors.queries import is_guarding, is_representing, name_holds, voter_column
from collegial.membership.models import Member
from collegial.membership.queries import is_member

_Waiting = aliased(Actor)


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


def accounts_found(session: Session, words: str, *, most: int) -> Sequence[tuple[Account, str | None]]:
    """Return the first open accounts, of members too, whose address or person's name holds some words."""
    address = Account.email.contains(words.strip().lower(), autoescape=True)
    query = (
        select(Account, Actor.name)
        .outerjoin(Actor, Actor.id == Account.actor_id)
        .where(Account.active, or_(address, and_(Actor.id.is_not(None), *name_holds(words))))
        .order_by(Actor.search_name, Account.email)
        .limit(most)
        .options(selectinload(Account.roles))
    )
    return [(account, name) for account, name in session.execute(query)]


def account_in_the_way(session: Session, email: str, actor_id: int | None) -> Account | None:
    """Return the account that an address has, or else a person: the one for which no second can be opened."""
    return account_by_email(session, email) or (account_of_actor(session, actor_id) if actor_id else None)


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


def uninvited(session: Session, day: date, *, most: int | None = None) -> Sequence[Actor]:
    """Return the persons with an address and no account who vote for a member of that day; the first `most`."""
    return session.scalars(_uninvited(day).order_by(_Waiting.id).limit(most)).all()


def count_uninvited(session: Session, day: date) -> int:
    """Return how many wait for an invitation."""
    return session.scalar(select(func.count()).select_from(_uninvited(day).subquery())) or 0


def is_anybody_uninvited(session: Session, day: date) -> bool:
    """Tell whether somebody waits for an invitation."""
    return session.scalar(select(_uninvited(day).exists())) or False


def without_representative(session: Session, day: date) -> Sequence[Actor]:
    """Return the organisations that are members on a day and for which nobody can sign in or vote."""
    named = exists().where(Representative.organisation_id == Actor.id, is_representing(day))
    query = (
        select(Actor)
        .join(Member, Member.actor_id == Actor.id)
        .where(is_member(day), Actor.kind == ActorKind.ORGANISATION, ~named)
    )
    return session.scalars(query.order_by(Actor.name, Actor.id)).all()


def votes_for_member(session: Session, actor_id: int | None, day: date) -> bool:
    """Tell whether somebody votes on a day for a member, as a rule for the own membership."""
    return session.scalar(select(_voters(day).where(voter_column() == actor_id).exists())) or False


def _voters(day: date) -> Select[int]:
    return (
        select(voter_column())
        .select_from(Member)
        .join(Actor, Actor.id == Member.actor_id)
        .outerjoin(Representative, and_(Representative.organisation_id == Actor.id, is_representing(day)))
        .outerjoin(Guardian, and_(Guardian.minor_id == Actor.id, is_guarding(day)))
        .where(is_member(day))
    )


def _uninvited(day: date) -> Select[Actor]:
    return select(_Waiting).where(
        _Waiting.kind == ActorKind.PERSON,  # an organisation signs in by who represents it
        _Waiting.email.is_not(None),
        _Waiting.email != "",
        _Waiting.id.in_(_voters(day)),
        lacks_account(_Waiting),
    )
