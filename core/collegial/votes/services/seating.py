"""Enter by hand the seats of those elected for whom no group was chosen before the vote."""

from datetime import date

from collegial.groups.models import Group
from collegial.groups.permissions import MANAGE
from collegial.groups.services import take_seat
from collegial.kernel.errors import Invalid
from collegial.kernel.events import Context
from collegial.kernel.holding import held_row
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.votes.electing import Elected
from collegial.votes.events import SeatsEntered
from collegial.votes.seats import known_by_resolution


def enter_by_hand(
    context: Context, found: Elected, *, group_id: int | None, on: date, term_ends_on: date | None = None
) -> None:
    """Enter those elected whom the directory knows into a group that nobody chose before the vote.

    Whoever belongs to it already stays, for the new term. Raises Invalid for no group, or a term that ends too early.
    """
    require(context.by, MANAGE)
    group = held_row(context.session, Group, group_id) if group_id else None
    if group is None:
        raise Invalid("votes.no_group", t("Choose the group in which they take their seat."), field="group")
    if term_ends_on is not None and term_ends_on <= on:
        raise Invalid("groups.term", t("A term ends after its first day."), field="term_ends_on")
    resolution = found.question.resolution_id
    known = known_by_resolution(context.session, {resolution: found.tally.elected})[resolution]
    for actor in known.values():
        take_seat(context, group, actor, on=on, term_ends_on=term_ends_on)
    left = len(found.tally.elected) - len(known)
    context.emit(SeatsEntered(resolution=resolution, group=group.key, left=left))
