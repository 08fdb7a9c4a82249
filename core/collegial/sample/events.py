"""What happens to sample data; the journal keeps both."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import nt_by


@dataclass(frozen=True, kw_only=True)
class SampleAdded(Event):
    """Sample data came."""

    key = "sample.added"
    sentence = nt_by("rows", "Sample data was added: %(rows)s row.", "Sample data was added: %(rows)s rows.")
    rows: int


@dataclass(frozen=True, kw_only=True)
class SampleRemoved(Event):
    """All sample data went."""

    key = "sample.removed"
    sentence = nt_by(
        "rows",
        "The sample data was removed: %(rows)s row. What the journal says of it before is no more than that.",
        "The sample data was removed: %(rows)s rows. What the journal says of it before is no more than that.",
    )
    rows: int


EVENTS = (SampleAdded, SampleRemoved)
