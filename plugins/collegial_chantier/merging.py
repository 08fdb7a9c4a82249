"""Follow a merge of two actors: the chantiers of the dropped one go to the one that stays."""

from sqlalchemy import select

from collegial.plugin import ActorsMerged, Context, give_to_kept
from collegial_chantier.models import Participant


def on_actors_merged(context: Context, merged: ActorsMerged) -> None:
    """Give the participations; where both take part, the dropped one's row stays, for its testimony."""
    shared = select(Participant.chantier_id).where(Participant.actor_id == merged.kept)
    give_to_kept(context, merged, Participant.actor_id, Participant.chantier_id.not_in(shared))
