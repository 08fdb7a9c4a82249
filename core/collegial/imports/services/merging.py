"""Keep what lists call an actor when it was found to be another one."""

from collegial.actors.events import ActorsMerged
from collegial.actors.services import give_to_kept
from collegial.imports.models import ImportReference
from collegial.kernel.events import Context


def follow_merge(context: Context, merged: ActorsMerged) -> None:
    """Let the references of the dropped actor mean the kept one, so that the next list finds it."""
    give_to_kept(context, merged, ImportReference.actor_id)
