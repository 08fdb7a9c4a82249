"""That the end of the journal was noted elsewhere."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class JournalMirrored(Event):
    """The seal of an entry now stands outside the database too."""

    key = "mirrors.mirrored"
    sentence = t("The seal of entry %(sequence)s of the journal was noted elsewhere (%(places)s).")
    sequence: int
    digest: str
    places: list[str]


EVENTS = (JournalMirrored,)
