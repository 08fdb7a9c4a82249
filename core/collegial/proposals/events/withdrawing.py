"""What happens to a proposal that is withdrawn."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class ProposalWithdrawn(Event):
    """A proposal was withdrawn."""

    key = "proposals.withdrawn"
    sentence = t("The proposal %(proposal)s was withdrawn at %(stage)s.")
    proposal: str
    stage: str
    reasons: str


@dataclass(frozen=True, kw_only=True)
class ProposalTakenUp(Event):
    """A proposal that was withdrawn was taken up again."""

    key = "proposals.taken_up"
    sentence = t("The proposal %(proposal)s was taken up again at %(stage)s.")
    proposal: str
    stage: str
    reasons: str
