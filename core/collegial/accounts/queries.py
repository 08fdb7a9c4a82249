"""Read accounts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased

from collegial.accounts.models import Account, AccountRole, AccountSession, AddressChange, RoleRow
from collegial.accounts.rules import LIFETIME, digest_of
from collegial.actors.models import Actor, ActorKind
from collegial.kernel.permissions import Registry, Viewer
from collegial.kernel.writing import few_lengths

_ROLES_NOW = (
    select(Account.__table__.c.id, RoleRow.__table__.c.name)
    .select_from(Account.__table__)
    .outerjoin(AccountRole.__table__, AccountRole.__table__.c.account_id == Account.__table__.c.id)
    .outerjoin(RoleRow.__table__, RoleRow.__table__.c.id == AccountRole.__table__.c.role_id)
    .where(Account.__table__.c.id.in_(bindparam("accounts", expanding=True)), Account.__table__.c.active)
)


def account_by_email(session: Session, email: str) -> Account | None:
    """Return the account that signs in with this address, whatever its case."""
    return session.scalars(select(Account).where(Account.email == email.strip().lower())).one_or_none()


def account_of_actor(session: Session, actor_id: int) -> Account | None:
    """Return the account of a person; None when the person has none."""
    return session.scalars(select(Account).where(Account.actor_id == actor_id)).one_or_none()


def is_free_for(person: type[Actor]) -> ColumnElement[bool]:
    """Return the condition under which an account may become that of a person by its address alone.

    It is nobody's, and whoever signs in by it reads that mailbox now: it has no password, no passkey, no address that
    changed or is to change. And the address means one person: where two share it, an administrator says whose it is.
    """
    other, held = aliased(Actor), aliased(Account)
    sharing = exists().where(
        func.lower(func.trim(other.email)) == Account.email, other.id != person.id,
        other.kind == ActorKind.PERSON, other.merged_into_id.is_(None),
    )  # fmt: skip
    return and_(
        Account.email == func.lower(func.trim(person.email)), person.kind == ActorKind.PERSON,
        Account.active, Account.actor_id.is_(None), Account.password.is_(None), ~Account.webauthn.any(),
        ~exists().where(AddressChange.account_id == Account.id), ~sharing,
        ~exists().where(held.actor_id == person.id),
    )  # fmt: skip


def lacks_account(person: type[Actor]) -> ColumnElement[bool]:
    """Return the condition under which an account may be opened for a person, or one be given by its address."""
    by_address = exists().where(Account.email == func.lower(func.trim(person.email)), ~is_free_for(person))
    return and_(~exists().where(Account.actor_id == person.id), ~by_address)


def viewer_for(session: Session, account: Account, registry: Registry) -> Viewer:
    """Return the viewer an account stands for: its person, its roles, and the rights they give."""
    actor = session.get(Actor, account.actor_id) if account.actor_id else None
    name = actor.name if actor else account.email
    return _viewer(account, name, (role.name for role in account.roles), registry)


@dataclass(frozen=True, kw_only=True)
class Held:
    """A session that is good: its number, and when its use was noted last."""

    id: int
    seen_at: datetime


def _is_good(since: Any) -> ColumnElement[bool]:
    return and_(
        Account.__table__.c.active,
        AccountSession.__table__.c.mark == Account.__table__.c.fs_uniquifier,
        AccountSession.__table__.c.began_at > since,
    )


# Every request asks this, so it is one statement, a row for each role, and no object is made of it.
_BY_COOKIE = (
    select(*(Account.__table__.c[one] for one in ("id", "actor_id", "email", "locale")))
    .add_columns(AccountSession.__table__.c.id.label("held"), AccountSession.__table__.c.seen_at)
    .add_columns(Actor.__table__.c.name.label("person"), RoleRow.__table__.c.name.label("role"))
    .join_from(
        AccountSession.__table__,
        Account.__table__,
        Account.__table__.c.id == AccountSession.__table__.c.account_id,
    )
    .outerjoin(Actor.__table__, Actor.__table__.c.id == Account.__table__.c.actor_id)
    .outerjoin(AccountRole.__table__, AccountRole.__table__.c.account_id == Account.__table__.c.id)
    .outerjoin(RoleRow.__table__, RoleRow.__table__.c.id == AccountRole.__table__.c.role_id)
    .where(
        AccountSession.__table__.c.digest == bindparam("digest"),
        Account.__table__.c.fs_uniquifier == bindparam("mark"),
        _is_good(bindparam("since")),
    )
)


def viewer_by_cookie(
    session: Session, mark: str, key: str, now: datetime, registry: Registry
) -> tuple[Viewer, Held] | None:
    """Return the viewer behind what a cookie carries, and the session.

    None for an account that is unknown or shut, and for a session that is over.
    """
    given = {"mark": mark, "digest": digest_of(key), "since": now - LIFETIME}
    rows = session.execute(_BY_COOKIE, given).all()
    if not rows:
        return None
    first = rows[0]
    name = first.person if first.actor_id else first.email
    viewer = _viewer(first, name, (row.role for row in rows if row.role), registry)
    return viewer, Held(id=first.held, seen_at=first.seen_at)


def account_by_cookie(session: Session, mark: str, key: str, now: datetime) -> tuple[Account, Held] | None:
    """Return the whole account behind what a cookie carries, and the session; None as for its viewer."""
    query = (
        select(Account, AccountSession.id, AccountSession.seen_at)
        .join(AccountSession, AccountSession.account_id == Account.id)
        .where(
            AccountSession.digest == digest_of(key), Account.fs_uniquifier == mark, _is_good(now - LIFETIME)
        )
    )
    found = session.execute(query).one_or_none()
    return (found[0], Held(id=found[1], seen_at=found[2])) if found else None


def _viewer(account: Any, name: str, roles: Iterable[str], registry: Registry) -> Viewer:
    held = frozenset(roles)
    return Viewer(
        name=name, account_id=account.id, actor_id=account.actor_id, roles=held, grants=registry.grants(held),
        locale=account.locale, stands=still_stand,
    )  # fmt: skip


def still_stand(session: Session, viewers: Sequence[Viewer]) -> bool:
    """Tell whether the accounts of all viewers are open now, and have all the roles that these came with."""
    accounts = sorted({one.account_id for one in viewers if one.account_id is not None})
    held: dict[int, set[str]] = {account: set() for account in accounts}
    for account, role in session.execute(_ROLES_NOW, {"accounts": few_lengths(accounts)}):
        held[account].add(role)
    now = [held.get(one.account_id or 0, set()) for one in viewers]
    return all(roles and one.roles <= roles for one, roles in zip(viewers, now, strict=True))


def sessions_of(session: Session, account_id: int, now: datetime) -> Sequence[AccountSession]:
    """Return where an account is signed in, the one used last first."""
    query = (
        select(AccountSession)
        .join(Account, AccountSession.account_id == Account.id)
        .where(Account.id == account_id, _is_good(now - LIFETIME))
        .order_by(AccountSession.seen_at.desc(), AccountSession.id.desc())
    )
    return session.scalars(query).all()
