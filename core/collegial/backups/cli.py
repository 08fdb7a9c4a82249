"""The commands `backup`, `restore` and `maintenance`."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from collegial.app import build_program
from collegial.backups.making import forget_old, make_backup
from collegial.backups.manifest import Manifest, UnusableBackup
from collegial.backups.restoring import opened
from collegial.backups.restoring import restore as restore_into
from collegial.backups.telling import Tell, waiting
from collegial.config import Settings, load_settings
from collegial.hosting.migrations import behind, revisions
from collegial.journal.queries import head, verify
from collegial.kernel.permissions import program as program_viewer
from collegial.mirrors.events import JournalContinued
from collegial.web.maintenance import flag_of

_LEAST = 16
_passphrase = click.option(
    "--passphrase-file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file whose first line encrypts the backup.",
)  # fmt: skip


@click.command()
@click.argument("place", type=click.Path(path_type=Path))
@_passphrase
@click.option(
    "--keep", type=click.IntRange(min=1), help="Keep this many in the folder PLACE, remove older ones."
)
def backup(place: Path, passphrase_file: Path | None, keep: int | None) -> None:
    """Write the database and the deployment's files into PLACE, a folder or a new file, while the program runs.

    The secrets are not in it: keep secrets.toml elsewhere.
    """
    if place.is_file():
        raise click.ClickException(f"{place} is there already; nothing was changed.")
    if keep:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings, passphrase = load_settings(), _read(passphrase_file)
    with _telling() as tell:
        target, manifest = make_backup(
            settings, _owners(settings), place, now=datetime.now(UTC), passphrase=passphrase, tell=tell
        )
    click.echo(f"{target}: {target.stat().st_size} bytes; the journal ends at {_said(manifest)}")
    for old in forget_old(place, keep=keep) if keep else ():
        click.echo(f"{old.name} was removed.")


@click.command()
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--into",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The new folder.",
)
@click.option(
    "--secrets",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The secrets.toml kept apart.",
)
@click.option("--despite-secrets", is_flag=True, help="Go on with other secrets than the deployment had.")
@_passphrase
def restore(
    archive: Path, folder: Path, secrets: Path | None, passphrase_file: Path | None, *, despite_secrets: bool
) -> None:
    """Make a deployment again from ARCHIVE, in an empty folder and an empty database, and verify its journal.

    COLLEGIAL_DATABASE_URL names another database than the old machine's.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    passphrase = _read(passphrase_file)
    with _telling() as tell, opened(archive, passphrase=passphrase, near=folder, tell=tell) as found:
        settings = restore_into(found, folder, secrets=secrets, despite_secrets=despite_secrets, tell=tell)
        faults = _faults(settings, found.manifest, tell)
    for one in faults:
        click.echo(one, err=True)
    if faults:
        sys.exit(1)
    click.echo(f"Restored; the journal is whole and ends at {_said(found.manifest)}, as it did.")


@contextmanager
def _telling() -> Iterator[Tell]:
    """Tell at a terminal how far it is; what makes a backup unusable ends the command with its sentence."""
    tell, end = waiting()
    try:
        yield tell
    except UnusableBackup as error:
        raise click.ClickException(str(error)) from None
    finally:
        end()


def _faults(settings: Settings, manifest: Manifest, tell: Tell) -> list[str]:
    """Return what is not as it was when the backup was made; where all is, let the journal say that it goes on."""
    program = build_program(settings)
    try:
        with program.database.reading() as session:
            faults = _journal_faults(session, manifest, tell)
        waiting = behind(program.database, program.host)
        if waiting:
            click.echo(
                f"Run `collegial db upgrade`: the tables are older than the program ({', '.join(waiting)})."
            )
        if not faults and "core" not in waiting:
            with program.database.unit_of_work() as session:
                said = JournalContinued(made_at=manifest.made_at, sequence=manifest.journal.sequence)
                program.context(session, program_viewer("collegial restore")).emit(said)
    finally:
        program.database.close()
    return faults


def _journal_faults(session: Session, manifest: Manifest, tell: Tell) -> list[str]:
    length = manifest.journal.sequence
    broken = verify(session, passing=lambda place: tell("Reading the journal again, entries:", place, length))
    end = head(session)
    faults = [f"The journal does not hold at entry {broken.sequence}: {broken.reason}"] if broken else []
    found = (end.sequence, end.digest) if end else (0, manifest.journal.digest)
    if found != (manifest.journal.sequence, manifest.journal.digest):
        faults.append("The journal ends elsewhere than when the backup was made.")
    return faults


def _owners(settings: Settings) -> Mapping[str, str | None]:
    program = build_program(settings)
    try:
        return revisions(program.database, program.host)
    finally:
        program.database.close()


def _read(file: Path | None) -> str:
    if file is None:
        return ""
    lines = file.read_text(encoding="utf-8").splitlines()
    if not lines or len(lines[0].strip()) < _LEAST:
        raise click.ClickException(f"The first line of {file} must hold at least {_LEAST} characters.")
    return lines[0].strip()


def _said(manifest: Manifest) -> str:
    return f"entry {manifest.journal.sequence}, {manifest.journal.digest}"


@click.command()
@click.argument("state", type=click.Choice(("on", "off", "status")))
def maintenance(state: str) -> None:
    """Show visitors a page that says to come back, and let promised work rest; or open again."""
    flag = flag_of(load_settings())
    if state == "on":
        flag.touch(mode=0o644)
    elif state == "off":
        flag.unlink(missing_ok=True)
    click.echo("The site is closed for maintenance." if flag.exists() else "The site is open.")


COMMANDS = (backup, restore, maintenance)
