"""Move and remove the axes and actions of a draft."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import delete

from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.proposals.events import DraftOrdered, PieceRemoved
from collegial.proposals.models import Action, Attachment, Axis, Proposal, Version
from collegial.proposals.permissions import WRITE
from collegial.proposals.queries import content_of
from collegial.proposals.services.drafting import hold_draft
from collegial.proposals.services.writing.pieces import take_over

Row = TypeVar("Row", Axis, Action)
# Where rows wait while others take their places: beyond any place there can be.
_ASIDE = 100_000


def move_axis(context: Context, version: Version, axis: Axis, *, by: int) -> None:
    """Move an axis up (-1) or down (1) by one place; at the end it stays where it is."""
    require(context.by, WRITE)
    proposal = hold_draft(context, version)
    axes = list(content_of(context.session, version))
    _swap(axes, axis, by)
    _place(context, axes)
    _say_order(context, proposal, version)


def move_action(context: Context, version: Version, action: Action, *, by: int) -> None:
    """Move an action up or down by one place; from the first or last place it goes to the next axis there."""
    require(context.by, WRITE)
    proposal = hold_draft(context, version)
    axes = list(content_of(context.session, version))
    home = next(axis for axis in axes if axis.id == action.axis_id)
    rows = list(home.actions)
    if not _swap(rows, action, by):
        beside = axes.index(home) + by
        if not 0 <= beside < len(axes):
            return
        _move_into(context, action, axes[beside], at_end=by < 0)
    else:
        _place(context, rows)
    _say_order(context, proposal, version)


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


def _swap(rows: list[Row], row: Row, by: int) -> bool:
    """Move a row in its list; False when it stands at the end already."""
    at = next(place for place, one in enumerate(rows) if one.id == row.id)
    if not 0 <= at + by < len(rows):
        return False
    rows[at], rows[at + by] = rows[at + by], rows[at]
    return True


def _place(context: Context, rows: Sequence[Row]) -> None:
    for place, row in enumerate(rows, start=1):
        row.position = _ASIDE + place
    context.session.flush()  # two rows never hold one place, not even for a moment
    for place, row in enumerate(rows, start=1):
        row.position = place
    context.session.flush()


def _move_into(context: Context, action: Action, axis: Axis, *, at_end: bool) -> None:
    rows = [one for one in axis.actions if one.id != action.id]
    action.position = _ASIDE * 2
    action.axis_id = axis.id
    context.session.flush()
    _place(context, [*rows, action] if at_end else [action, *rows])
    context.session.expire_all()


def _say_order(context: Context, proposal: Proposal, version: Version) -> None:
    axes = content_of(context.session, version)
    outline = [[axis.key, [action.key for action in axis.actions]] for axis in axes]
    context.emit(DraftOrdered(proposal=proposal.slug, stage=version.stage, outline=outline))
