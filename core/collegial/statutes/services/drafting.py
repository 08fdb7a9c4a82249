"""Write a draft of the statutes: what is typed is kept, right or wrong; only what leaves the draft is checked."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.holding import hold_row
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.statutes.events import DraftDiscarded, DraftStarted
from collegial.statutes.models import DraftState, Statutes, StatutesDraft
from collegial.statutes.permissions import DRAFT
from collegial.statutes.queries import newest
from collegial.statutes.rules import statutes_document
from collegial.statutes.rules.origins import First, Override
from collegial.statutes.services.recording import check_statutes, digest_of, record_statutes


def start_draft(
    context: Context, document: Mapping[str, Any], *, base: Statutes | None = None
) -> StatutesDraft:
    """Start a draft from a document, and from the version it would replace."""
    require(context.by, DRAFT)
    now = context.clock.now()
    draft = StatutesDraft(
        document=dict(document),
        base=base,
        state=DraftState.EDITING,
        revision=1,
        started_at=now,
        changed_at=now,
    )
    context.session.add(draft)
    context.session.flush()  # the event names the draft by its number
    context.emit(DraftStarted(draft=draft.id))
    return draft


def start_again(context: Context, old: StatutesDraft) -> StatutesDraft:
    """Start a draft from the text of one that is over; the one that was started so and not changed yet is returned."""
    require(context.by, DRAFT)
    hold_draft(context.session, old)
    fresh = select(StatutesDraft).where(
        StatutesDraft.state == DraftState.EDITING, StatutesDraft.revision == 1
    )
    same = next((one for one in context.session.scalars(fresh) if one.document == old.document), None)
    return same or start_draft(context, old.document, base=newest(context.session))


def save_draft(
    context: Context,
    draft: StatutesDraft,
    document: Mapping[str, Any],
    *,
    effective_from: date | None,
    revision: int,
) -> None:
    """Keep what was typed on top of a revision; raises Refused when someone else saved the draft meanwhile."""
    require(context.by, DRAFT)
    hold_draft(context.session, draft)
    _still_editing(draft)
    if draft.revision != revision:
        raise Refused(
            "statutes.draft_changed",
            t(
                "Someone else saved this draft meanwhile. Your text is still below: open the draft in another "
                "window, compare, then save again from there."
            ),
        )
    draft.document, draft.effective_from = dict(document), effective_from
    draft.revision, draft.changed_at = draft.revision + 1, context.clock.now()


def discard_draft(context: Context, draft: StatutesDraft) -> None:
    """Give a draft up; raises Refused for one that was put to the vote."""
    require(context.by, DRAFT)
    hold_draft(context.session, draft)
    _still_editing(draft)
    draft.state, draft.changed_at = DraftState.DISCARDED, context.clock.now()
    context.emit(DraftDiscarded(draft=draft.id))


def record_draft(
    context: Context, draft: StatutesDraft, *, effective_from: date, reason: str, override: str = ""
) -> Statutes:
    """Record a draft without a vote: as the first version, or for a reason that is shown for good.

    Raises what record_statutes raises, and Refused where nothing is other than in the last version.
    """
    require(context.by, DRAFT)
    hold_draft(context.session, draft)
    _still_editing(draft)
    last = newest(context.session)
    origin = Override(reason=override) if last else First()
    if last:
        _refuse_unchanged(draft, last, on=max(effective_from, context.today))
    statutes = record_statutes(
        context, draft.document, effective_from=effective_from, reason=reason, origin=origin
    )
    draft.state, draft.changed_at = DraftState.RECORDED, context.clock.now()
    return statutes


def _refuse_unchanged(draft: StatutesDraft, last: Statutes, *, on: date) -> None:
    if digest_of(statutes_document(check_statutes(draft.document, on=on))) == last.digest:
        raise Refused(
            "statutes.nothing_changed",
            t(
                "The draft says the same as version %(version)s: there is nothing to record.",
                version=last.version,
            ),
        )


def hold_draft(session: Session, draft: StatutesDraft) -> None:
    """Lock a draft until the transaction ends, and read it anew."""
    session.flush()  # reading it anew must not lose what is being written
    hold_row(session, draft)


def _still_editing(draft: StatutesDraft) -> None:
    if draft.state is not DraftState.EDITING:
        raise Refused(
            "statutes.draft_closed",
            t("This draft can no longer be changed: it was put to the vote, recorded or given up."),
        )
