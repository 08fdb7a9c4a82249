"""Suggest a change to a draft, support it, speak of it, answer it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import require
from collegial.kernel.text import Text, t
from collegial.proposals.events import AmendmentAnswered, AmendmentWithdrawn, AmendmentWritten
from collegial.proposals.models import (
    Amendment,
    AmendmentKind,
    AmendmentState,
    AmendmentSupport,
    Axis,
    Proposal,
    Version,
)
from collegial.proposals.permissions import AMEND, DECIDE
from collegial.proposals.queries import (
    content_of,
    deciding_group,
    held_proposal,
    next_passage,
    outline_of,
    pieces_of,
)
from collegial.proposals.queries.amendments import supports_of
from collegial.proposals.rules.ordering import Place, places_for
from collegial.proposals.services.drafting import hold_draft
from collegial.proposals.services.gates import require_decider
from collegial.proposals.services.merging import merge_one
from collegial.proposals.services.writing.pieces import LONGEST_TEXT, LONGEST_TITLE

TELL = "proposals.tell_answer"
_WITHOUT_TEXT = (AmendmentKind.MOVE, AmendmentKind.REMARK)


@dataclass(frozen=True, kw_only=True)
class AmendmentFields:
    """What an amendment suggests; the pieces by their keys, an addition names its axis, or none for a new axis.

    `place` is where a piece would be moved to.
    """

    kind: AmendmentKind
    title: str
    text: str = ""
    reasons: str = ""
    axis: str | None = None
    action: str | None = None
    place: Place | None = None


def suggest_amendment(context: Context, version: Version, fields: AmendmentFields) -> Amendment:
    """Suggest a change to a draft. Raises Refused for a frozen version, Invalid for what changes nothing."""
    require(context.by, AMEND)
    author = author_in(context)
    proposal = hold_draft(context, version)
    axes = content_of(context.session, version)
    title, text = _base(axes, fields)
    _check(fields, title, text)
    if fields.kind is AmendmentKind.MOVE:
        _check_move(axes, fields)
    place = fields.place or Place()
    row = Amendment(
        proposal_id=proposal.id, version_id=version.id, kind=fields.kind, axis_key=fields.axis,
        action_key=fields.action, to_axis_key=place.axis, after_key=place.after, base_title=title,
        base_text=text, title=fields.title.strip() or title, text=fields.text.strip(),
        reasons=fields.reasons.strip(), author_id=author, written_at=context.clock.now(),
    )  # fmt: skip
    context.session.add(row)
    context.session.flush()
    context.emit(AmendmentWritten(proposal=proposal.slug, stage=version.stage, amendment=row.id))
    return row


def support_amendment(context: Context, amendment: Amendment) -> None:
    """Support an open amendment; a second time changes nothing."""
    require(context.by, AMEND)
    actor = author_in(context)
    _hold_open(context, amendment)
    try:
        with context.session.begin_nested():
            context.session.add(
                AmendmentSupport(amendment_id=amendment.id, actor_id=actor, given_at=context.clock.now())
            )
    except IntegrityError:
        return
    context.session.expire(amendment, ["supports"])


def take_support_back(context: Context, amendment: Amendment) -> None:
    """Support an open amendment no longer."""
    require(context.by, AMEND)
    actor = author_in(context)
    _hold_open(context, amendment)
    context.session.execute(
        delete(AmendmentSupport).where(
            AmendmentSupport.amendment_id == amendment.id, AmendmentSupport.actor_id == actor
        )
    )
    context.session.expire(amendment, ["supports"])


def withdraw_amendment(context: Context, amendment: Amendment) -> None:
    """Withdraw one's own open amendment."""
    require(context.by, AMEND)
    if amendment.author_id != author_in(context):
        raise Forbidden("proposals.not_author", t("Only its author withdraws an amendment."))
    proposal = _hold_open(context, amendment)
    amendment.state = AmendmentState.WITHDRAWN
    context.session.flush()
    context.emit(AmendmentWithdrawn(proposal=proposal.slug, amendment=amendment.id))


def answer_amendment(context: Context, amendment: Amendment, *, accept: bool, reasons: str) -> None:
    """Accept or reject an amendment, with reasons; its author is told.

    An accepted one goes into the next version when it opens; at the last stage, into the draft at once. A remark
    changes no text. Raises Forbidden outside the group that decides the next passage, Refused when it was answered.
    """
    require(context.by, DECIDE)
    if not reasons.strip():
        raise Invalid("proposals.no_reasons", t("Write the reasons of the answer."), field="reasons")
    proposal = _hold_open(context, amendment)
    passage = next_passage(proposal)
    if passage:
        require_decider(context, passage, deciding_group(context.session, passage))
    amendment.state = AmendmentState.ACCEPTED if accept else AmendmentState.REJECTED
    amendment.answer, amendment.answered_by = reasons.strip(), context.by.name[:200]
    amendment.answered_at = context.clock.now()
    context.session.flush()
    context.emit(
        AmendmentAnswered(
            proposal=proposal.slug, amendment=amendment.id, is_accepted=accept, reasons=amendment.answer,
            supports=len(supports_of(context.session, amendment)),
        )
    )  # fmt: skip
    promise(context.session, TELL, {"amendment": amendment.id}, at=context.clock.now())
    if accept and passage is None and amendment.kind is not AmendmentKind.REMARK:
        merge_one(context, proposal, proposal.versions[-1], amendment)


def _hold_open(context: Context, amendment: Amendment) -> Proposal:
    proposal = held_proposal(context.session, amendment.proposal_id)
    context.session.refresh(amendment)
    if amendment.state is not AmendmentState.OPEN:
        raise Refused(
            "proposals.amendment_answered",
            t("This amendment is no longer open. Reload the page to see what became of it."),
        )
    return proposal


def author_in(context: Context) -> int:
    """Return who acts, as the directory knows them; raise Forbidden for an account that stands for nobody."""
    if context.by.actor_id is None:
        raise Forbidden(
            "proposals.nobody",
            t("Your account stands for nobody in the directory. Ask the staff to link it."),
        )
    return context.by.actor_id


def _base(axes: Sequence[Axis], fields: AmendmentFields) -> tuple[str, str]:
    """Return what the piece says now: its title and text; no text for a move or a remark, nothing for an addition."""
    if fields.kind is AmendmentKind.ADD:
        return "", ""
    for _, piece in pieces_of(axes):
        if piece.key == (fields.action or fields.axis):
            return piece.title, "" if fields.kind in _WITHOUT_TEXT else piece.text or ""
    raise Refused("proposals.no_piece", t("This piece is no longer in the draft."))


def _check(fields: AmendmentFields, title: str, text: str) -> None:
    if not fields.reasons.strip():
        raise Invalid("proposals.no_reasons", _wanted(fields.kind), field="reasons")
    if fields.kind is AmendmentKind.REMOVE or fields.kind in _WITHOUT_TEXT:
        return
    if not fields.title.strip() or len(fields.title.strip()) > LONGEST_TITLE:
        raise Invalid(
            "proposals.title",
            t("Write a title of at most %(most)d characters.", most=LONGEST_TITLE),
            field="title",
        )
    if len(fields.text) > LONGEST_TEXT:
        raise Invalid(
            "proposals.text", t("This text is too long: attach it to a contribution."), field="text"
        )
    if fields.kind is AmendmentKind.CHANGE and (fields.title.strip(), fields.text.strip()) == (
        title,
        text.strip(),
    ):
        raise Invalid("proposals.no_change", t("Change something: this is the text as it is."), field="text")


def _wanted(kind: AmendmentKind) -> Text:
    return t("Write your remark.") if kind is AmendmentKind.REMARK else t("Write why you suggest this.")


def _check_move(axes: Sequence[Axis], fields: AmendmentFields) -> None:
    key = fields.action or fields.axis or ""
    if fields.place not in places_for(outline_of(axes), key):
        raise Invalid("proposals.no_place", t("Choose where it shall stand, other than now."), field="place")
