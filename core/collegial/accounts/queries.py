"""Read accounts."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.accounts.models import Account
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
    roles = frozenset(role.name for role in account.roles)
    return Viewer(
        name=actor.name if actor else account.email,
        account_id=account.id,
        actor_id=account.actor_id,
        roles=roles,
        grants=registry.grants(roles),
        locale=account.locale,
    )
