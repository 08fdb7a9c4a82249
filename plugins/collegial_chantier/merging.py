"""Follow a merge of two actors: the chantiers of the dropped one go to the one that stays."""

from sqlalchemy import select

from collegial.plugin import ActorsMerged, Context, give_to_kept
from collegial_chantier.models import Commitment, Measure, Participant, Party, Recognition, Testimony


def on_actors_merged(context: Context, merged: ActorsMerged) -> None:
    """Give everything; where both take part in one chantier, the dropped one's row stays with what it said."""
    for model in (Participant, Party):
        shared = select(model.chantier_id).where(model.actor_id == merged.kept)
        give_to_kept(context, merged, model.actor_id, model.chantier_id.not_in(shared))
    for column in (Testimony.actor_id, Measure.institution_id, Commitment.actor_id, Recognition.actor_id):
        give_to_kept(context, merged, column)
