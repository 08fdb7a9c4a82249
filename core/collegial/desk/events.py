"""What happens at a desk whose connection is lost."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class EntryRefused(Event):
    """An arrival or a departure that came late did not fit."""

    key = "desk.refused"
    sentence = t(
        "Assembly %(assembly)s: what the desk entered for entry %(entry)s did not fit (%(refusal)s)."
    )
    assembly: int
    entry: int
    move: str
    at: str
    refusal: str


@dataclass(frozen=True, kw_only=True)
class EntrySettled(Event):
    """Someone settled an entry that did not fit."""

    key = "desk.settled"
    sentence = t("Assembly %(assembly)s: the entry of the desk for entry %(entry)s was settled.")
    assembly: int
    entry: int


EVENTS = (EntryRefused, EntrySettled)
