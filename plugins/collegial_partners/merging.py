"""Follow a merge of two actors: the protocols of the dropped one go to the one that stays."""

from sqlalchemy import select

from collegial.plugin import ActorsMerged, Context, give_to_kept
from collegial_partners.models import NameAgreement, ProtocolParty, SharedPost


def on_actors_merged(context: Context, merged: ActorsMerged) -> None:
    """Give everything; where both are parties to one protocol, the dropped one's signature stays with its row."""
    shared = select(ProtocolParty.protocol_id).where(ProtocolParty.actor_id == merged.kept)
    give_to_kept(context, merged, ProtocolParty.actor_id, ProtocolParty.protocol_id.not_in(shared))
    for column in (SharedPost.employer_id, NameAgreement.actor_id):
        give_to_kept(context, merged, column)
