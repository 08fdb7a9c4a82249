"""What goes from one test to the next: a SQLite file with its connections, and those to a server's database.

To read what a database defines takes longer than most statements, and is done for each connection anew. What a test
commits stands in the file's log: where nobody has written it back, the log is emptied, and the file is as it was.
"""

import os
import shutil
import sqlite3
from itertools import count

from psycopg import Error

from collegial.testing.postgres import LENDER

# What rests holds nothing and is nobody's; what it wrote is counted at once, as where it leaves.
_REST = (
    f"SELECT pg_advisory_unlock_all(); SET application_name = '{LENDER}'; SELECT pg_stat_force_next_flush()"
)
_HEADS = 96  # bytes: the two copies of the head of a log's index (sqlite.org/walformat.html, 2.1)


class KeptFile:
    """Lends copies of one file, one at a time; the same one again as long as nobody wrote to the file itself."""

    def __init__(self, folder):
        self._folder, self._number = folder, count()
        self.path, self._resting, self._lent, self._known, self._index = None, [], [], None, None
        self.is_over = False  # whether the test that has the copy is; before, what it closes is closed
        os.register_at_fork(before=self._close)  # a child must not find what its parent has open

    @property
    def url(self):
        """Return the address of the present copy."""
        return f"sqlite:///{self.path}"

    def lend(self, template):
        """Return the address of a copy that is as the template is, which is always the same."""
        self.is_over = False
        if self._lent or self._known is None or self._state() != self._known or not self._rewind():
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

    def _rewind(self):
        """Take back what stands in the log; tell whether that could be done.

        The head of the log's index is emptied with it: whoever reads next takes it for one that was never made.
        """
        log = self._beside("-wal")
        if not log.exists() or log.stat().st_size == 0:
            return True
        if not self._holds_index():
            return False
        os.truncate(log, 0)
        os.pwrite(self._index, bytes(_HEADS), 0)
        return True

    def _holds_index(self):
        """Open the log's index, and leave it open: to close it would end the locks of the connections to it."""
        if self._index is None:
            if not self._beside("-shm").exists():
                return False
            self._index = os.open(self._beside("-shm"), os.O_RDWR)
        return os.fstat(self._index).st_nlink > 0

    def _remove(self):
        """Remove the copy before its connections are closed: its log is then not written back first."""
        for ending in ("", "-wal", "-shm"):
            if self.path:
                self._beside(ending).unlink(missing_ok=True)
        self._close()
        self._lent.clear()
        if self._index is not None:
            os.close(self._index)
            self._index = None

    def _close(self):
        while self._resting:
            self._resting.pop().close()

    def _state(self):
        """Return what changes when something is written to the file itself."""
        try:
            now = self.path.stat()
        except FileNotFoundError:
            return None
        return now.st_ino, now.st_size, now.st_mtime_ns

    def _beside(self, ending):
        return self.path.with_name(self.path.name + ending)


class KeptConnections:
    """Connections to the one database that goes from test to test: a new one takes 10 ms of a test and more."""

    def __init__(self):
        self.url, self._lent, self._resting = None, {}, {}
        self.is_over = False  # as a kept file's
        os.register_at_fork(before=self._close)

    def lend(self, url):
        """Let whoever opens a database find the connections that are there."""
        self.is_over = False
        if url != self.url:
            self._close()
            self.url = url
        return url

    def connect(self, dialect, _record, arguments, options):
        """Return a connection that rests, else a new one."""
        likeness = repr(sorted((name, said) for name, said in options.items() if name != "context"))
        resting = self._resting.get(likeness, [])
        while resting:
            one = resting.pop()
            if _done(one, "RESET ALL"):
                one.autocommit = False
                break
        else:
            one = dialect.connect(*arguments, **options)
        self._lent[one] = likeness
        return one

    def rest(self, connection):
        """Take a connection back."""
        likeness = self._lent.pop(connection, None)
        if self.is_over and likeness and _laid_down(connection):
            self._resting.setdefault(likeness, []).append(connection)
        else:
            connection.close()
            self._close()

    def _close(self):
        for resting in self._resting.values():
            while resting:
                resting.pop().close()


def _laid_down(connection):
    try:
        connection.rollback()
        connection.autocommit = True
    except Error:
        return False
    return _done(connection, _REST)


def _done(connection, statement):
    try:
        connection.execute(statement)
    except Error:
        return False
    return True
