"""What those who write the directory are told: that others published a resource."""

from collegial.plugin import Audience, Context, NoticeKind, NoticeWay, Told, t
from collegial_information.events import EntryPublished
from collegial_information.permissions import WRITE


def _published(_context: Context, event: EntryPublished) -> Told:
    return Told(
        sentence=t("A resource was published"), endpoint="information.show", values={"entry_id": event.entry},
        about=event.title,
    )  # fmt: skip


NOTICES = (
    NoticeKind(
        key="information.published", label=t("A resource is published"), events=(EntryPublished,), tell=_published,
        audience=lambda _context, _event: Audience(holders=WRITE), permission=WRITE, usual=NoticeWay.WEEKLY,
    ),
)  # fmt: skip
