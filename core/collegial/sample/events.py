"""What happens to sample data; the journal keeps both."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class SampleAdded(Event):
    """Sample data came."""

    key = "sample.added"
    sentence = t("Sample data was added: %(rows)s rows.")
    rows: int


@dataclass(frozen=True, kw_only=True)
class SampleRemoved(Event):
    """All sample data went."""

    key = "sample.removed"
    sentence = t(
        "The sample data was removed: %(rows)s rows. What the journal says of it before is no more than that."
    )
    rows: int


EVENTS = (SampleAdded, SampleRemoved)
