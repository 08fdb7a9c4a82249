"""How often each thing was tried: counted in a file, for all processes of a machine together.

A file beside the settings, as the one that wakes the workers: it asks for no server, and holds up no vote. What it
loses in a power cut is a few minutes of counting.
"""

import hashlib
import hmac
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from limits.storage import Storage

from collegial.kernel.spare import drop_damaged, is_damaged

NAME = "limits.db"
_SCHEME = "counts"
_PATIENCE = 1.0  # seconds that one attempt waits for others to be counted
_TABLE = "CREATE TABLE IF NOT EXISTS tried (key TEXT PRIMARY KEY, number INTEGER, until REAL) WITHOUT ROWID"
_INDEX = "CREATE INDEX IF NOT EXISTS tried_until ON tried (until)"
_COUNT = (
    "INSERT INTO tried (key, number, until) VALUES (?, ?, ?) "
    "ON CONFLICT (key) DO UPDATE SET number = number + excluded.number, until = min(until, excluded.until) "
    "RETURNING number"  # a clock that is set back shuts nobody out for longer than a window
)


def counts_of(folder: Path) -> str:
    """Return the address of the counts of the deployment in a folder."""
    return f"{_SCHEME}://{folder / NAME}"


class CountsFile(Storage):
    """Counts by key, each until its window ends; of keys, which name accounts and addresses, a seal is kept."""

    STORAGE_SCHEME = [_SCHEME]  # noqa: RUF012 (the library asks for a list)

    def __init__(self, uri: str, *, seal: str, **_options: Any) -> None:
        super().__init__(uri, wrap_exceptions=False)
        self._path, self._seal = uri.removeprefix(f"{_SCHEME}://"), seal.encode()
        self._lock, self._process = Lock(), 0
        self._open: sqlite3.Connection | None = None

    @property
    def base_exceptions(self) -> type[Exception]:
        """Return what a disk that is full or gone raises."""
        return sqlite3.Error

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count an attempt, or several; return how many there were since the window of this key began."""
        now = time.time()
        with self._file() as file:
            file.execute("DELETE FROM tried WHERE until <= ?", (now,))
            counted = file.execute(_COUNT, (self._sealed(key), amount, now + expiry)).fetchone()
        return int(counted[0])

    def get(self, key: str) -> int:
        """Return how many attempts there were."""
        return int(self._row(key)[0])

    def get_expiry(self, key: str) -> float:
        """Return when the window of a key ends."""
        return float(self._row(key)[1])

    def check(self) -> bool:
        """Tell whether the file can be read."""
        return self.get("") >= 0

    def reset(self) -> int:
        """Forget all; return how many counts that were."""
        with self._file() as file:
            return file.execute("DELETE FROM tried").rowcount

    def clear(self, key: str) -> None:
        """Forget the attempts under one key."""
        with self._file() as file:
            file.execute("DELETE FROM tried WHERE key = ?", (self._sealed(key),))

    def _row(self, key: str) -> tuple[int, float]:
        now = time.time()
        with self._file() as file:
            wanted = (self._sealed(key), now)
            found = file.execute(
                "SELECT number, until FROM tried WHERE key = ? AND until > ?", wanted
            ).fetchone()
        return found or (0, now)

    def _sealed(self, key: str) -> str:
        return hmac.new(self._seal, key.encode(), hashlib.sha256).hexdigest()

    @contextmanager
    def _file(self) -> Iterator[sqlite3.Connection]:
        """Give the file to one thread; what a power cut damaged is begun anew, and counts from the next attempt on."""
        with self._lock:
            try:
                with self._connection() as file:
                    yield file
            except sqlite3.Error as error:
                if is_damaged(error):
                    self._start_over()
                raise

    def _start_over(self) -> None:
        if self._open is not None:
            self._open.close()
        self._open = None
        drop_damaged(Path(self._path))

    def _connection(self) -> sqlite3.Connection:
        """Return the open file; a process that was forked opens its own."""
        if self._open is None or self._process != os.getpid():
            self._open, self._process = _opened(self._path), os.getpid()
        return self._open


def _opened(path: str) -> sqlite3.Connection:
    file = sqlite3.connect(path, timeout=_PATIENCE, check_same_thread=False)
    try:
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("PRAGMA synchronous = OFF")
        with file:
            file.execute(_TABLE)
            file.execute(_INDEX)
    except sqlite3.Error:
        file.close()
        raise
    return file
