"""Say what a proposal is about, and who may read it."""

from collegial.kernel.errors import Invalid
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.proposals.events import ProposalDescribed
from collegial.proposals.models import Proposal
from collegial.proposals.permissions import WRITE
from collegial.proposals.queries import held_proposal


def describe_proposal(
    context: Context, proposal: Proposal, *, title: str, summary: str, method: str, is_public: bool
) -> None:
    """Set the title, the summary, how people are heard, and whether everyone may read it."""
    require(context.by, WRITE)
    held_proposal(context.session, proposal.id)
    if not title.strip():
        raise Invalid("proposals.title", t("Write a title."), field="title")
    proposal.title, proposal.summary = title.strip(), summary.strip()
    proposal.method, proposal.is_public = method.strip() or None, is_public
    context.session.flush()
    context.emit(ProposalDescribed(proposal=proposal.slug, title=proposal.title, is_public=is_public))
