"""Start a draft again from a frozen version: a decision of the group, never an edit of what was frozen."""

from sqlalchemy import delete

from collegial.kernel.errors import Missing
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.proposals.events import RolledBack, VersionWritten
from collegial.proposals.models import Attachment, Proposal, Rollback, Version
from collegial.proposals.permissions import DECIDE
from collegial.proposals.queries import (
    content_of,
    deciding_group,
    draft_of,
    held_proposal,
    next_passage,
    text_of,
    version_at,
)
from collegial.proposals.rules import NO_COUNT, Count, version_document
from collegial.proposals.services.attaching import carry_attachments
from collegial.proposals.services.drafting import put_text
from collegial.proposals.services.gates import check_group_count, require_decider, size_today, words_in
from collegial.proposals.services.keeping import forget_copies


def roll_back(
    context: Context, proposal: Proposal, *, to_stage: str, reasons: str, count: Count | None = None
) -> Rollback:
    """Replace the draft by a copy of a frozen version; the stage stays, contributions and topics too.

    No count is needed where no group decides. Raises Forbidden outside the group that decides the next passage,
    Missing for a version that is not frozen, Invalid for counts that do not carry it or no reasons.
    """
    require(context.by, DECIDE)
    proposal = held_proposal(context.session, proposal.id)
    draft, source = draft_of(proposal), _frozen(proposal, to_stage)
    words = words_in(reasons, t("Write the reasons of the decision."), field="reasons")
    size = _carried(context, proposal, count)
    row = _noted(context, proposal, to_stage, words, count or NO_COUNT, size=size)
    _put_back(context, draft, source)
    _tell(context, proposal, draft, row)
    return row


def _frozen(proposal: Proposal, stage: str) -> Version:
    found = version_at(proposal, stage)
    if found is None or found.frozen_at is None:
        raise Missing("proposals.not_frozen", t("There is no frozen version of this stage to start from."))
    return found


def _carried(context: Context, proposal: Proposal, count: Count | None) -> int | None:
    """Ask of the count what the next passage asks, and return how many are in its group, None without one.

    At the last stage whoever holds the right decides.
    """
    passage = next_passage(proposal)
    if passage is None:
        return None
    group = deciding_group(context.session, passage)
    require_decider(context, passage, group)
    size = size_today(context, group)
    check_group_count(passage, size, count, is_passing=True)
    return size


def _noted(
    context: Context, proposal: Proposal, to_stage: str, reasons: str, made: Count, *, size: int | None
) -> Rollback:
    row = Rollback(
        proposal_id=proposal.id, draft_stage=draft_of(proposal).stage, to_stage=to_stage, reasons=reasons,
        votes_for=made.votes_for, votes_against=made.against, abstentions=made.abstentions, group_size=size,
        decided_on=context.today, recorded_by=context.by.name[:200],
    )  # fmt: skip
    context.session.add(row)
    return row


def _put_back(context: Context, draft: Version, source: Version) -> None:
    """Make the draft a copy of the frozen version; what was attached to its actions gives way to the copy's."""
    forget_copies(context, draft)
    context.session.execute(
        delete(Attachment).where(Attachment.version_id == draft.id, Attachment.action_key.is_not(None))
    )
    context.session.expire(draft, ["attachments"])
    put_text(context, draft, text_of(source, content_of(context.session, source)))
    carry_attachments(context, source, draft)


def _tell(context: Context, proposal: Proposal, draft: Version, row: Rollback) -> None:
    context.emit(
        RolledBack(
            proposal=proposal.slug, stage=draft.stage, to_stage=row.to_stage, votes_for=row.votes_for,
            votes_against=row.votes_against, abstentions=row.abstentions, group_size=row.group_size,
        )
    )  # fmt: skip
    written = version_document(text_of(draft, content_of(context.session, draft)))
    context.emit(VersionWritten(proposal=proposal.slug, stage=draft.stage, content=written))
