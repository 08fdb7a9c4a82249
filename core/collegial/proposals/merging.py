"""Follow a merge of two actors: topics, amendments, supports, remarks and mentions go to the one that stays."""

from sqlalchemy import delete, select

from collegial.actors.events import ActorsMerged
from collegial.actors.services import give_to_kept
from collegial.kernel.events import Context
from collegial.proposals.models import Amendment, AmendmentRemark, AmendmentSupport, GateVoice, RemarkMention


def on_actors_merged(context: Context, merged: ActorsMerged) -> None:
    """Give what the dropped actor wrote; where both supported one amendment, one support stands.

    Where both answered in one round, each answer stays: it was counted.
    """
    kept = select(AmendmentSupport.amendment_id).where(AmendmentSupport.actor_id == merged.kept)
    context.session.execute(
        delete(AmendmentSupport).where(
            AmendmentSupport.actor_id == merged.dropped, AmendmentSupport.amendment_id.in_(kept)
        )
    )
    in_rounds = select(GateVoice.round_id).where(GateVoice.actor_id == merged.kept)
    give_to_kept(context, merged, GateVoice.actor_id, GateVoice.round_id.not_in(in_rounds))
    for column in (
        Amendment.author_id,
        AmendmentRemark.author_id,
        AmendmentSupport.actor_id,
        RemarkMention.actor_id,
    ):
        give_to_kept(context, merged, column)
