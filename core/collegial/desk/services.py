"""Take what the desk sends, once, and settle what does not fit."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from collegial.assemblies.models import AttendanceMode, RollEntry
from collegial.assemblies.permissions import DESK
from collegial.assemblies.queries.attending import hold_entries
from collegial.assemblies.services.attending import check_in, check_out
from collegial.desk.events import EntryRefused, EntrySettled
from collegial.desk.models import DeskEntry, Move
from collegial.desk.queries import entry_with_key
from collegial.desk.rules import happened_at, is_late
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One entry of a browser at the desk: its key, what happened, and how long ago."""

    key: str
    move: Move
    age: timedelta


def take_entry(context: Context, entry: RollEntry, sent: Sent) -> DeskEntry:
    """Write an arrival or a departure down under its key; sent again, it is the first one that counts.

    What does not fit is kept with the reason rather than refused: it came from someone who has left the desk.
    """
    require(context.by, DESK)
    earlier = entry_with_key(context.session, sent.key)
    if earlier:
        return earlier
    hold_entries(context.session, entry)  # the same entry of two browsers, one at a time
    now = context.clock.now()
    taken = DeskEntry(
        key=sent.key, entry_id=entry.id, move=sent.move, at=happened_at(now, sent.age), received_at=now,
        is_late=is_late(sent.age), entered_by=context.by.name,
    )  # fmt: skip
    try:
        with context.session.begin_nested():
            context.session.add(taken)
    except IntegrityError:
        return _first(context, sent.key)
    taken.refusal = _move(context, entry, taken)
    if taken.refusal and not taken.is_late:
        _settle(context, taken)  # whoever entered it is told at once
    elif taken.refusal:
        context.emit(
            EntryRefused(
                assembly=entry.assembly_id, entry=entry.id, move=taken.move.value,
                at=taken.at.isoformat(), refusal=taken.refusal,
            )
        )  # fmt: skip
    return taken


def settle(context: Context, taken: DeskEntry) -> None:
    """Note that someone has seen to an entry that did not fit."""
    require(context.by, DESK)
    if taken.refusal is None or taken.settled_at is not None:
        return
    _settle(context, taken)
    context.emit(EntrySettled(assembly=taken.entry.assembly_id, entry=taken.entry_id))


def _first(context: Context, key: str) -> DeskEntry:
    first = entry_with_key(context.session, key)
    assert first is not None  # its key has just been found taken
    return first


def _move(context: Context, entry: RollEntry, taken: DeskEntry) -> str | None:
    """Write the move down; return the code of the refusal, if any."""
    at = taken.at if taken.is_late else None
    try:
        with context.session.begin_nested():
            if taken.move is Move.IN:
                check_in(context, entry, mode=AttendanceMode.ROOM, at=at)
            else:
                check_out(context, entry, at=at)
    except Refused as refusal:
        return refusal.code
    return None


def _settle(context: Context, taken: DeskEntry) -> None:
    taken.settled_at, taken.settled_by = context.clock.now(), context.by.name
