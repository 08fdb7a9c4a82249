"""Tell the journal what a piece of a draft says, so that it can be written again from there."""

from collegial.kernel.events import Context
from collegial.proposals.events import ActionWritten, AxisWritten
from collegial.proposals.models import Action, Axis, Proposal, Version
from collegial.proposals.queries import action_text
from collegial.proposals.rules.documents import action_document


def say_axis(context: Context, proposal: Proposal, version: Version, axis: Axis) -> None:
    """Tell the journal what an axis says now."""
    context.session.expire(version, ["axes"])
    context.emit(
        AxisWritten(
            proposal=proposal.slug, stage=version.stage, axis=axis.key, title=axis.title, text=axis.text
        )
    )


def say_action(context: Context, proposal: Proposal, version: Version, axis: Axis, action: Action) -> None:
    """Tell the journal what an action says now."""
    context.session.expire(axis, ["actions"])
    content = action_document(action_text(action))
    context.emit(
        ActionWritten(
            proposal=proposal.slug, stage=version.stage, axis=axis.key, title=action.title, content=content
        )
    )
