"""A SQLite file that goes from a test that committed nothing to the next, with its connections.

To read what a file defines takes longer than most statements, and is done for each connection anew.
"""

import os
import shutil
import sqlite3
from itertools import count


class KeptFile:
    """Lends copies of one file, one at a time; the same one again as long as nobody wrote to it."""

    def __init__(self, folder):
        self._folder, self._number = folder, count()
        self.path, self._resting, self._lent, self._known = None, [], [], None
        self.is_over = False  # whether the test that has the copy is; before, what it closes is closed
        os.register_at_fork(before=self._close)  # a child must not find what its parent has open

    @property
    def url(self):
        """Return the address of the present copy."""
        return f"sqlite:///{self.path}"

    def lend(self, template):
        """Return the address of a copy that is as the template is, which is always the same."""
        self.is_over = False
        if self._lent or self._known is None or self._state() != self._known:
            self._renew(template)
        return self.url

    def connect(self):
        """Return a connection to the present copy."""
        one = self._resting.pop() if self._resting else sqlite3.connect(self.path, check_same_thread=False)
        self._lent.append(one)
        return one

    def rest(self, connection):
        """Take a connection back; one to an earlier copy is closed."""
        is_ours = connection in self._lent
        if is_ours:
            self._lent.remove(connection)
        if is_ours and self.is_over:
            connection.rollback()
            self._resting.append(connection)
        else:  # whoever closes what is open means to find nothing open
            connection.close()
            self._close()

    def _renew(self, template):
        self._remove()
        self.path = self._folder / f"{next(self._number)}.db"
        shutil.copy(template, self.path)
        self._known = self._state()

    def _remove(self):
        """Remove the copy before its connections are closed: its log is then not written back first."""
        for ending in ("", "-wal", "-shm"):
            if self.path:
                self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        self._close()
        self._lent.clear()

    def _close(self):
        while self._resting:
            self._resting.pop().close()

    def _state(self):
        """Return what changes when something is committed: of the file itself, and whether its log holds anything."""
        log = self.path.with_name(f"{self.path.name}-wal")
        try:
            now = self.path.stat()
        except FileNotFoundError:
            return None
        return now.st_ino, now.st_size, now.st_mtime_ns, log.exists() and log.stat().st_size
