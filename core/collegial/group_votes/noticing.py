"""What the members of a group are told of its votes."""

from sqlalchemy import select

from collegial.group_votes.events import GroupVoteClosed, GroupVoteOpened
from collegial.group_votes.models import GroupVote, GroupVoteRight
from collegial.hooks.noticing import LETTER_WAYS, Audience, NoticeKind, NoticeWay, Told
from collegial.kernel.events import Context
from collegial.kernel.text import Text, t


def _said(context: Context, vote_id: int, sentence: Text) -> Told:
    title = context.session.get_one(GroupVote, vote_id).title
    return Told(sentence=sentence, endpoint="group_votes.show", values={"vote_id": vote_id}, about=title)


def _voters(context: Context, event: GroupVoteOpened | GroupVoteClosed) -> Audience:
    rights = select(GroupVoteRight.actor_id).where(
        GroupVoteRight.vote_id == event.vote, GroupVoteRight.set_aside.is_(None)
    )
    return Audience(actors=context.session.scalars(rights).all())


NOTICES = (
    NoticeKind(
        key="group_votes.opened", label=t("A group asks for your answer"), events=(GroupVoteOpened,),
        tell=lambda context, event: _said(context, event.vote, t("A group asks for your answer")), audience=_voters,
        usual=NoticeWay.PAGE, ways=LETTER_WAYS,
    ),
    NoticeKind(
        key="group_votes.closed", label=t("A vote of your group is closed"), events=(GroupVoteClosed,),
        tell=lambda context, event: _said(context, event.vote, t("A vote of your group is closed")), audience=_voters,
    ),
)  # fmt: skip
