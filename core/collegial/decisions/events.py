"""What happens in the register of decisions."""

from dataclasses import dataclass
from typing import ClassVar

from collegial.kernel.events import Event
from collegial.kernel.text import pt, t


@dataclass(frozen=True, kw_only=True)
class DecisionEntered(Event):
    """A decision was entered in the register."""

    key = "decisions.entered"
    sentence = t("Decision %(number)s of %(decided_on)s was entered in the register.")
    number: int
    source: str
    resolution: int | None
    is_adopted: bool
    decided_on: str


@dataclass(frozen=True, kw_only=True)
class DecisionFollowed(Event):
    """A step in carrying out a decision was noted."""

    key = "decisions.followed"
    sentence = t("Decision %(number)s is now “%(state)s”.")
    words: ClassVar = {
        "state": {
            "to_do": t("To do"),
            "under_way": t("Under way"),
            "done": pt("decision", "Done"),
            "dropped": t("Not carried out"),
        }
    }
    number: int
    state: str
    owner: int | None
    due_on: str | None


@dataclass(frozen=True, kw_only=True)
class DecisionMadeKnown(Event):
    """A decision may be read by everyone."""

    key = "decisions.made_known"
    sentence = t("Decision %(number)s was made known on the public site.")
    number: int


@dataclass(frozen=True, kw_only=True)
class DecisionTakenBack(Event):
    """A decision is no longer on the public site."""

    key = "decisions.taken_back"
    sentence = t("Decision %(number)s was taken off the public site.")
    number: int


EVENTS = (DecisionEntered, DecisionFollowed, DecisionMadeKnown, DecisionTakenBack)
