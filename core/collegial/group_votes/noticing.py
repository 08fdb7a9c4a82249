"""What the members of a group are told of its votes."""

from sqlalchemy import select

from collegial.group_votes.events import GroupVoteClosed, GroupVoteOpened
from collegial.group_votes.models import GroupVote, GroupVoteRight
from collegial.hooks.noticing import LETTER_WAYS, Audience, NoticeKind, NoticeWay, Told
from collegial.kernel.events import Context
from collegial.kernel.text import Text, t


def _said(context: Context, vote_id: int, plain: Text, titled: Text) -> Told:
    """Name the vote after a sentence as it was typed, or within one, where its title is a sentence to translate."""
    title, place = context.session.get_one(GroupVote, vote_id).called, {"vote_id": vote_id}
    if isinstance(title, Text):
        return Told(sentence=titled.filled({"title": title}), endpoint="group_votes.show", values=place)
    return Told(sentence=plain, endpoint="group_votes.show", values=place, about=title)


def _opened(context: Context, event: GroupVoteOpened) -> Told:
    return _said(
        context, event.vote, t("A group asks for your answer"), t("A group asks for your answer: %(title)s")
    )


def _closed(context: Context, event: GroupVoteClosed) -> Told:
    plain, titled = t("A vote of your group is closed"), t("A vote of your group is closed: %(title)s")
    return _said(context, event.vote, plain, titled)


def _voters(context: Context, event: GroupVoteOpened | GroupVoteClosed) -> Audience:
    rights = select(GroupVoteRight.actor_id).where(
        GroupVoteRight.vote_id == event.vote, GroupVoteRight.set_aside.is_(None)
    )
    return Audience(actors=context.session.scalars(rights).all())


NOTICES = (
    NoticeKind(
        key="group_votes.opened", label=t("A group asks for your answer"), events=(GroupVoteOpened,),
        tell=_opened, audience=_voters,
        usual=NoticeWay.PAGE, ways=LETTER_WAYS,
    ),
    NoticeKind(
        key="group_votes.closed", label=t("A vote of your group is closed"), events=(GroupVoteClosed,),
        tell=_closed, audience=_voters,
    ),
)  # fmt: skip
