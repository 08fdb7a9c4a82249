"""Write the record of an assembly that is over."""

from collegial.assemblies.models import Assembly, AssemblyState
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.records.permissions import READ
from collegial.records.queries import FORMAT, sections_of
from collegial.records.rules import write_record

ENDED = (AssemblyState.CLOSED, AssemblyState.INQUORATE)


def record_of(context: Context, meeting: Assembly) -> bytes:
    """Return the record of an assembly; raises Refused while it is not over."""
    require(context.by, READ)
    if meeting.state not in ENDED:
        raise Refused("records.not_over", t("The record is written when the assembly is over."))
    return write_record(FORMAT, sections_of(context.session, meeting, context.zone))
