"""Establish the minutes: give the next number of the register."""

from collegial.assemblies.models import Assembly, AssemblyState
from collegial.journal.queries import head
from collegial.kernel.chain import GENESIS
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.minutes.events import MinutesEstablished
from collegial.minutes.models import Minutes
from collegial.minutes.permissions import ESTABLISH
from collegial.minutes.queries import last_number, minutes_of

_ENDED = (AssemblyState.CLOSED, AssemblyState.INQUORATE)


def establish_minutes(context: Context, meeting: Assembly) -> Minutes:
    """Enter an ended assembly in the register of minutes (L40); one that missed its quorum has minutes too.

    Calling it again returns the same minutes. Raises Refused while the assembly is not over.
    """
    require(context.by, ESTABLISH)
    if meeting.state not in _ENDED:
        raise Refused("minutes.not_over", t("The minutes are established when the assembly is over."))
    existing = minutes_of(context.session, meeting.id)
    if existing:
        return existing
    context.emit(MinutesEstablished(assembly=meeting.id, number=last_number(context.session) + 1))
    end = head(context.session)
    minutes = Minutes(
        number=last_number(context.session) + 1, assembly_id=meeting.id, established_at=context.clock.now(),
        journal_digest=end.digest if end else GENESIS,
    )  # fmt: skip
    context.session.add(minutes)
    context.session.flush()  # the number is taken, or refused, here
    return minutes
