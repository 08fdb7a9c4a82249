"""Follow a merge of two actors: the candidacies go to the one that stays; rolls stay as they were sealed."""

from collegial.actors.events import ActorsMerged
from collegial.actors.services import give_to_kept
from collegial.assemblies.models.voting import Candidacy
from collegial.kernel.events import Context


def on_actors_merged(context: Context, merged: ActorsMerged) -> None:
    """Give the candidacies."""
    give_to_kept(context, merged, Candidacy.actor_id)
