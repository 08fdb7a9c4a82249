"""Follow a merge of two actors: the pledges go to the one that stays."""

from collegial.plugin import ActorsMerged, Context, give_to_kept
from collegial_brest.models import BrestPledge


def on_actors_merged(context: Context, merged: ActorsMerged) -> None:
    """Give the pledges."""
    give_to_kept(context, merged, BrestPledge.actor_id)
