"""Follow a merge of two actors: the ateliers of the dropped one go to the one that stays."""

from sqlalchemy import select

from collegial.plugin import ActorsMerged, Context, give_to_kept
from collegial_atelier.models import Contract, HelpRequest, Prospect, Sponsor


def on_actors_merged(context: Context, merged: ActorsMerged) -> None:
    """Give everything; where both are on one list, the dropped one's row stays as it was written."""
    for model in (Prospect, Sponsor):
        shared = select(model.atelier_id).where(model.actor_id == merged.kept)
        give_to_kept(context, merged, model.actor_id, model.atelier_id.not_in(shared))
    give_to_kept(context, merged, HelpRequest.actor_id)
    unsigned = Contract.signed_on.is_(None)  # what was signed keeps the person it was signed by
    give_to_kept(context, merged, Contract.person_id, unsigned)
