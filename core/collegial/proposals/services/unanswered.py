"""Amendments that nobody answered when a version passes: they go on with the text, and their authors are told."""

from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.text import nt
from collegial.proposals.events import AmendmentCarried
from collegial.proposals.models import Proposal, Version
from collegial.proposals.queries.amendments import open_amendments, unanswered


def require_answered(context: Context, proposal: Proposal, *, carries_over: bool) -> None:
    """Raise Refused while amendments wait for an answer, unless the group carries them over."""
    waiting = open_amendments(context.session, proposal)
    if waiting and not carries_over:
        raise Refused(
            "proposals.amendments_unanswered",
            nt(
                "%(count)d amendment or remark waits for an answer: answer it first, "
                "or carry it over to the next version.",
                "%(count)d amendments or remarks wait for an answer: answer them first, "
                "or carry them over to the next version.",
                waiting,
            ),
            field="carries_over",
        )  # fmt: skip


def carry_over(context: Context, proposal: Proposal, opened: Version) -> None:
    """Let the amendments without an answer speak of the version that opens."""
    for one in unanswered(context.session, proposal):
        one.version_id = opened.id
        context.session.flush()
        context.emit(AmendmentCarried(proposal=proposal.slug, stage=opened.stage, amendment=one.id))
