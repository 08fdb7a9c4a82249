"""Read how far those who were convened are told of an item that members added."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session, contains_eager

from collegial.actors.models import Actor
from collegial.assemblies.models import AdditionLetter, Assembly, AssemblyState, MemberItem, RollEntry
from collegial.assemblies.queries.attending import by_name


@dataclass(frozen=True, kw_only=True)
class Told:
    """An added item with its letters: how many there are, and how many are posted."""

    item: MemberItem
    letters: int
    posted: int

    @property
    def waiting(self) -> int:
        """Return how many letters wait to be posted."""
        return self.letters - self.posted


def told_of(session: Session, assembly_id: int) -> Sequence[Told]:
    """Return the items that were added to an assembly since its convocation and need letters, the first one first."""
    rows = session.execute(_counted().where(MemberItem.assembly_id == assembly_id).order_by(MemberItem.id))
    return [Told(item=item, letters=letters, posted=posted) for item, letters, posted in rows]


def waiting_items(session: Session, *, most: int) -> Sequence[Told]:
    """Return the added items of assemblies to come whose letters wait to be posted, the latest first."""
    left = func.count() > func.count(AdditionLetter.posted_at)
    rows = _counted().join(MemberItem.assembly).where(Assembly.state == AssemblyState.CONVENED).having(left)
    found = session.execute(rows.order_by(MemberItem.id.desc()).limit(most))
    return [Told(item=item, letters=letters, posted=posted) for item, letters, posted in found]


def letters_to_post(item_id: int) -> Select[AdditionLetter]:
    """Select the letters about an item that wait to be posted, by name."""
    return (
        select(AdditionLetter)
        .join(AdditionLetter.entry)
        .options(contains_eager(AdditionLetter.entry))
        .where(AdditionLetter.item_id == item_id, AdditionLetter.posted_at.is_(None))
        .order_by(*by_name(), AdditionLetter.id)
    )


def addressed(session: Session, numbers: Collection[int]) -> Sequence[Row[AdditionLetter, Actor]]:
    """Return letters, each with its reader, in the order of their numbers."""
    rows = (
        select(AdditionLetter, Actor)
        .join(AdditionLetter.entry)
        .join(Actor, Actor.id == RollEntry.voter_id)
        .options(contains_eager(AdditionLetter.entry))
        .where(AdditionLetter.id.in_(numbers))
    )
    return session.execute(rows.order_by(AdditionLetter.id)).all()


def _counted() -> Select[MemberItem, int, int]:
    counts = (func.count(), func.count(AdditionLetter.posted_at))
    columns = MemberItem.__table__.columns
    return (
        select(MemberItem, *counts)
        .join(AdditionLetter, AdditionLetter.item_id == MemberItem.id)
        .group_by(*columns)
    )
