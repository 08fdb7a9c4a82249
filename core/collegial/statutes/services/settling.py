"""Take a draft of the statutes through the vote of the members: put to it, taken back, adopted or refused (L25)."""

from dataclasses import replace
from datetime import date, timedelta

from collegial.kernel.errors import DomainError, Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import program, require
from collegial.kernel.text import t
from collegial.statutes.events import DraftAdopted, DraftRefused
from collegial.statutes.models import DraftState, Statutes, StatutesDraft
from collegial.statutes.permissions import DRAFT, RECORD
from collegial.statutes.queries import newest
from collegial.statutes.rules import statutes_document
from collegial.statutes.rules.origins import Adopted
from collegial.statutes.services.drafting import hold_draft
from collegial.statutes.services.recording import check_statutes, digest_of, record_statutes

_DAY = timedelta(days=1)


def propose_draft(context: Context, draft: StatutesDraft, *, decided_on: date) -> str:
    """Close a draft to changes while members decide on it that day; return the digest of what it says.

    Raises InvalidStatutes for a draft that the law of the first day would not allow; Refused when it was
    written on an older version than the newest, or there is no version to change; Invalid for a first day
    that is not after the decision.
    """
    require(context.by, DRAFT)
    hold_draft(context.session, draft)
    if draft.state is not DraftState.EDITING:
        raise Refused(
            "statutes.draft_closed",
            t("This draft can no longer be changed: it was put to the vote, recorded or given up."),
        )
    _check_base(draft, newest(context.session))
    if draft.effective_from and draft.effective_from <= decided_on:
        raise Invalid(
            "statutes.retroactive",
            t(
                "The draft would hold from %(day)s, before the members have decided. Choose a later day in the "
                "draft, or an earlier assembly.",
                day=draft.effective_from,
            ),
        )
    rules = check_statutes(draft.document, on=draft.effective_from or decided_on + _DAY)
    draft.document = statutes_document(rules)
    draft.state, draft.changed_at = DraftState.PROPOSED, context.clock.now()
    return digest_of(draft.document)


def release_draft(context: Context, draft: StatutesDraft) -> None:
    """Open a draft to changes again, once it is no longer before the members."""
    require(context.by, DRAFT)
    hold_draft(context.session, draft)
    if draft.state is DraftState.PROPOSED:
        draft.state, draft.changed_at = DraftState.EDITING, context.clock.now()


def adopt_draft(
    context: Context, draft: StatutesDraft, *, resolution_id: int, decided_on: date, reason: str
) -> Statutes | None:
    """Record what the members adopted, from the day after the decision or the day the draft asks for.

    The vote's own closing calls this, whoever closes it: the program carries the decision out. A version that
    cannot be recorded must not keep a vote from closing: the draft then waits as adopted, and None is returned.
    What was adopted holds as a whole, whatever was recorded without a vote since it was proposed.
    """
    hold_draft(context.session, draft)
    if draft.state is not DraftState.PROPOSED:
        return None
    draft.resolution_id = resolution_id
    recorded = _carry_out(context, draft, decided_on + _DAY, reason)
    context.emit(
        DraftAdopted(draft=draft.id, resolution=resolution_id, version=recorded.version if recorded else None)
    )
    return recorded


def _carry_out(context: Context, draft: StatutesDraft, earliest: date, reason: str) -> Statutes | None:
    try:
        with context.session.begin_nested():
            recorded = _record(context, draft, earliest, reason)
    except DomainError:
        draft.state, draft.changed_at = DraftState.ADOPTED, context.clock.now()
        return None
    draft.state, draft.changed_at = DraftState.RECORDED, context.clock.now()
    return recorded


def record_adopted(context: Context, draft: StatutesDraft, *, reason: str) -> Statutes:
    """Record an adopted draft that could not be recorded at once; raises what record_statutes raises."""
    require(context.by, RECORD)
    hold_draft(context.session, draft)
    if draft.state is not DraftState.ADOPTED:
        raise Refused(
            "statutes.not_adopted", t("Only a draft that the members adopted is recorded this way.")
        )
    today = context.today
    recorded = _record(context, draft, today, reason)
    draft.state, draft.changed_at = DraftState.RECORDED, context.clock.now()
    return recorded


def _record(context: Context, draft: StatutesDraft, earliest: date, reason: str) -> Statutes:
    assert draft.resolution_id is not None
    last = newest(context.session)
    days = [earliest, draft.effective_from, last.effective_from if last else None]
    return record_statutes(
        replace(context, by=program("statutes")),
        draft.document,
        effective_from=max(day for day in days if day),
        reason=reason,
        origin=Adopted(resolution_id=draft.resolution_id),
    )


def refuse_draft(context: Context, draft: StatutesDraft, *, resolution_id: int) -> None:
    """Mark a draft as not adopted; it stays to be read, and a new draft can start from it."""
    hold_draft(context.session, draft)
    if draft.state is not DraftState.PROPOSED:
        return
    draft.state, draft.changed_at = DraftState.REFUSED, context.clock.now()
    context.emit(DraftRefused(draft=draft.id, resolution=resolution_id))


def _check_base(draft: StatutesDraft, last: Statutes | None) -> None:
    if last is None:
        raise Refused(
            "statutes.nothing_to_change",
            t("There are no statutes yet: record this draft as the first version, members vote on changes."),
        )
    if draft.base_id is not None and draft.base_id != last.id:
        raise Refused(
            "statutes.old_base",
            t(
                "Version %(version)s was recorded after this draft was started, and the draft would undo it. "
                "Start a new draft from that version.",
                version=last.version,
            ),
        )
