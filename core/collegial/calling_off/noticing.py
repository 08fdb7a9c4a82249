"""What people are told of a convened assembly that is not held as announced."""

from collegial.assemblies.noticing import at_meeting, voters_of
from collegial.assemblies.permissions import READ
from collegial.calling_off.events import AssemblyCalledOff, AssemblyMoved
from collegial.hooks.noticing import ALWAYS, NoticeKind, NoticeWay, Told
from collegial.kernel.events import Context
from collegial.kernel.text import t


def _called_off(context: Context, event: AssemblyCalledOff) -> Told:
    return at_meeting(context, event.assembly, t("An assembly to which you were convened is called off"))


def _moved(context: Context, event: AssemblyMoved) -> Told:
    return at_meeting(context, event.assembly, t("An assembly is held at another hour or place of its day"))


NOTICES = (
    NoticeKind(
        key="calling_off.called_off", label=t("An assembly is called off"), events=(AssemblyCalledOff,),
        tell=_called_off, audience=lambda context, event: voters_of(context, event.assembly), permission=READ,
        usual=NoticeWay.PAGE, ways=ALWAYS,
    ),
    NoticeKind(
        key="calling_off.moved", label=t("An assembly is held at another hour or place"), events=(AssemblyMoved,),
        tell=_moved, audience=lambda context, event: voters_of(context, event.assembly), permission=READ,
        usual=NoticeWay.PAGE, ways=ALWAYS,
    ),
)  # fmt: skip
