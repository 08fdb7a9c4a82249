"""What happens to the letters about an added item."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import nt_by


@dataclass(frozen=True, kw_only=True)
class AdditionLettersPosted(Event):
    """Letters that tell of an added item were posted or handed over."""

    key = "additions.posted"
    sentence = nt_by(
        "count",
        "%(count)s letter that tells of the item asked for by members, number %(item)s, was posted or handed over.",
        "%(count)s letters that tell of the item asked for by members, number %(item)s, were posted or handed over.",
    )
    item: int
    count: int


EVENTS = (AdditionLettersPosted,)
