"""Follow a merge of two actors: the drafts of the dropped one go to the one that stays."""

from sqlalchemy import select

from collegial.plugin import ActorsMerged, Context, give_to_kept
from collegial_partners.models import NameAgreement, PartnerProtocol, ProtocolParty, SharedPost


def on_actors_merged(context: Context, merged: ActorsMerged) -> None:
    """Give what is no more than a draft; what was signed keeps the actor by whom it was, and so does its seal."""
    drafts = select(PartnerProtocol.id).where(PartnerProtocol.digest.is_(None))
    shared = select(ProtocolParty.protocol_id).where(ProtocolParty.actor_id == merged.kept)
    give_to_kept(
        context, merged, ProtocolParty.actor_id, ProtocolParty.protocol_id.in_(drafts),
        ProtocolParty.protocol_id.not_in(shared),
    )  # fmt: skip
    for column, protocol_id in (
        (SharedPost.employer_id, SharedPost.protocol_id),
        (NameAgreement.actor_id, NameAgreement.protocol_id),
    ):
        give_to_kept(context, merged, column, protocol_id.in_(drafts))
