"""Commands of secret votes, for other programs: give an archive out, verify one, take ballots in."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import with_appcontext

from collegial.kernel.errors import DomainError
from collegial.kernel.permissions import program as program_viewer
from collegial.secret.belenios.archive import read_archive, write_archive
from collegial.secret.belenios.chain import Step
from collegial.secret.belenios.election import read_election
from collegial.secret.belenios.mirror import Head, contradiction, read_heads
from collegial.secret.belenios.text import Unacceptable
from collegial.secret.belenios.verifying import Audit, audit, is_grown_from
from collegial.secret.credentials import Authority
from collegial.secret.queries import archive_of, election, steps_of
from collegial.secret.services.importing import import_ballot
from collegial.web.program import current_program
from collegial.web.published import published_fingerprint

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def secret() -> None:
    """Give out and verify the archives of secret votes, take in ballots of other programs."""


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


@secret.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--archive", type=_FILE, help="Compare with this archive, downloaded, not with the database.")
def compare(folder: Path, archive: Path | None) -> None:
    """Compare the heads that a mirror kept with the boards; exit 1 for a board that was rewritten or is gone."""
    boards = _of_archive(archive) if archive else None
    files = [one for one in sorted(folder.glob("*.heads")) if boards is None or one.stem in boards]
    if not files:
        _fail(f"{folder} has no heads of a board that could be compared.")
    wrong = 0
    for one in files:
        try:
            steps = boards[one.stem] if boards else _of_database(one.stem)
            heads = read_heads(one.read_text(encoding="utf-8"))
        except (DomainError, Unacceptable, UnicodeDecodeError):
            steps, heads = (), [Head(0, "")]
        broken = contradiction(heads, steps)
        wrong += broken is not None
        click.echo(_compared(one.stem, len(heads), broken))
    if wrong:
        _fail(f"{wrong} boards do not go on from what the mirror kept.")


def _compared(uuid: str, heads: int, broken: Head | None) -> str:
    if broken is None:
        return f"{uuid}: the board goes through all {heads} heads of the mirror."
    return f"{uuid}: event {broken.height} is not on the board as the mirror kept it: it was rewritten, or cut off."


def _of_archive(file: Path) -> dict[str, Sequence[Step]]:
    """Return the steps of an archive under the number of its election."""
    try:
        found = read_archive(file.read_bytes())
        return {read_election(found.steps[0].data[0]).uuid: found.steps}
    except (Unacceptable, IndexError):
        _fail(f"{file} is no archive of an election.")


@with_appcontext
def _of_database(uuid: str) -> Sequence[Step]:
    with current_program().database.reading() as session:
        return steps_of(session, election(session, uuid))


@secret.command("import-ballots")
@click.argument("uuid")
@click.argument("file", type=_FILE)
@with_appcontext
def import_ballots(uuid: str, file: Path) -> None:
    """Cast ballots made by another program, one on each line; exit 1 when one was refused, the others stand."""
    refused = 0
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            told = _imported(uuid, line.strip())
        except DomainError as error:
            refused += 1
            told = f"refused: {error.text}"
        click.echo(f"{number}: {told}")
    if refused:
        _fail(f"{refused} ballots were refused.")


def _imported(uuid: str, text: str) -> str:
    """Cast in a transaction of its own: what is acknowledged is stored."""
    program = current_program()
    own = Authority(key=program.settings.secrets.key, program=published_fingerprint())
    with program.database.unit_of_work() as session:
        receipt = import_ballot(program.context(session, program_viewer("secret import")), uuid, text, own)
        return receipt.tracker if receipt.is_new else f"{receipt.tracker} (it was there)"


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
