"""What the pages of proposals load before they answer."""

from collegial.actors.queries import families
from collegial.hooks.contracts import Passage, Verdict
from collegial.kernel.errors import Missing
from collegial.kernel.text import Text, t
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
    program = current_program()
    return queries.gate_of(session(), proposal, check, program.host.gate_label, day=program.today)


def offered_kinds() -> dict[str, Text]:
    """Return the kinds of contribution that modules add, with their names."""
    return {one.key: one.label for one in current_program().host.contribution_kinds(session())}


def kind_names(proposal: Proposal) -> dict[str, str | Text]:
    """Return the names of the kinds of contribution: the pipeline's, then those of modules."""
    return {**offered_kinds(), **{kind.key: kind.label for kind in queries.rules_of(proposal).kinds}}


def family_names() -> dict[str, str | Text]:
    """Return the names of the families of actors, by key."""
    return {one.key: one.label for one in families(session())}
