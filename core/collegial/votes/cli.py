"""Commands that count files, for anyone who wants to check a result."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from collegial.kernel.errors import DomainError
from collegial.kernel.text import Text, t
from collegial.terminal.speech import tell
from collegial.votes.files import METHODS, count_file, tally_file

UNUSABLE = 2
_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.command()
@_FILE
def count(file: Path) -> None:
    """Decide a resolution from figures by college; exit 2 for figures that cannot be."""
    _print(lambda: count_file(_text(file)))


@click.command()
@click.option("--method", type=click.Choice(sorted(METHODS)), required=True)
@_FILE
def tally(method: str, file: Path) -> None:
    """Count an election file; exit 2 for a file that cannot be counted."""
    _print(lambda: tally_file(method, _text(file)))


COMMANDS = (count, tally)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        _fail(t("%(file)s is not text in UTF-8.", file=file.name))


def _print(compute: Callable[[], dict[str, Any]]) -> None:
    try:
        found = compute()
    except DomainError as error:
        _fail(error.text)
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))


def _fail(sentence: Text) -> NoReturn:
    tell(sentence, err=True)
    sys.exit(UNUSABLE)
