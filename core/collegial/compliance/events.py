"""What happens in compliance."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class ReviewRecorded(Event):
    """A cooperative review was recorded."""

    key = "compliance.review_recorded"
    sentence = t("The cooperative review of %(held_on)s was recorded.")
    review: int
    held_on: str


EVENTS = (ReviewRecorded,)
