"""Keep the heads of boards, and their archives, in a folder that others copy: what they have, no server changes."""

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

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
                _add(folder / f"{one.uuid}.heads", head_of(read_event(last.event)).line)


def mirror_archives(session: Session, folder: Path, elections: Iterable[SecretElection]) -> None:
    """Write the archive of each board beside its heads."""
    for one in elections:
        content = write_archive(archive_of(session, one))
        with _writing(folder, one):
            _replace(folder / f"{one.uuid}.bel", content)


@contextmanager
def _writing(folder: Path, election: SecretElection) -> Iterator[None]:
    """Make the folder; where it cannot be written, that is logged, and stops neither mails nor votes."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError:
        _log.exception("secret.mirror not written election=%s", election.uuid)


def _add(path: Path, line: str) -> None:
    """Add in one write: two workers may add at once."""
    with path.open("a", encoding="ascii") as file:
        file.write(line)


def _replace(path: Path, content: bytes) -> None:
    """Put a whole file in the place of the former, never half of one."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_bytes(content)
    fresh.replace(path)
