"""Say what a disk refuses, in words that whoever keeps the machine understands."""

import errno
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from collegial.kernel.text import Text, t

NO_RIGHT = frozenset({errno.EACCES, errno.EPERM})
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
OF_DISKS = NO_RIGHT | NO_ROOM | {errno.EROFS, errno.EIO}  # what whoever keeps the machine can help
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
