"""Settle what a person puts in by hand, or the group leaves out: an amendment in conflict, a remark taken up."""

from dataclasses import dataclass

from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.proposals.events import AmendmentAnswered, AmendmentMerged
from collegial.proposals.models import (
    Action,
    Amendment,
    AmendmentKind,
    AmendmentState,
    Axis,
    Proposal,
    Version,
)
from collegial.proposals.permissions import DECIDE, WRITE
from collegial.proposals.queries import content_of, deciding_group, next_passage, outline_of
from collegial.proposals.queries.amendments import supports_of
from collegial.proposals.rules.ordering import Place, put_at
from collegial.proposals.services.amending import TELL
from collegial.proposals.services.drafting import hold_draft
from collegial.proposals.services.gates import require_decider, words_in
from collegial.proposals.services.merging import add_to, piece_of, take_out, write_piece
from collegial.proposals.services.writing.structure import put_in_order


@dataclass(frozen=True, kw_only=True)
class Settling:
    """What a person makes of an amendment: the words of its piece, or the place of what it adds or moves."""

    title: str = ""
    text: str = ""
    place: Place | None = None


def settle_conflict(
    context: Context, draft: Version, amendment: Amendment, settling: Settling, *, seen: int
) -> None:
    """Put an amendment in conflict into the draft as a person decided; `seen` is the piece's revision.

    Raises Refused when someone else settled it, or changed the piece, meanwhile.
    """
    require(context.by, WRITE)
    proposal = _hold(context, draft, amendment)
    piece = piece_of(context, draft, amendment)
    if piece is not None and piece.revision != seen:
        raise Refused(
            "proposals.changed_meanwhile",
            t("Someone else changed this piece meanwhile. Reload the page, then decide."),
        )
    if amendment.kind is AmendmentKind.ADD:
        _add(context, draft, settling)
    elif piece is not None:
        _ACTS[amendment.kind](context, draft, piece, settling)
    _is_in(context, proposal, draft, amendment)


def work_in(context: Context, draft: Version, remark: Amendment) -> None:
    """Say that a remark taken up is worked into the draft; its author is told.

    Raises Refused when someone else said so, or it was left out, meanwhile.
    """
    require(context.by, WRITE)
    _is_in(context, _hold(context, draft, remark), draft, remark)
    promise(context.session, TELL, {"amendment": remark.id}, at=context.clock.now())


def leave_out(context: Context, draft: Version, amendment: Amendment, why: str) -> None:
    """Reject after all what waits to be put in, with the reasons added to its answer; its author is told.

    Raises Forbidden outside the group that decides the next passage.
    """
    require(context.by, DECIDE)
    words = words_in(why, t("Write the reasons of the answer."), field="why")
    proposal = _hold(context, draft, amendment)
    passage = next_passage(proposal)
    if passage:
        require_decider(context, passage, deciding_group(context.session, passage))
    amendment.state = AmendmentState.REJECTED
    amendment.answer = f"{amendment.answer}\n\n{words}"
    context.session.flush()
    context.emit(
        AmendmentAnswered(
            proposal=proposal.slug, amendment=amendment.id, is_accepted=False, reasons=words,
            supports=len(supports_of(context.session, amendment)),
        )
    )  # fmt: skip
    promise(context.session, TELL, {"amendment": amendment.id}, at=context.clock.now())


def _hold(context: Context, draft: Version, amendment: Amendment) -> Proposal:
    proposal = hold_draft(context, draft)
    context.session.refresh(amendment)
    if not amendment.waits_for_hand:
        raise Refused("proposals.settled", t("This amendment was settled by someone else. Reload the page."))
    return proposal


def _is_in(context: Context, proposal: Proposal, draft: Version, amendment: Amendment) -> None:
    amendment.state, amendment.merged_into = AmendmentState.MERGED, draft.stage
    context.session.flush()
    context.emit(AmendmentMerged(proposal=proposal.slug, stage=draft.stage, amendment=amendment.id))


def _change(context: Context, draft: Version, piece: Axis | Action, settling: Settling) -> None:
    said = {"title": settling.title.strip(), "text": settling.text.strip()}
    write_piece(context, draft.proposal, draft, piece, said)


def _add(context: Context, draft: Version, settling: Settling) -> None:
    wanted = settling.place.axis if settling.place else None
    home = next((axis for axis in content_of(context.session, draft) if axis.key == wanted), None)
    if home is None:
        raise Invalid("proposals.no_place", t("Choose the axis that it goes into."), field="place")
    title, text = settling.title.strip(), settling.text.strip() or None
    add_to(context, draft.proposal, draft, home, title=title, text=text)


def _move(context: Context, draft: Version, piece: Axis | Action, settling: Settling) -> None:
    outline = outline_of(content_of(context.session, draft))
    moved = put_at(outline, piece.key, settling.place) if settling.place else None
    if moved is None:
        raise Invalid("proposals.no_place", t("Choose where it shall stand."), field="place")
    put_in_order(context, draft.proposal, draft, moved)


def _remove(context: Context, draft: Version, piece: Axis | Action, _settling: Settling) -> None:
    if isinstance(piece, Axis) and piece.actions:
        raise Refused(
            "proposals.axis_in_use",
            t("The axis “%(title)s” has actions. Move or remove them first.", title=piece.title),
        )
    take_out(context, draft.proposal, draft, piece)


_ACTS = {AmendmentKind.CHANGE: _change, AmendmentKind.REMOVE: _remove, AmendmentKind.MOVE: _move}
