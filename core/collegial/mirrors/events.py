"""What happens to the journal itself: its end was noted elsewhere, or it goes on from a backup."""

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


@dataclass(frozen=True, kw_only=True)
class JournalContinued(Event):
    """The deployment was made again from a backup: the journal goes on from the end that it held."""

    key = "mirrors.continued"
    sentence = t(
        "The site was restored from the backup of %(made_at)s; what happened after entry %(sequence)s is lost."
    )
    made_at: str
    sequence: int


EVENTS = (JournalMirrored, JournalContinued)
