"""Commands of secret votes, for auditors: give an archive out, verify one."""

import sys
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import with_appcontext

from collegial.kernel.errors import DomainError
from collegial.secret.belenios.archive import read_archive, write_archive
from collegial.secret.belenios.text import Unacceptable
from collegial.secret.belenios.verifying import Audit, audit, is_grown_from
from collegial.secret.queries import archive_of, election
from collegial.web.program import current_program

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def secret() -> None:
    """Give out and verify the archives of secret votes."""


@secret.command()
@click.argument("uuid")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def export(uuid: str, folder: Path) -> None:
    """Write the archive of an election into a folder, as belenios-tool wants it."""
    with current_program().database.reading() as session:
        try:
            content = write_archive(archive_of(session, election(session, uuid)))
        except DomainError as error:
            _fail(str(error.text))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{uuid}.bel").write_bytes(content)
    click.echo(f"{folder / uuid}.bel is written. Check it: belenios-tool election verify --dir {folder}")


@secret.command()
@click.argument("file", type=_FILE)
@click.option("--since", type=_FILE, help="An earlier archive, of which nothing may be gone.")
def verify(file: Path, since: Path | None) -> None:
    """Verify an archive: every proof, ballot and sum; exit 1 for what does not hold."""
    try:
        archive = read_archive(file.read_bytes())
        found = audit(archive)
        if since and not is_grown_from(archive, read_archive(since.read_bytes())):
            _fail("It does not continue the earlier archive: something was removed or changed.")
    except Unacceptable as wrong:
        _fail(f"It does not hold: {wrong.reason}.")
    for sentence in _told(found):
        click.echo(sentence)


COMMANDS = (secret,)


def _told(found: Audit) -> list[str]:
    counted = len(found.counted)
    told = [
        f"{found.election.name}: {counted} ballots of {len(found.credentials)} rights, every proof holds."
    ]
    if found.result is None:
        return [*told, "It is closed, and not counted yet." if found.is_closed else "It is open."]
    for question, sums in zip(found.election.questions, found.result, strict=True):
        names = ("blank", *question.answers) if question.blank else question.answers
        told.append(
            f"{question.text}: " + ", ".join(f"{name} {sum_}" for name, sum_ in zip(names, sums, strict=True))
        )
    return told


def _fail(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)
