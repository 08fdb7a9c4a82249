"""Put accepted amendments into a draft; one that meets another change waits for a person, and is not lost."""

from sqlalchemy import delete, func, select, update

from collegial.kernel.events import Context
from collegial.proposals.events import AmendmentMerged, PieceRemoved
from collegial.proposals.models import (
    Action,
    Amendment,
    AmendmentKind,
    AmendmentState,
    Attachment,
    Axis,
    Proposal,
    Version,
)
from collegial.proposals.queries import content_of, outline_of
from collegial.proposals.queries.amendments import accepted_amendments
from collegial.proposals.rules import merge_fields
from collegial.proposals.rules.ordering import Place, place_of, put_at
from collegial.proposals.services.drafting import new_key
from collegial.proposals.services.writing.saying import say_action, say_axis
from collegial.proposals.services.writing.structure import put_in_order


def merge_accepted(context: Context, proposal: Proposal, opened: Version) -> None:
    """Put what was accepted into the version that opens, in the order of their writing."""
    for amendment in accepted_amendments(context.session, proposal):
        merge_one(context, proposal, opened, amendment)


def merge_one(context: Context, proposal: Proposal, draft: Version, amendment: Amendment) -> None:
    """Put one accepted amendment into a draft, or leave it in conflict when it meets another change."""
    done = _ACTS[amendment.kind](context, proposal, draft, amendment)
    amendment.state = AmendmentState.MERGED if done else AmendmentState.IN_CONFLICT
    amendment.merged_into = draft.stage if done else None
    context.session.flush()
    if done:
        context.emit(AmendmentMerged(proposal=proposal.slug, stage=draft.stage, amendment=amendment.id))


def piece_of(context: Context, draft: Version, amendment: Amendment) -> Axis | Action | None:
    """Return the piece of a draft that an amendment speaks of; None when it was taken out."""
    for axis in content_of(context.session, draft):
        if amendment.action_key is None and axis.key == amendment.axis_key:
            return axis
        for action in axis.actions:
            if action.key == amendment.action_key:
                return action
    return None


def _change(context: Context, proposal: Proposal, draft: Version, amendment: Amendment) -> bool:
    piece = piece_of(context, draft, amendment)
    if piece is None:
        return False
    merged, to_choose = merge_fields(
        {"title": amendment.base_title, "text": amendment.base_text},
        {"title": amendment.title, "text": amendment.text},
        {"title": piece.title, "text": piece.text or ""},
    )
    if to_choose:
        return False
    write_piece(context, proposal, draft, piece, merged)
    return True


def _add(context: Context, proposal: Proposal, draft: Version, amendment: Amendment) -> bool:
    title, text = amendment.title, amendment.text or None
    if amendment.axis_key is None:
        last = context.session.scalar(select(func.max(Axis.position)).where(Axis.version_id == draft.id))
        axis = Axis(version_id=draft.id, position=(last or 0) + 1, key=new_key(), title=title, text=text)
        context.session.add(axis)
        context.session.flush()
        say_axis(context, proposal, draft, axis)
        return True
    home = piece_of(context, draft, amendment)
    if not isinstance(home, Axis):
        return False
    add_to(context, proposal, draft, home, title=title, text=text)
    return True


def add_to(
    context: Context, proposal: Proposal, draft: Version, home: Axis, *, title: str, text: str | None
) -> None:
    """Add an action at the end of an axis, as an amendment says it."""
    last = context.session.scalar(select(func.max(Action.position)).where(Action.axis_id == home.id))
    action = Action(axis_id=home.id, position=(last or 0) + 1, key=new_key(), title=title, text=text)
    context.session.add(action)
    context.session.flush()
    say_action(context, proposal, draft, home, action)


def _remove(context: Context, proposal: Proposal, draft: Version, amendment: Amendment) -> bool:
    piece = piece_of(context, draft, amendment)
    if piece is None:
        return True
    if (piece.title, piece.text or "") != (amendment.base_title, amendment.base_text):
        return False
    if isinstance(piece, Axis) and piece.actions:
        return False
    take_out(context, proposal, draft, piece)
    return True


def take_out(context: Context, proposal: Proposal, draft: Version, piece: Axis | Action) -> None:
    """Take a piece out of a draft, as an amendment says it; an axis has no action left."""
    key, title, kind = piece.key, piece.title, type(piece)
    context.session.execute(
        delete(Attachment).where(Attachment.version_id == draft.id, Attachment.action_key == key)
    )
    context.session.execute(delete(kind).where(kind.id == piece.id))
    context.session.expire_all()
    context.emit(PieceRemoved(proposal=proposal.slug, stage=draft.stage, piece=key, title=title))


def _move(context: Context, proposal: Proposal, draft: Version, amendment: Amendment) -> bool:
    """Move a piece, unless it was taken out or put into another axis meanwhile, or its new place is gone."""
    outline = outline_of(content_of(context.session, draft))
    key = amendment.action_key or amendment.axis_key or ""
    now = place_of(outline, key)
    if now is None or (amendment.action_key and now.axis != amendment.axis_key):
        return False
    moved = put_at(outline, key, Place(axis=amendment.to_axis_key, after=amendment.after_key))
    if moved is None:
        return False
    put_in_order(context, proposal, draft, moved)
    return True


def write_piece(
    context: Context, proposal: Proposal, draft: Version, piece: Axis | Action, fields: dict[str, str]
) -> None:
    """Write what an amendment makes of a piece; for the acts of this feature, which have checked."""
    kind = type(piece)
    context.session.execute(
        update(kind)
        .where(kind.id == piece.id)
        .values(
            title=fields["title"], text=fields["text"] or None, revision=kind.revision + 1,
            changed_by=context.by.name[:200], changed_at=context.clock.now(),
        )
    )  # fmt: skip
    context.session.expire(piece)
    if isinstance(piece, Axis):
        say_axis(context, proposal, draft, piece)
    else:
        say_action(context, proposal, draft, piece.axis, piece)


_ACTS = {
    AmendmentKind.CHANGE: _change,
    AmendmentKind.ADD: _add,
    AmendmentKind.REMOVE: _remove,
    AmendmentKind.MOVE: _move,
}
