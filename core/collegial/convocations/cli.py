"""Read what mail servers sent back."""

import mailbox
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
from flask.cli import with_appcontext

from collegial.convocations.rules import read_bounce
from collegial.convocations.services import note_bounce
from collegial.kernel.permissions import program as program_viewer
from collegial.kernel.text import t
from collegial.terminal.speech import tell
from collegial.web.program import current_program


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@with_appcontext
def bounces(paths: tuple[Path, ...]) -> None:
    """Note the convocations that came back: mail files, mbox files, or Maildir folders."""
    program = current_program()
    read = noted = 0
    for raw in (raw for path in paths for raw in _mails(path)):
        read += 1
        bounce = read_bounce(raw)
        if bounce is None:
            continue
        with program.database.unit_of_work() as session:
            context = program.context(session, program_viewer("bounces"))
            noted += note_bounce(context, bounce) is not None
    tell(t("Mails read: %(read)d. Convocations that came back: %(noted)d.", read=read, noted=noted))


def _mails(path: Path) -> Iterator[bytes]:
    if path.is_dir():
        with closing(mailbox.Maildir(path, create=False)) as folder:
            yield from (one.as_bytes() for one in folder)
        return
    content = path.read_bytes()
    if content.startswith(b"From "):
        with closing(mailbox.mbox(path, create=False)) as box:
            yield from (one.as_bytes() for one in box)
        return
    yield content
