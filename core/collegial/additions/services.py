"""Note which letters about an added item are posted, and give one to whom no mail reaches after all."""

from collections.abc import Sequence

from sqlalchemy import select

from collegial.additions.events import AdditionLettersPosted
from collegial.additions.queries import letters_to_post
from collegial.assemblies.models import AdditionLetter, MemberItem
from collegial.assemblies.permissions import PREPARE
from collegial.assemblies.queries.meetings import hold_meeting
from collegial.kernel.events import Context
from collegial.kernel.permissions import require


def note_posted(context: Context, item: MemberItem, wanted: Sequence[int]) -> int:
    """Write down that letters were posted or handed over; return how many were not noted before."""
    require(context.by, PREPARE)
    hold_meeting(context.session, item.assembly)  # the second of two who note the same finds them noted
    letters = context.session.scalars(letters_to_post(item.id).where(AdditionLetter.id.in_(wanted))).all()
    for one in letters:
        one.posted_at = context.clock.now()
    if letters:
        context.emit(AdditionLettersPosted(item=item.id, count=len(letters)))
    return len(letters)


def send_by_post(context: Context, item: MemberItem, entry_id: int) -> None:
    """Let whom no mail reaches after all have a letter among those to print."""
    require(context.by, PREPARE)
    hold_meeting(context.session, item.assembly)  # two mails of one reader may fail at the same time
    known = select(AdditionLetter.id).where(
        AdditionLetter.item_id == item.id, AdditionLetter.entry_id == entry_id
    )
    if context.session.scalar(known) is None:
        context.session.add(AdditionLetter(item_id=item.id, entry_id=entry_id))
