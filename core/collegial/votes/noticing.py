"""What voters are told: that a vote opens, and how it ended; never who voted how."""

from collegial.assemblies.noticing import at_meeting, voters_of
from collegial.assemblies.permissions import READ
from collegial.hooks.noticing import Audience, NoticeKind, NoticeWay, Told
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.votes.events import VoteClosed, VoteOpened
from collegial.votes.models import VoteSession


def _opened(context: Context, event: VoteOpened) -> Told:
    return at_meeting(context, event.assembly, t("A vote is open"))


def _closed(context: Context, event: VoteClosed) -> Told:
    vote = context.session.get_one(VoteSession, event.vote)
    said = at_meeting(context, vote.assembly_id, t("A vote is closed"))
    return Told(
        sentence=said.sentence, endpoint="votes.results", values={"vote_id": event.vote}, about=said.about
    )


def _voters(context: Context, event: VoteClosed) -> Audience:
    return voters_of(context, context.session.get_one(VoteSession, event.vote).assembly_id)


NOTICES = (
    NoticeKind(
        key="votes.opened", label=t("A vote opens"), events=(VoteOpened,), tell=_opened,
        audience=lambda context, event: voters_of(context, event.assembly), permission=READ, usual=NoticeWay.PAGE,
    ),
    NoticeKind(
        key="votes.closed", label=t("A vote closes"), events=(VoteClosed,), tell=_closed, audience=_voters,
        permission=READ, usual=NoticeWay.PAGE,
    ),
)  # fmt: skip
