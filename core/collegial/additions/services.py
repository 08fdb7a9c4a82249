"""Note which letters about an added item are posted, and give one to whom no mail reaches after all."""

from collections.abc import Sequence

from collegial.additions.events import AdditionLettersPosted
from collegial.additions.queries import letters_to_post
from collegial.assemblies.models import AdditionLetter, MemberItem
from collegial.assemblies.permissions import PREPARE
from collegial.assemblies.services.letters import post_letters, write_letter
from collegial.kernel.events import Context
from collegial.kernel.permissions import require


def note_posted(context: Context, item: MemberItem, wanted: Sequence[int]) -> int:
    """Write down that letters were posted or handed over; return how many were not noted before."""
    require(context.by, PREPARE)
    waiting = letters_to_post(item.id).where(AdditionLetter.id.in_(wanted))
    count = post_letters(context, item.assembly, waiting)
    if count:
        context.emit(AdditionLettersPosted(item=item.id, count=count))
    return count


def send_by_post(context: Context, item: MemberItem, entry_id: int) -> None:
    """Let whom no mail reaches after all have a letter among those to print."""
    require(context.by, PREPARE)
    write_letter(context, item.assembly, AdditionLetter, item_id=item.id, entry_id=entry_id)
