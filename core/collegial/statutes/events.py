"""What happens to the statutes."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class StatutesRecorded(Event):
    """A version of the statutes was recorded; its digest seals what it says."""

    key = "statutes.recorded"
    sentence = t("Version %(version)s of the statutes was recorded, in force from %(effective_from)s.")
    version: int
    effective_from: str
    digest: str


EVENTS = (StatutesRecorded,)
