"""On which conditions a structure takes part in a common work, and what the pole owes to each work."""

import enum
from dataclasses import dataclass

from collegial.kernel.text import Text, t


class WorkPhase(enum.Enum):
    """The three times of a work (avant, pendant, après), and that it came to no end: it was called off (annulé)."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    CALLED_OFF = "called_off"


class ParticipationState(enum.Enum):
    """Where a structure's participation stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    LEFT = "left"


class DutyKind(enum.Enum):
    """What the pole sees to, so that structures can work (initiative, logistique, secrétariat, diffusion)."""

    INITIATIVE = "initiative"
    LOGISTICS = "logistics"
    SECRETARIAT = "secretariat"
    DISSEMINATION = "dissemination"


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What a structure says before it takes part.

    The study of 2008: it takes part if there is a collective added value AND one of its own, which is a support
    on a problem, a better service, or a network with the stakeholders of its project.
    """

    collective_value: str = ""
    support: str = ""
    service: str = ""
    network: str = ""
    brings: str = ""
    hopes: str = ""
    accepts_charter: bool = False

    @property
    def own_values(self) -> tuple[str, ...]:
        """Return the added values of its own that it names."""
        return tuple(one.strip() for one in (self.support, self.service, self.network) if one.strip())


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Why a statement does not do, and at which field."""

    code: str
    text: Text
    field: str


def faults_of(statement: Statement) -> list[Fault]:
    """Return all that keeps a structure from taking part; empty when nothing does."""
    found = []
    if not statement.collective_value.strip():
        text = t(
            "Say what all structures gain: without an added value for all, a structure does not take part."
        )
        found.append(Fault(code="works.no_collective_value", text=text, field="collective_value"))
    if not statement.own_values:
        text = t(
            "Name at least one added value for the structure itself: a support, a better service or a network. "
            "Without one it does not take part."
        )
        found.append(Fault(code="works.no_own_value", text=text, field="support"))
    if not statement.brings.strip():
        text = t("Say what the structure brings: one gives and one receives.")
        found.append(Fault(code="works.brings_nothing", text=text, field="brings"))
    if not statement.accepts_charter:
        text = t("The charter must be accepted to take part.")
        found.append(Fault(code="works.charter_not_accepted", text=text, field="accepts_charter"))
    return found


# The study's third condition: the pole sees to initiative, logistics and dissemination.
FIRST_DUTIES: tuple[tuple[DutyKind, Text], ...] = (
    (DutyKind.INITIATIVE, t("Put the question with those concerned")),
    (DutyKind.INITIATIVE, t("Bring the structures together")),
    (DutyKind.LOGISTICS, t("Find dates, rooms and hosts")),
    (DutyKind.SECRETARIAT, t("Send agendas and write minutes")),
    (DutyKind.DISSEMINATION, t("Make the result known")),
)
