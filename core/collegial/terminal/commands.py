"""Commands whose help speaks the language of the terminal."""

import inspect
import re
from copy import copy
from typing import TypeVar

import click

from collegial.terminal.speech import say_words

Command = TypeVar("Command", bound=click.Command)


def unwrapped(help_text: str) -> str:
    """Return a help text as catalogues hold it: a paragraph is one line."""
    paragraphs = re.split(r"\n\s*\n", inspect.cleandoc(help_text))
    return "\n\n".join(" ".join(one.split()) for one in paragraphs).strip()


def spoken(command: Command) -> Command:
    """Return a command whose help, options and subcommands speak the language of the terminal."""
    said = copy(command)
    said.help = _said(command.help)
    said.options_metavar = _said(command.options_metavar)
    said.params = [_spoken_parameter(one) for one in command.params]
    if isinstance(command, click.Group) and isinstance(said, click.Group):
        said.subcommand_metavar = say_words(command.subcommand_metavar)
        said.commands = {name: spoken(one) for name, one in command.commands.items()}
    return said


def _spoken_parameter(parameter: click.Parameter) -> click.Parameter:
    said = copy(parameter)
    if isinstance(said, click.Option):
        said.help = _said(said.help)
        said.prompt = _said(said.prompt)
    else:
        said.metavar = _named(parameter)
    said.type = copy(said.type)
    said.type.name = say_words(said.type.name)
    return said


def _named(argument: click.Parameter) -> str | None:
    """Return what an argument is called, as click makes it of its name; None where its values are told instead."""
    if isinstance(argument.type, click.Choice):
        return argument.metavar
    name = say_words(str(argument.name).upper())
    name = name if argument.required else f"[{name}]"
    return name if argument.nargs == 1 else f"{name}..."


def _said(words: str | None) -> str | None:
    return say_words(unwrapped(words)) if words else words
