"""What files add to the program."""

from collections.abc import Iterable

from collegial.files.events import EVENTS
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Event


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS
