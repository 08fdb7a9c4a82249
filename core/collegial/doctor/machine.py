"""Look at the machine: folders, files of the database, the disk below it, who sets the clock."""

import ctypes
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

from collegial.config import Settings
from collegial.doctor.findings import Finding, fine, warning, wrong
from collegial.kernel.disks import NO_RIGHT, NO_ROOM, free_bytes, problem_of
from collegial.kernel.text import Text, t

MOUNTS = Path("/proc/self/mounts")
# SQLite's locks and its write-ahead log need one machine's own disk.
NETWORK = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "afs",
    "ceph",
    "glusterfs",
    "fuse.sshfs",
    "fuse.glusterfs",
    "fuse.s3fs",
    "fuse.rclone",
    "davfs",
    "fuse.davfs2",
}
_DEPLOYMENT = t("the folder of the deployment")
_DATABASE = t("the folder of the database")
_MAILS = t("the folder of mails")
_LEAST_FREE = 200 * 1024 * 1024
_BESIDE = ("", "-wal", "-shm")  # what SQLite keeps of a database
_PIECE = b"\0" * 4096  # a full disk still takes a file of nothing
_TIMEX = 1024  # bytes: more than the kernel writes of its clock
_UNSET = 5  # TIME_ERROR of adjtimex(2): nothing sets the clock


def look_at_machine(settings: Settings) -> Iterator[Finding]:
    """Yield what is found around the program."""
    yield from _folders(settings)
    yield from _files(settings)
    yield from _disk(settings)
    yield from _setting_of_clock()


def database_file(settings: Settings) -> Path | None:
    """Return the file of an embedded database; None for a server."""
    url = make_url(settings.database_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def kind_of_disk(path: Path, mounts: str) -> str:
    """Return the type of the file system that holds a path, from a table as in /proc/mounts."""
    best, kind = "", ""
    for line in mounts.splitlines():
        parts = line.split()
        point = parts[1].replace("\\040", " ")
        inside = path == Path(point) or Path(point) in path.parents
        if inside and len(point) >= len(best):
            best, kind = point, parts[2]
    return kind


def _needed(settings: Settings) -> dict[Path, Text]:
    """Return the folders that must be written, each under the first of its names."""
    needed = {settings.folder: _DEPLOYMENT}
    if (file := database_file(settings)) is not None:
        needed.setdefault(file.parent, _DATABASE)
    mails = settings.folder / settings.mail.folder
    if settings.mail.backend == "file" and mails.exists():
        needed.setdefault(mails, _MAILS)
    return needed


def _folders(settings: Settings) -> Iterator[Finding]:
    problems = [
        _refused(folder, said, error)
        for folder, said in _needed(settings).items()
        if (error := _refusal(folder))
    ]
    yield from problems
    if not problems:
        yield fine("folders", ", ".join(map(str, _needed(settings))))


def _refused(folder: Path, said: Text, error: OSError) -> Finding:
    if error.errno in NO_ROOM:
        return wrong(
            "disk", t("No room is left in %(folder)s: nothing can be saved.", folder=folder), _MAKE_ROOM
        )
    found = t(
        "%(folder)s, %(said)s, cannot be written: %(problem)s",
        folder=folder,
        said=said,
        problem=problem_of(error),
    )
    return wrong("folders", found, _way_out(folder, error))


_MAKE_ROOM = t(
    "Make room: old backups, logs, what else fills the disk (df -h, du -xh / | sort -h). The program goes on by itself."
)


def _way_out(folder: Path, error: OSError) -> Text:
    if error.errno in NO_RIGHT:
        return t("Give it to the account that runs the program: chown -R collegial %(folder)s", folder=folder)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return t("Correct where the settings lead, or put the folder back from a backup.")
    return t(
        "Look at what the system says of the disk (dmesg, mount): it may be dying. Take a backup elsewhere first."
    )


def _refusal(folder: Path) -> OSError | None:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(_PIECE)
            file.flush()
    except OSError as error:
        return error
    return None


def _files(settings: Settings) -> Iterator[Finding]:
    """Look at whose the files of an embedded database are: one command by another account is enough to lose them."""
    file = database_file(settings)
    if file is None or not os.access(file.parent, os.R_OK | os.W_OK):
        return  # the folder is told of, with all that is in it
    for path in filter(Path.exists, [Path(f"{file}{ending}") for ending in _BESIDE]):
        back = t("Give it back: chown --reference=%(folder)s %(path)s", folder=path.parent, path=path)
        if not os.access(path, os.R_OK | os.W_OK):
            yield wrong("folders", t("%(path)s cannot be read and written by this account.", path=path), back)
        elif _owner(path) != _owner(path.parent):
            yield warning(
                "folders",
                t(
                    "%(path)s belongs to another account than its folder: the program may fail on it.",
                    path=path,
                ),
                back,
            )


def _owner(path: Path) -> int:
    return path.stat().st_uid


def _disk(settings: Settings) -> Iterator[Finding]:
    file = database_file(settings)
    folder = file.parent if file else settings.folder
    if not folder.is_dir():
        return
    kind = kind_of_disk(folder.resolve(), MOUNTS.read_text(encoding="utf-8")) if MOUNTS.exists() else ""
    if file and kind in NETWORK:
        yield wrong(
            "disk",
            t(
                "The SQLite database lies on a network disk (%(kind)s): its locks do not hold there.",
                kind=kind,
            ),
            t("Move it to a disk of this machine, or use PostgreSQL (database_url)."),
        )
    if 0 < free_bytes(folder) < _LEAST_FREE:  # that there is none at all is told already
        yield warning("disk", t("Less than 200 MB are free in %(folder)s.", folder=folder), _MAKE_ROOM)


def _setting_of_clock() -> Iterator[Finding]:
    """Ask the kernel, which tells it to anybody; a system that does not know the question is left alone."""
    if _state_of_clock() == _UNSET:
        yield warning(
            "clock_setting",
            t("Nothing sets the clock of this machine: it may be wrong without a sign."),
            t("Set it by NTP (Debian: apt-get install systemd-timesyncd): votes open and close by it."),
        )


def _state_of_clock() -> int | None:
    ask = getattr(ctypes.CDLL(None), "adjtimex", None)
    return ask(ctypes.create_string_buffer(_TIMEX)) if ask is not None else None
