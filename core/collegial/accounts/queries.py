"""Read accounts."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from collegial.accounts.models import Account, AccountRole, RoleRow
from collegial.actors.models import Actor
from collegial.kernel.permissions import Registry, Viewer


def account_by_email(session: Session, email: str) -> Account | None:
    """Return the account that signs in with this address, whatever its case."""
    return session.scalars(select(Account).where(Account.email == email.strip().lower())).one_or_none()


def account_of_actor(session: Session, actor_id: int) -> Account | None:
    """Return the account of a person; None when the person has none."""
    return session.scalars(select(Account).where(Account.actor_id == actor_id)).one_or_none()


def viewer_for(session: Session, account: Account, registry: Registry) -> Viewer:
    """Return the viewer an account stands for: its person, its roles, and the rights they give."""
    actor = session.get(Actor, account.actor_id) if account.actor_id else None
    name = actor.name if actor else account.email
    return _viewer(account, name, (role.name for role in account.roles), registry)


# Every request asks this, so it is one statement, a row for each role, and no object is made of it.
_BY_MARK = (
    select(*(Account.__table__.c[one] for one in ("id", "actor_id", "email", "locale")))
    .add_columns(Actor.__table__.c.name.label("person"), RoleRow.__table__.c.name.label("role"))
    .outerjoin_from(Account.__table__, Actor.__table__, Actor.__table__.c.id == Account.__table__.c.actor_id)
    .outerjoin(AccountRole.__table__, AccountRole.__table__.c.account_id == Account.__table__.c.id)
    .outerjoin(RoleRow.__table__, RoleRow.__table__.c.id == AccountRole.__table__.c.role_id)
    .where(Account.__table__.c.fs_uniquifier == bindparam("mark"), Account.__table__.c.active)
)


def viewer_by_mark(session: Session, mark: str, registry: Registry) -> Viewer | None:
    """Return the viewer behind the mark that a cookie carries; None for an account that is unknown or shut."""
    rows = session.execute(_BY_MARK, {"mark": mark}).all()
    if not rows:
        return None
    name = rows[0].person if rows[0].actor_id else rows[0].email
    return _viewer(rows[0], name, (row.role for row in rows if row.role), registry)


def _viewer(account: Any, name: str, roles: Iterable[str], registry: Registry) -> Viewer:
    held = frozenset(roles)
    return Viewer(
        name=name, account_id=account.id, actor_id=account.actor_id, roles=held, grants=registry.grants(held),
        locale=account.locale,
    )  # fmt: skip
