"""What mirrors of the journal add to the program."""

from collections.abc import Iterable

from click import Command

from collegial.hooks.contracts import Job
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Event
from collegial.mirrors.cli import COMMANDS
from collegial.mirrors.events import EVENTS
from collegial.mirrors.jobs import JOBS


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the event."""
    return EVENTS


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the daily note."""
    return JOBS


@hookimpl
def cli_commands() -> Iterable[Command]:
    """Offer `collegial journal`."""
    return COMMANDS
