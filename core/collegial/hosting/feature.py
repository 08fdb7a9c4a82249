"""What the plugin host adds to the program."""

from collections.abc import Iterable

from collegial.hooks.hookspecs import hookimpl
from collegial.hosting.permissions import MANAGE
from collegial.hosting.purging import PluginLeftOut, PluginPurged
from collegial.hosting.services import EVENTS
from collegial.kernel.events import Event
from collegial.kernel.permissions import Permission


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the right over modules."""
    yield MANAGE


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return (*EVENTS, PluginLeftOut, PluginPurged)
