"""The commands `backup`, `restore` and `maintenance`."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from collegial.app import build_program
from collegial.backups.making import forget_old, is_named_archive, make_backup, remember
from collegial.backups.manifest import Manifest, UnusableBackup
from collegial.backups.restoring import opened
from collegial.backups.restoring import restore as restore_into
from collegial.backups.telling import Tell, waiting
from collegial.config import Settings, load_settings
from collegial.hosting.migrations import behind, revisions, revisions_left
from collegial.hosting.purging import leave_out
from collegial.journal.queries import head, verify
from collegial.kernel.disks import problem_of
from collegial.kernel.permissions import program as program_viewer
from collegial.kernel.text import Text, nt, t
from collegial.mirrors.events import JournalContinued
from collegial.terminal.speech import Failure
from collegial.terminal.speech import tell as tell_text
from collegial.web.maintenance import flag_of

_LEAST = 16
_READING = t("Reading the journal again, entries:")
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
    """Write the database and the deployment's files into PLACE, while the program runs.

    PLACE is a folder, made where there is none, or a new file whose name ends with .tar.gz or .sealed. The
    secrets are not in it: keep secrets.toml elsewhere.
    """
    if place.is_file():
        raise Failure(t("%(path)s is there already; nothing was changed.", path=place))
    if keep or not is_named_archive(place):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings, passphrase = load_settings(), _read(passphrase_file)
    with _telling() as tell:
        target, manifest = make_backup(
            settings, _owners(settings), place, now=datetime.now(UTC), passphrase=passphrase, tell=tell
        )
    _note(settings, target, manifest)
    tell_text(
        nt(
            "%(file)s: %(count)d byte; the journal ends at entry %(entry)d, %(seal)s",
            "%(file)s: %(count)d bytes; the journal ends at entry %(entry)d, %(seal)s",
            target.stat().st_size, file=target, **_end(manifest),
        )
    )  # fmt: skip
    for old in forget_old(place, keep=keep) if keep else ():
        tell_text(t("%(file)s was removed.", file=old.name))


def _note(settings: Settings, target: Path, manifest: Manifest) -> None:
    """Note the backup for the doctor; it is whole, also where the disk of the settings takes no note of it."""
    try:
        remember(settings, target, manifest)
    except OSError as error:
        said = t(
            "The backup is whole, but was not noted in %(folder)s, where the doctor looks for it: %(problem)s.",
            folder=settings.folder,
            problem=problem_of(error),
        )
        tell_text(said, err=True)


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
@click.option(
    "--without",
    multiple=True,
    metavar="NAME",
    help="Leave out the tables of a module that is not installed here.",
)
@_passphrase
def restore(
    archive: Path,
    folder: Path,
    secrets: Path | None,
    passphrase_file: Path | None,
    *,
    despite_secrets: bool,
    without: tuple[str, ...],
) -> None:
    """Make a deployment again from ARCHIVE, in an empty folder and an empty database, and verify its journal.

    COLLEGIAL_DATABASE_URL names another database than the old machine's.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    passphrase = _read(passphrase_file)
    with _telling() as tell, opened(archive, passphrase=passphrase, near=folder, tell=tell) as found:
        settings = restore_into(
            found, folder, secrets=secrets, despite_secrets=despite_secrets, without=without, tell=tell
        )
        faults = _faults(settings, found.manifest, without, tell)
    for one in faults:
        tell_text(one, err=True)
    if faults:
        sys.exit(1)
    tell_text(
        t("Restored; the journal is whole and ends at entry %(entry)d, %(seal)s, as it did.",
          **_end(found.manifest))
    )  # fmt: skip


@contextmanager
def _telling() -> Iterator[Tell]:
    """Tell at a terminal how far it is; what makes a backup unusable ends the command with its sentence."""
    tell, end = waiting()
    try:
        yield tell
    except UnusableBackup as error:
        raise Failure(error.text) from None
    finally:
        end()


def _faults(settings: Settings, manifest: Manifest, without: Sequence[str], tell: Tell) -> list[Text]:
    """Return what is not as it was when the backup was made; where all is, let the journal say that it goes on."""
    program = build_program(settings)
    try:
        with program.database.reading() as session:
            faults = _journal_faults(session, manifest, tell)
        waiting = behind(program.database, program.host)
        if waiting:
            older = t(
                "Run `collegial db upgrade`: the tables are older than the program (%(names)s).",
                names=", ".join(waiting),
            )
            tell_text(older)
        if not faults and "core" not in waiting:
            with program.database.unit_of_work() as session:
                said = JournalContinued(made_at=manifest.made_at, sequence=manifest.journal.sequence)
                context = program.context(session, program_viewer("collegial restore"))
                context.emit(said)
                for name in without:
                    leave_out(context, name)
    finally:
        program.database.close()
    return faults


def _journal_faults(session: Session, manifest: Manifest, tell: Tell) -> list[Text]:
    length = manifest.journal.sequence
    broken = verify(session, passing=lambda place: tell(_READING, place, length))
    end = head(session)
    faults = []
    if broken:
        faults.append(
            t("The journal does not hold at entry %(entry)d: %(reason)s",
              entry=broken.sequence, reason=broken.reason)
        )  # fmt: skip
    found = (end.sequence, end.digest) if end else (0, manifest.journal.digest)
    if found != (manifest.journal.sequence, manifest.journal.digest):
        faults.append(t("The journal ends elsewhere than when the backup was made."))
    return faults


def _owners(settings: Settings) -> Mapping[str, str | None]:
    """Return whose tables there are, those of modules that were uninstalled too."""
    program = build_program(settings)
    try:
        return {
            **revisions_left(program.database, program.host),
            **revisions(program.database, program.host),
        }
    finally:
        program.database.close()


def _read(file: Path | None) -> str:
    if file is None:
        return ""
    lines = file.read_text(encoding="utf-8").splitlines()
    if not lines or len(lines[0].strip()) < _LEAST:
        raise Failure(
            t("The first line of %(file)s must hold at least %(least)d characters.", file=file, least=_LEAST)
        )
    return lines[0].strip()


def _end(manifest: Manifest) -> dict[str, int | str]:
    return {"entry": manifest.journal.sequence, "seal": manifest.journal.digest}


@click.command()
@click.argument("state", type=click.Choice(("on", "off", "status")))
def maintenance(state: str) -> None:
    """Show visitors a page that says to come back, and let promised work rest; or open again."""
    flag = flag_of(load_settings())
    if state == "on":
        flag.touch(mode=0o644)
    elif state == "off":
        flag.unlink(missing_ok=True)
    tell_text(t("The site is closed for maintenance.") if flag.exists() else t("The site is open."))


COMMANDS = (backup, restore, maintenance)
