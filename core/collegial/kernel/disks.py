"""Write what a full disk must not leave by half, and say what a disk refuses in words that its keeper understands."""

import errno
import fcntl
import os
import secrets
from collections.abc import Mapping
from io import FileIO
from pathlib import Path
from types import MappingProxyType

from collegial.kernel.text import Text, t

NO_RIGHT = frozenset({errno.EACCES, errno.EPERM})
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
FAILING = NO_ROOM | {errno.EROFS, errno.EIO}  # what passes once somebody has looked after the disk
OF_DISKS = NO_RIGHT | FAILING  # what whoever keeps the machine can help
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS})
_LONGEST = 4096  # bytes of a line
_SAID: Mapping[int, Text] = MappingProxyType(
    {
        **dict.fromkeys(NO_RIGHT, t("the account that asks has no right to it")),
        **dict.fromkeys(NO_ROOM, t("the disk is full")),
        errno.EROFS: t("the disk is open for reading only"),
        errno.EIO: t("the disk fails"),
        errno.ENOENT: t("it is not there"),
        errno.ENOTDIR: t("it is not there"),
        errno.EISDIR: t("it is a folder"),
    }
)


def problem_of(error: OSError) -> Text | str:
    """Return why the system refused, in a few words; its own ones where ours are missing."""
    return _SAID.get(error.errno or 0) or error.strerror or str(error)


def free_bytes(folder: Path) -> int:
    """Return how much the disk of a folder takes still, of those who are not its administrator."""
    free = os.statvfs(folder)
    return free.f_bavail * free.f_frsize


def write_whole(path: Path, content: bytes) -> None:
    """Put a whole file in the place of the former, on the disk; where there is no room the former stays."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def add_line(path: Path, line: str) -> None:
    """Add a line to a file, on the disk, one writer after the other; half a line of a full disk is taken back."""
    content = f"{line}\n".encode()
    with path.open("ab+", buffering=0) as file:
        _hold(file)  # until it is closed: what is taken back must be nobody else's
        _cut_half_a_line(file)
        start = file.seek(0, os.SEEK_END)
        try:
            _write_all(file, content)
            os.fsync(file.fileno())
        except OSError:
            file.truncate(start)
            raise


def _hold(file: FileIO) -> None:
    """Wait for other writers; a disk of another machine may know no locks, and is written to without."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise


def _write_all(file: FileIO, content: bytes) -> None:
    if file.write(content) != len(content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), file.name)


def _cut_half_a_line(file: FileIO) -> None:
    """Take away what stands after the last whole line: a power cut, or a full disk of former days, left it."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - _LONGEST))
    last = file.read()
    if last and not last.endswith(b"\n"):
        file.truncate(end - len(last) + last.rfind(b"\n") + 1)
