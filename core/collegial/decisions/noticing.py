"""What someone is told whom a decision is entrusted to."""

from sqlalchemy import select

from collegial.decisions.events import DecisionFollowed
from collegial.decisions.models import Decision
from collegial.decisions.permissions import READ
from collegial.hooks.noticing import NOBODY, Audience, NoticeKind, NoticeWay, Told
from collegial.kernel.events import Context
from collegial.kernel.text import t


def _entrusted(context: Context, event: DecisionFollowed) -> Told | None:
    if event.owner is None:
        return None
    title = context.session.scalar(select(Decision.title).where(Decision.number == event.number))
    return Told(
        sentence=t("A decision is yours to carry out"), endpoint="decisions.show",
        values={"number": event.number}, about=title,
    )  # fmt: skip


def _owner(_context: Context, event: DecisionFollowed) -> Audience:
    return Audience(actors=(event.owner,)) if event.owner is not None else NOBODY


NOTICES = (
    NoticeKind(
        key="decisions.entrusted", label=t("A decision is yours to carry out"), events=(DecisionFollowed,),
        tell=_entrusted, audience=_owner, permission=READ, usual=NoticeWay.AT_ONCE,
    ),
)  # fmt: skip
