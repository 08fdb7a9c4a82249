"""The command `journal`: read the chain again, and compare it with what was noted elsewhere."""

import sys
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from collegial.config import Settings
from collegial.journal.queries import head, verify
from collegial.kernel.text import Text, nt, t
from collegial.mirrors.queries import contradicted
from collegial.mirrors.rules import NOTES, Noted, UnreadableNote, read_head, read_lines, token_of
from collegial.stamping.rules import Unacceptable, roots_in, verified
from collegial.terminal.speech import say, tell
from collegial.web.program import current_program


@click.group()
def journal() -> None:
    """Look after the journal."""


@journal.command("head")
@with_appcontext
def show_head() -> None:
    """Print the end of the chain as NUMBER:SEAL, to be noted elsewhere."""
    with current_program().database.reading() as session:
        end = head(session)
        click.echo(f"{end.sequence}:{end.digest}" if end else "0:")


@journal.command("verify")
@click.option(
    "--against", type=click.Path(exists=True, path_type=Path), multiple=True,
    help="A folder or file of noted ends; the mirror of the settings is always read.",
)  # fmt: skip
@click.option("--head", "heads", multiple=True, help="An end noted elsewhere, as NUMBER:SEAL.")
@with_appcontext
def verify_journal(against: tuple[Path, ...], heads: tuple[str, ...]) -> None:
    """Read the whole chain again, and compare it with every end noted elsewhere; exit 1 when it does not hold."""
    program = current_program()
    try:
        noted = [*map(read_head, heads), *_noted(program.settings, against)]
    except UnreadableNote as error:
        raise click.BadParameter(say(t("This notes no end of a journal: %(error)s", error=error))) from None
    with program.database.reading() as session:
        faults = [*_chain_faults(session), *_note_faults(session, noted)]
        faults += _stamp_faults(program.settings, against)
        end = head(session)
    for one in faults:
        tell(one, err=True)
    if faults:
        sys.exit(1)
    number = end.sequence if end else 0
    tell(
        nt("The chain holds from the first entry to entry %(entry)d; %(count)d end noted elsewhere agrees.",
           "The chain holds from the first entry to entry %(entry)d; %(count)d ends noted elsewhere agree.",
           len(noted), entry=number)
    )  # fmt: skip


def _noted(settings: Settings, against: Iterable[Path]) -> list[Noted]:
    files = [place / NOTES if place.is_dir() else place for place in _places(settings, against)]
    return [one for file in files if file.exists() for one in read_lines(file.read_text(encoding="utf-8"))]


def _places(settings: Settings, against: Iterable[Path]) -> list[Path]:
    own = [settings.folder / settings.mirror.folder] if settings.mirror.folder else []
    return [*own, *against]


def _chain_faults(session: Session) -> list[Text]:
    broken = verify(session)
    if broken is None:
        return []
    return [t("Entry %(entry)d: %(reason)s", entry=broken.sequence, reason=broken.reason)]


def _note_faults(session: Session, noted: Iterable[Noted]) -> list[Text]:
    return [
        t(
            "Entry %(entry)d: it is not there any more, or its seal is not %(seal)s, as noted elsewhere.",
            entry=one.sequence,
            seal=one.digest,
        )
        for one in contradicted(session, noted)
    ]


def _stamp_faults(settings: Settings, against: Iterable[Path]) -> list[Text]:
    """Verify the time stamps that lie beside the notes."""
    if not settings.stamping.authority:
        return []
    roots, faults = roots_in(settings.stamping_roots.read_bytes()), []
    for folder in (one for one in _places(settings, against) if (one / NOTES).is_file()):
        for noted in read_lines((folder / NOTES).read_text(encoding="utf-8")):
            token = token_of(folder, noted)
            try:
                if token.exists():
                    verified(token.read_bytes(), sha256(noted.line().encode()).hexdigest(), roots)
            except Unacceptable as error:
                faults.append(
                    t("%(file)s: this time stamp does not vouch for the end noted: %(error)s",
                      file=token.name, error=error)
                )  # fmt: skip
    return faults


COMMANDS = (journal,)
