"""Follow a merge of two actors: the times in groups, and what was told by telephone, go to the one that stays."""

from sqlalchemy import select

from collegial.actors.events import ActorsMerged
from collegial.actors.services import end_overlaps, give_to_kept
from collegial.groups.models import GroupMembership, GroupToldByPhone
from collegial.kernel.events import Context


def on_actors_merged(context: Context, merged: ActorsMerged) -> None:
    """Give the memberships; where both were in a group on the same day, the kept one's stands."""
    met = end_overlaps(context, merged, GroupMembership.actor_id, alike=GroupMembership.group_id)
    give_to_kept(context, merged, GroupMembership.actor_id, GroupMembership.id.not_in(met))
    told = select(GroupToldByPhone.meeting_id).where(GroupToldByPhone.actor_id == merged.kept)
    give_to_kept(context, merged, GroupToldByPhone.actor_id, GroupToldByPhone.meeting_id.not_in(told))
