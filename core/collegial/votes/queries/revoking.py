"""Tell what became of revocations, and which election of who replaces waits for them (L32)."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select
from sqlalchemy.orm import Session, aliased

from collegial.assemblies.models import Resolution, Revocation
from collegial.groups.models import GroupMembership
from collegial.votes.models import Outcome, Question


def waits_for_revoking() -> ColumnElement[bool]:
    """Return the condition of an election that waits: until all revocations beside it are counted, one adopted."""
    beside = _beside(Resolution.item_id)
    uncounted = beside.where(Revocation.resolution_id.not_in(_counted())).exists()
    some_adopted = beside.where(Revocation.resolution_id.in_(_adopted())).exists()
    revokes = Resolution.id.in_(select(Revocation.resolution_id))
    return and_(beside.exists(), not_(revokes), or_(uncounted, not_(some_adopted)))


def revoked_beside(session: Session, item_id: int) -> int:
    """Count those who were revoked under an item."""
    return session.scalar(_revoked(item_id).with_only_columns(func.count())) or 0


def seats_freed_beside(session: Session, item_id: int) -> Sequence[GroupMembership]:
    """Return the seats of those who were revoked under an item."""
    freed = _revoked(item_id).with_only_columns(Revocation.membership_id)
    return session.scalars(select(GroupMembership).where(GroupMembership.id.in_(freed))).all()


def kept_beside(session: Session, item_id: int) -> set[int]:
    """Return the actors whom an item asked to revoke, and who keep their seat."""
    kept = _beside(item_id).where(Revocation.resolution_id.not_in(_adopted()))
    holders = kept.join(Revocation.membership).with_only_columns(GroupMembership.actor_id)
    return set(session.scalars(holders))


def _revoked(item_id: int) -> Select[int]:
    return _beside(item_id).where(Revocation.resolution_id.in_(_adopted()))


def _beside(item_id: object) -> Select[int]:
    other = aliased(Resolution)
    revocations = select(Revocation.resolution_id).join(other, other.id == Revocation.resolution_id)
    return revocations.where(other.item_id == item_id)


def _counted() -> Select[int]:
    return select(Question.resolution_id).join(Outcome, Outcome.question_id == Question.id)


def _adopted() -> Select[int]:
    return _counted().where(Outcome.adopted.is_(True))
