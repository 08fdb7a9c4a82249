"""Whoever asked for a long list is told when it is ready, and when it cannot be made."""

from collegial.hooks.noticing import Audience, NoticeKind, NoticeWay, Told
from collegial.kernel.events import Context
from collegial.kernel.sentences import read_text
from collegial.kernel.text import t
from collegial.lists.events import ListFailed, ListReady
from collegial.lists.models import PreparedList


def _tell(context: Context, event: ListReady | ListFailed) -> Told | None:
    one = context.session.get(PreparedList, event.number)
    if one is None:
        return None
    title = read_text(one.title)
    said = (
        t("Ready to download: %(title)s", title=title)
        if isinstance(event, ListReady)
        else t("Could not be prepared: %(title)s", title=title)
    )
    return Told(sentence=said, endpoint="lists.prepared", values={"number": one.id})


def _audience(context: Context, event: ListReady | ListFailed) -> Audience:
    one = context.session.get(PreparedList, event.number)
    return Audience(accounts=[one.account_id] if one else [])


NOTICES = (
    NoticeKind(
        key="lists.prepared", label=t("A long list that you asked for is ready"), events=(ListReady, ListFailed),
        tell=_tell, audience=_audience, usual=NoticeWay.PAGE,
    ),
)  # fmt: skip
