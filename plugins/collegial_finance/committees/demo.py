"""A committee of the demonstration, and how its members answer."""

from collections.abc import Sequence
from dataclasses import replace

from collegial.plugin import (
    Actor,
    Context,
    Group,
    GroupAnswer,
    GroupVote,
    Viewer,
    answer_group_vote,
    close_group_vote,
    groups,
    members_on,
)


def committee(context: Context) -> Group | None:
    """Return the group that has the most members; none where every group is empty."""
    day = context.today
    sizes = [(len(members_on(context.session, one.id, day)), one) for one in groups(context.session)]
    size, found = max(sizes, key=lambda pair: pair[0], default=(0, None))
    return found if size else None


def acting(context: Context, member: Actor) -> Context:
    """Return the context in which a member acts."""
    return replace(context, by=Viewer(name=member.name, actor_id=member.id))


def settle(context: Context, vote: GroupVote, answers: Sequence[str]) -> None:
    """Let the first members who may answer do so, and close the vote."""
    able = [one.actor for one in vote.rights if one.set_aside is None]
    for member, said in zip(able, answers, strict=False):
        answer_group_vote(acting(context, member), vote.id, actor_id=member.id, said=GroupAnswer(said))
    close_group_vote(context, vote.id)
