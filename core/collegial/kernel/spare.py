"""SQLite files beside the settings whose loss costs little: one that was damaged makes room for a fresh one.

A power cut may damage them, as they are not written to the disk at each act; without this they would stay so for ever.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")  # https://sqlite.org/rescode.html
_BESIDE = ("", "-wal", "-shm")


def is_damaged(error: sqlite3.Error) -> bool:
    """Tell a file that will never be read again from one that is busy, full or out of reach."""
    return getattr(error, "sqlite_errorname", "").startswith(_DAMAGED)


def drop_damaged(path: Path) -> None:
    """Throw a file away that holds no sound database; of many processes that find it, one does so."""
    with _alone(path.parent):
        if _is_sound(path):
            return
        for ending in _BESIDE:
            path.with_name(path.name + ending).unlink(missing_ok=True)
    log.warning("file.damaged", what=path.name)


def _is_sound(path: Path) -> bool:
    if not path.exists():
        return True
    try:
        with closing(sqlite3.connect(path)) as file:
            found = file.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        return not is_damaged(error)
    return bool(found == ("ok",))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process at a time look; a disk that knows no locks is looked at without."""
    held = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)
