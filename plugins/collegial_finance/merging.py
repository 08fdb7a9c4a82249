"""Follow a merge of two actors: the rounds and the pledges of the dropped one go to the one that stays."""

from sqlalchemy import select

from collegial.plugin import ActorsMerged, Context, give_to_kept
from collegial_finance.rounds.models import FundingRound, Pledge


def on_actors_merged(context: Context, merged: ActorsMerged) -> None:
    """Give them; where both sit at one table, the dropped one's row stays, for its steps."""
    give_to_kept(context, merged, FundingRound.project_id)
    shared = select(Pledge.round_id).where(Pledge.funder_id == merged.kept)
    give_to_kept(context, merged, Pledge.funder_id, Pledge.round_id.not_in(shared))
