"""What members are told of minutes."""

from sqlalchemy import select

from collegial.assemblies.noticing import at_meeting, voters_of
from collegial.hooks.noticing import LETTER_WAYS, Audience, NoticeKind, NoticeWay, Told
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.minutes.events import MinutesShared
from collegial.minutes.models import Minutes
from collegial.minutes.permissions import READ


def _assembly(context: Context, event: MinutesShared) -> int:
    return context.session.scalars(select(Minutes.assembly_id).where(Minutes.number == event.number)).one()


def _shared(context: Context, event: MinutesShared) -> Told:
    return at_meeting(context, _assembly(context, event), t("The minutes of an assembly can be read"))


def _members(context: Context, event: MinutesShared) -> Audience:
    return voters_of(context, _assembly(context, event))


NOTICES = (
    NoticeKind(
        key="minutes.shared", label=t("The minutes of an assembly are shared"), events=(MinutesShared,), tell=_shared,
        audience=_members, permission=READ, usual=NoticeWay.PAGE, ways=LETTER_WAYS,
    ),
)  # fmt: skip
