"""Follow a merge of two actors: a wish to be forgotten goes to the one that stays."""

from sqlalchemy import select

from collegial.actors.events import ActorsMerged
from collegial.actors.services import give_to_kept
from collegial.kernel.events import Context
from collegial.privacy.models import ErasureRequest


def on_actors_merged(context: Context, merged: ActorsMerged) -> None:
    """Give an open request, but where the kept one waits for an answer already."""
    is_open = ErasureRequest.erasure_id.is_(None)
    waiting = select(ErasureRequest.actor_id).where(is_open)
    if merged.kept in context.session.scalars(waiting).all():
        return
    give_to_kept(context, merged, ErasureRequest.actor_id, is_open)
