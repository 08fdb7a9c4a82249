"""Move and remove the axes and actions of a draft."""

from collections.abc import Sequence

from sqlalchemy import delete

from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.proposals.events import DraftOrdered, PieceRemoved
from collegial.proposals.models import Action, Attachment, Axis, Proposal, Version
from collegial.proposals.permissions import WRITE
from collegial.proposals.queries import content_of, outline_of
from collegial.proposals.rules.ordering import Outline, shifted
from collegial.proposals.services.drafting import hold_draft
from collegial.proposals.services.writing.pieces import take_over

# Where rows wait while others take their places: beyond any place there can be.
_ASIDE = 100_000


def move_piece(context: Context, version: Version, piece: Axis | Action, *, by: int) -> None:
    """Move an axis or an action up (-1) or down (1) by one place; at the end of the draft it stays.

    An action goes from the first or last place of its axis to the next axis there.
    """
    require(context.by, WRITE)
    proposal = hold_draft(context, version)
    outline = outline_of(content_of(context.session, version))
    put_in_order(context, proposal, version, shifted(outline, piece.key, by))


def put_in_order(context: Context, proposal: Proposal, version: Version, outline: Outline) -> None:
    """Give every axis and action of a draft its place; for the acts of this feature, which have checked."""
    present = content_of(context.session, version)
    if [(key, list(within)) for key, within in outline] == outline_of(present):
        return
    axes = {axis.key: axis for axis in present}
    actions = {one.key: one for axis in present for one in axis.actions}
    rows: list[Axis | Action] = [*axes.values(), *actions.values()]
    for place, row in enumerate(rows):
        row.position = _ASIDE + place
    context.session.flush()  # two rows never hold one place, not even for a moment
    for place, (key, within) in enumerate(outline, start=1):
        axes[key].position = place
        for at, one in enumerate(within, start=1):
            actions[one].axis_id, actions[one].position = axes[key].id, at
    context.session.flush()
    context.session.expire_all()
    said = [[key, list(within)] for key, within in outline]
    context.emit(DraftOrdered(proposal=proposal.slug, stage=version.stage, outline=said))


def remove_action(context: Context, version: Version, action: Action, *, seen: int) -> None:
    """Take an action out of a draft, with its files' places; raises ChangedMeanwhile as writing does."""
    require(context.by, WRITE)
    proposal = hold_draft(context, version)
    take_over(context, action, seen)
    key, title = action.key, action.title
    _drop(context, version, [action])
    context.session.expire_all()
    context.emit(PieceRemoved(proposal=proposal.slug, stage=version.stage, piece=key, title=title))


def remove_axis(context: Context, version: Version, axis: Axis, *, seen: int) -> None:
    """Take an axis out of a draft; raises Refused while it has actions, ChangedMeanwhile as writing does."""
    require(context.by, WRITE)
    proposal = hold_draft(context, version)
    if axis.actions:
        raise Refused(
            "proposals.axis_in_use",
            t("The axis “%(title)s” has actions. Move or remove them first.", title=axis.title),
        )
    take_over(context, axis, seen)
    key, title = axis.key, axis.title
    context.session.execute(delete(Axis).where(Axis.id == axis.id))
    context.session.expire_all()
    context.emit(PieceRemoved(proposal=proposal.slug, stage=version.stage, piece=key, title=title))


def _drop(context: Context, version: Version, actions: Sequence[Action]) -> None:
    keys = [one.key for one in actions]
    context.session.execute(
        delete(Attachment).where(Attachment.version_id == version.id, Attachment.action_key.in_(keys))
    )
    context.session.execute(delete(Action).where(Action.id.in_([one.id for one in actions])))
