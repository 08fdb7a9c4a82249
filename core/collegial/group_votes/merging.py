"""Follow a merge of two actors: the rights of the dropped one go to the one that stays."""

from sqlalchemy import select

from collegial.actors.events import ActorsMerged
from collegial.actors.services import give_to_kept
from collegial.group_votes.models import GroupVoteRight
from collegial.kernel.events import Context


def on_actors_merged(context: Context, merged: ActorsMerged) -> None:
    """Give them; where both had a right in one vote, each stays as it was counted."""
    shared = select(GroupVoteRight.vote_id).where(GroupVoteRight.actor_id == merged.kept)
    give_to_kept(context, merged, GroupVoteRight.actor_id, GroupVoteRight.vote_id.not_in(shared))
