"""What the pages of proposals load before they answer."""

from collegial.hooks.contracts import Passage, Verdict
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.proposals import queries
from collegial.proposals.models import Proposal, Version
from collegial.proposals.queries import Gate
from collegial.web.program import current_program
from collegial.web.request import session, viewer


def version_of(proposal: Proposal, stage: str) -> Version:
    """Return the version of a stage, or answer that there is none."""
    found = queries.version_at(proposal, stage)
    if found is None:
        raise Missing(
            "proposals.no_version", t("The proposal has not come to the stage “%(stage)s”.", stage=stage)
        )
    return found


def readable(slug: str) -> Proposal:
    """Return a proposal that the viewer may read, or answer that there is none."""
    proposal = queries.proposal_by_slug(session(), slug, viewer())
    if proposal is None:
        raise Missing("proposals.none", t("There is no proposal at this address, or it is not public."))
    return proposal


def check(key: str, passage: Passage) -> Verdict:
    """Ask the module that offers a condition for its verdict."""
    return current_program().host.check_gate(session(), key, passage)


def weigh(proposal: Proposal) -> Gate | None:
    """Weigh the gate before a proposal."""
    return queries.gate_of(session(), proposal, check, current_program().host.gate_label)
