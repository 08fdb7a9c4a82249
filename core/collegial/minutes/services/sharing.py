"""Tell the members what was decided: a mail to whoever has an address, a letter to print for the others."""

from collections.abc import Sequence

from collegial.assemblies.services.letters import post_letters, write_letter
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t
from collegial.minutes.events import MinutesLettersPosted, MinutesShared
from collegial.minutes.models import Minutes, MinutesLetter, Sharing
from collegial.minutes.permissions import ESTABLISH
from collegial.minutes.telling import letters_to_post, reach_of

SHARE = "minutes.share"


def share_minutes(context: Context, minutes: Minutes) -> Sharing:
    """Promise a mail to each who was convened and has an address, and a letter to print to each who has none.

    Raises Refused the second time: nobody is told twice.
    """
    require(context.by, ESTABLISH)
    reach = reach_of(context.session, minutes.assembly_id)
    sharing = Sharing(
        minutes_id=minutes.id,
        shared_at=context.clock.now(),
        shared_by=context.by.name,
        mails=len(reach.by_mail),
    )
    with or_refuse(
        context.session, Refused("minutes.shared_already", t("The members have already been told."))
    ):
        context.session.add(sharing)
    for number in reach.by_mail:
        promise(context.session, SHARE, {"invitation": number}, at=context.clock.now())
    context.session.add_all(MinutesLetter(minutes_id=minutes.id, entry_id=entry) for entry in reach.by_post)
    context.emit(MinutesShared(number=minutes.number, mails=len(reach.by_mail)))
    return sharing


def note_posted(context: Context, minutes: Minutes, wanted: Sequence[int]) -> int:
    """Write down that letters were posted or handed over; return how many were not noted before."""
    require(context.by, ESTABLISH)
    waiting = letters_to_post(minutes.id).where(MinutesLetter.id.in_(wanted))
    count = post_letters(context, minutes.assembly, waiting)
    if count:
        context.emit(MinutesLettersPosted(number=minutes.number, count=count))
    return count


def send_by_post(context: Context, minutes: Minutes, entry_id: int) -> None:
    """Let whom no mail reaches after all have a letter among those to print."""
    require(context.by, ESTABLISH)
    write_letter(context, minutes.assembly, MinutesLetter, minutes_id=minutes.id, entry_id=entry_id)
