"""What happens while an assembly sits."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import nt_by, t


@dataclass(frozen=True, kw_only=True)
class ItemReached(Event):
    """The assembly came to an item of its agenda."""

    key = "sitting.item"
    sentence = t("Assembly %(assembly)s came to item %(position)s of its agenda.")
    assembly: int
    position: int


@dataclass(frozen=True, kw_only=True)
class IncidentNoted(Event):
    """An incident was noted."""

    key = "sitting.incident"
    sentence = t("Incident %(incident)s was noted in assembly %(assembly)s.")
    assembly: int
    incident: int


@dataclass(frozen=True, kw_only=True)
class SpeechHeard(Event):
    """Someone has spoken."""

    key = "sitting.speech"
    sentence = nt_by(
        "seconds",
        "Entry %(entry)s of the roll spoke for %(seconds)s second in assembly %(assembly)s.",
        "Entry %(entry)s of the roll spoke for %(seconds)s seconds in assembly %(assembly)s.",
    )
    assembly: int
    entry: int
    seconds: int


EVENTS = (ItemReached, IncidentNoted, SpeechHeard)
