"""Commands over the statutes: show, check, preset, import."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import with_appcontext

from collegial.kernel.errors import DomainError
from collegial.kernel.permissions import program as program_viewer
from collegial.kernel.text import Text, t
from collegial.statutes import queries
from collegial.statutes.files import read_document
from collegial.statutes.presets import PRESETS, written
from collegial.statutes.rules import InvalidStatutes
from collegial.statutes.rules.origins import First, Override
from collegial.statutes.services import check_statutes, record_statutes
from collegial.terminal.speech import tell
from collegial.web.program import current_program

NOTHING, UNUSABLE = 1, 2
_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group()
def statutes() -> None:
    """Look after the statutes."""


@statutes.command()
@click.option("--version", "number", type=int, help="A version by its number, instead of the one in force.")
@with_appcontext
def show(number: int | None) -> None:
    """Print the statutes in force today, as a document that can be imported again."""
    program = current_program()
    today = program.today
    with program.database.reading() as session:
        try:
            found = queries.version(session, number) if number else queries.statutes_on(session, today)
        except DomainError as error:
            _fail(error)
    if found is None:
        tell(t("No statutes are in force today."), err=True)
        sys.exit(NOTHING)
    tell(
        t("Version %(number)d, in force from %(day)s, %(seal)s",
          number=found.version, day=found.effective_from.isoformat(), seal=found.digest),
        err=True,
    )  # fmt: skip
    click.echo(json.dumps(found.document, indent=2, ensure_ascii=False))


@statutes.command()
@_FILE
def check(file: Path) -> None:
    """Say whether a file could be recorded and all that has to be corrected; exit 2 if it could not."""
    try:
        rules = check_statutes(read_document(file.read_bytes()))
    except DomainError as error:
        _fail(error)
    tell(t("“%(name)s” can be recorded.", name=rules.label))


@statutes.command("preset")
@click.argument("key", type=click.Choice(PRESETS))
def show_preset(key: str) -> None:
    """Print prepared statutes with the source of each value, to be changed and imported."""
    click.echo(written(key), nl=False)


@statutes.command("import")
@_FILE
@click.option(
    "--effective-from", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The first day it holds."
)
@click.option("--reason", required=True, help="Why the statutes change; kept with the version.")
@click.option(
    "--override",
    help="Why the members do not decide: needed for all but the first version, and shown for good.",
)
@with_appcontext
def import_file(file: Path, effective_from: datetime, reason: str, override: str | None) -> None:
    """Record a file as the next version of the statutes; exit 2 and record nothing if it cannot be."""
    program = current_program()
    try:
        document = read_document(file.read_bytes())
        with program.database.unit_of_work() as session:
            context = program.context(session, program_viewer("statutes import"))
            recorded = record_statutes(
                context, document, effective_from=effective_from.date(), reason=reason,
                origin=First() if override is None else Override(reason=override),
            )  # fmt: skip
    except DomainError as error:
        _fail(error)
    tell(
        t("Version %(number)d is recorded, in force from %(day)s.",
          number=recorded.version, day=recorded.effective_from.isoformat())
    )  # fmt: skip


def _fail(error: DomainError) -> NoReturn:
    """Print what is wrong, one error a line."""
    errors = error.errors if isinstance(error, InvalidStatutes) else (error.text,)
    for one in errors:
        tell(
            one if isinstance(one, Text) else t("%(about)s: %(found)s", about=one.path, found=one.text),
            err=True,
        )
    sys.exit(UNUSABLE)
