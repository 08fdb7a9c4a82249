"""Read how far those who were convened are told of an item that members added."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.assemblies.models import AdditionLetter, Assembly, AssemblyState, MemberItem
from collegial.assemblies.queries.letters import Posting, letters_with_readers, waiting_letters


@dataclass(frozen=True, kw_only=True)
class Told(Posting):
    """An added item with its letters: how many there are, and how many are posted."""

    item: MemberItem


def told_of(session: Session, assembly_id: int) -> Sequence[Told]:
    """Return the items that were added to an assembly since its convocation and need letters, the first one first."""
    rows = session.execute(_counted().where(MemberItem.assembly_id == assembly_id).order_by(MemberItem.id))
    return [Told(item=item, letters=letters, posted=posted) for item, letters, posted in rows]


def waiting_items(session: Session, *, most: int) -> Sequence[Told]:
    """Return the added items of assemblies to come whose letters wait to be posted, the latest first."""
    left = func.count() > func.count(AdditionLetter.sent_at)
    rows = _counted().join(MemberItem.assembly).where(Assembly.state == AssemblyState.CONVENED).having(left)
    found = session.execute(rows.order_by(MemberItem.id.desc()).limit(most))
    return [Told(item=item, letters=letters, posted=posted) for item, letters, posted in found]


def letters_to_post(item_id: int) -> Select[AdditionLetter]:
    """Select the letters about an item that wait to be posted, by name."""
    return waiting_letters(AdditionLetter, AdditionLetter.item_id == item_id)


def addressed(session: Session, numbers: Collection[int]) -> Sequence[Row[AdditionLetter, Actor]]:
    """Return letters, each with its reader, in the order of their numbers."""
    return session.execute(letters_with_readers(AdditionLetter, AdditionLetter.id.in_(numbers))).all()


def _counted() -> Select[MemberItem, int, int]:
    counts = (func.count(), func.count(AdditionLetter.sent_at))
    columns = MemberItem.__table__.columns
    return (
        select(MemberItem, *counts)
        .join(AdditionLetter, AdditionLetter.item_id == MemberItem.id)
        .group_by(*columns)
    )
