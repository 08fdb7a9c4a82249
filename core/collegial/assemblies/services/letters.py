"""Note which letters to those who were convened are posted, and write one for whom no mail reaches after all.

Each act asks for its own permission before it calls these, and tells the journal in its own words.
"""

from typing import TypeVar

from sqlalchemy import Select, select

from collegial.assemblies.models import Assembly, Letter
from collegial.assemblies.queries.meetings import hold_meeting
from collegial.kernel.events import Context

L = TypeVar("L", bound=Letter)


def post_letters(context: Context, meeting: Assembly, waiting: Select[L]) -> int:
    """Write down that waiting letters were posted or handed over; return how many were not noted before."""
    hold_meeting(context.session, meeting)  # the second of two who note the same letters finds them noted
    letters = context.session.scalars(waiting).all()
    for one in letters:
        one.sent_at = context.clock.now()
    return len(letters)


def write_letter(context: Context, meeting: Assembly, kind: type[Letter], **facts: int) -> None:
    """Write a letter with these facts, unless there is one: let whom no mail reaches after all be told on paper."""
    hold_meeting(context.session, meeting)  # two mails of one reader may fail at the same time
    if context.session.scalar(select(kind.id).filter_by(**facts)) is None:
        context.session.add(kind(**facts))
