"""What authoring adds to the program."""

from collections.abc import Iterable

from click import Command

from collegial.authoring.cli import COMMANDS
from collegial.hooks.hookspecs import hookimpl


@hookimpl
def cli_commands() -> Iterable[Command]:
    """Offer the command that writes a new plugin."""
    return COMMANDS
