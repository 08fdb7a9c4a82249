"""Commands of secret votes, for other programs: give an archive out, verify one, take ballots in."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import with_appcontext

from collegial.kernel.errors import DomainError
from collegial.kernel.permissions import program as program_viewer
from collegial.kernel.text import Text, nt, t
from collegial.secret.belenios.archive import read_archive, write_archive
from collegial.secret.belenios.chain import Step
from collegial.secret.belenios.election import read_election
from collegial.secret.belenios.mirror import Head, contradiction, read_heads
from collegial.secret.belenios.text import Unacceptable
from collegial.secret.belenios.verifying import Audit, audit, is_grown_from
from collegial.secret.credentials import Authority
from collegial.secret.queries import archive_of, election, steps_of
from collegial.secret.services.importing import import_ballot
from collegial.terminal.speech import say, tell
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
            _fail(error.text)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{uuid}.bel").write_bytes(content)
    tell(
        t("%(file)s is written. Check it: belenios-tool election verify --dir %(folder)s",
          file=folder / f"{uuid}.bel", folder=folder)
    )  # fmt: skip


@secret.command()
@click.argument("file", type=_FILE)
@click.option("--since", type=_FILE, help="An earlier archive, of which nothing may be gone.")
def verify(file: Path, since: Path | None) -> None:
    """Verify an archive: every proof, ballot and sum; exit 1 for what does not hold."""
    try:
        archive = read_archive(file.read_bytes())
        found = audit(archive)
        if since and not is_grown_from(archive, read_archive(since.read_bytes())):
            _fail(t("It does not continue the earlier archive: something was removed or changed."))
    except Unacceptable as wrong:
        _fail(t("It does not hold: %(reason)s.", reason=wrong.reason))
    for sentence in _told(found):
        tell(sentence)


@secret.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--archive", type=_FILE, help="Compare with this archive, downloaded, not with the database.")
def compare(folder: Path, archive: Path | None) -> None:
    """Compare the heads that a mirror kept with the boards; exit 1 for a board that was rewritten or is gone."""
    boards = _of_archive(archive) if archive else None
    files = [one for one in sorted(folder.glob("*.heads")) if boards is None or one.stem in boards]
    if not files:
        _fail(t("%(folder)s has no heads of a board that could be compared.", folder=folder))
    wrong = 0
    for one in files:
        try:
            steps = boards[one.stem] if boards else _of_database(one.stem)
            heads = read_heads(one.read_text(encoding="utf-8"))
        except (DomainError, Unacceptable, UnicodeDecodeError):
            steps, heads = (), [Head(0, "")]
        broken = contradiction(heads, steps)
        wrong += broken is not None
        tell(_compared(one.stem, len(heads), broken))
    if wrong:
        _fail(
            nt("%(count)d board does not go on from what the mirror kept.",
               "%(count)d boards do not go on from what the mirror kept.", wrong)
        )  # fmt: skip


def _compared(uuid: str, heads: int, broken: Head | None) -> Text:
    if broken is None:
        return nt("%(vote)s: the board goes through the %(count)d head of the mirror.",
                  "%(vote)s: the board goes through all %(count)d heads of the mirror.", heads, vote=uuid)  # fmt: skip
    return t("%(vote)s: event %(number)d is not on the board as the mirror kept it: it was rewritten, or cut off.",
             vote=uuid, number=broken.height)  # fmt: skip


def _of_archive(file: Path) -> dict[str, Sequence[Step]]:
    """Return the steps of an archive under the number of its election."""
    try:
        found = read_archive(file.read_bytes())
        return {read_election(found.steps[0].data[0]).uuid: found.steps}
    except (Unacceptable, IndexError):
        _fail(t("%(file)s is no archive of an election.", file=file))


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
            told = say(t("refused: %(reason)s", reason=error.text))
        click.echo(f"{number}: {told}")
    if refused:
        _fail(nt("%(count)d ballot was refused.", "%(count)d ballots were refused.", refused))


def _imported(uuid: str, text: str) -> str:
    """Cast in a transaction of its own: what is acknowledged is stored."""
    program = current_program()
    own = Authority(key=program.settings.secrets.key, program=published_fingerprint())
    with program.database.unit_of_work() as session:
        receipt = import_ballot(program.context(session, program_viewer("secret import")), uuid, text, own)
        return (
            receipt.tracker if receipt.is_new else say(t("%(number)s (it was there)", number=receipt.tracker))
        )


COMMANDS = (secret,)


def _told(found: Audit) -> list[Text | str]:
    counted = len(found.counted)
    told: list[Text | str] = [
        nt("%(vote)s: %(count)d ballot of %(rights)d rights, every proof holds.",
           "%(vote)s: %(count)d ballots of %(rights)d rights, every proof holds.",
           counted, vote=found.election.name, rights=len(found.credentials))
    ]  # fmt: skip
    if found.result is None:
        return [*told, t("It is closed, and not counted yet.") if found.is_closed else t("It is open.")]
    for question, sums in zip(found.election.questions, found.result, strict=True):
        names = (say(t("blank")), *question.answers) if question.blank else question.answers
        told.append(
            f"{question.text}: " + ", ".join(f"{name} {sum_}" for name, sum_ in zip(names, sums, strict=True))
        )
    return told


def _fail(sentence: Text) -> NoReturn:
    tell(sentence, err=True)
    sys.exit(1)
