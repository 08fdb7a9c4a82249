"""Keep the heads of boards, and their archives, in a folder that others copy: what they have, no server changes."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from collegial.kernel.disks import add_line, write_whole
from collegial.secret.belenios.archive import write_archive
from collegial.secret.belenios.chain import read_event
from collegial.secret.belenios.mirror import head_of
from collegial.secret.models import SecretElection
from collegial.secret.queries import archive_of, last_event

_log = logging.getLogger(__name__)


def mirror_heads(session: Session, folder: Path, elections: Iterable[SecretElection]) -> None:
    """Add a line for each board."""
    for one in elections:
        last = last_event(session, one)
        if last is not None:
            with _writing(folder, one):
                add_line(folder / f"{one.uuid}.heads", head_of(read_event(last.event)).line.rstrip("\n"))


def mirror_archives(session: Session, folder: Path, elections: Iterable[SecretElection]) -> None:
    """Write the archive of each board beside its heads."""
    for one in elections:
        content = write_archive(archive_of(session, one))
        with _writing(folder, one):
            write_whole(folder / f"{one.uuid}.bel", content)


@contextmanager
def _writing(folder: Path, election: SecretElection) -> Iterator[None]:
    """Make the folder; where it cannot be written, that is logged, and stops neither mails nor votes."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError:
        _log.exception("secret.mirror not written election=%s", election.uuid)
