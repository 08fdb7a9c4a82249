"""Unpack a backup that anyone may have made: what its manifest names, in a folder, and nothing else."""

import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from gzip import GzipFile
from pathlib import Path

from collegial.backups.making import DATABASE, MANIFEST
from collegial.backups.manifest import Manifest, UnusableBackup, digest_of, read_manifest
from collegial.backups.telling import Tell
from collegial.kernel.text import t

_MOST_AT_ONCE = 16 << 20  # bytes of a manifest, or of a header: more is made to fill the memory
_SPARED = 64 << 20  # bytes of the disk that stay free for the program that runs there


class _Careful(GzipFile):
    """Refuses to give more at once than a backup ever holds at once."""

    def read(self, size: int | None = -1) -> bytes:
        """Return at most so many bytes; raises UnusableBackup."""
        if size is None or not 0 <= size <= _MOST_AT_ONCE:
            raise UnusableBackup(t("It holds a header that no backup has: it was made to fill the memory."))
        return super().read(size)


def unpack(archive: Path, folder: Path, tell: Tell) -> Manifest:
    """Unpack a backup and compare every digest; raises UnusableBackup, before it fills memory or disk."""
    with _readable(), _Careful(archive, "rb") as plain, tarfile.open(fileobj=plain, mode="r:") as tar:
        first = tar.next()
        if first is None or first.name != MANIFEST or first.size > _MOST_AT_ONCE:
            raise UnusableBackup(t("It holds no file %(manifest)s at its beginning.", manifest=MANIFEST))
        manifest = read_manifest(_content(tar, first))
        _write_all(tar, manifest, folder, tell)
    missing = next((name for name in (DATABASE, *manifest.files) if not (folder / name).is_file()), None)
    if missing:
        raise UnusableBackup(t("It holds no file %(missing)s.", missing=missing))
    return manifest


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, OSError, EOFError, ValueError, RecursionError, zlib.error) as error:
        raise UnusableBackup(t("It cannot be read to its end: %(error)s", error=error)) from None


def _write_all(tar: tarfile.TarFile, manifest: Manifest, folder: Path, tell: Tell) -> None:
    done = 0
    while entry := tar.next():
        tar.members.clear()  # type: ignore[attr-defined]  # it would keep each, however many there are
        if entry.name not in manifest.files or (folder / entry.name).exists():
            raise UnusableBackup(
                t("It holds %(name)s, which its manifest does not name.", name=repr(entry.name))
            )
        if entry.size > shutil.disk_usage(folder).free - _SPARED:
            raise UnusableBackup(
                t(
                    "There is no room for %(name)s here: it has %(size)s bytes.",
                    name=entry.name,
                    size=entry.size,
                )
            )
        _write(tar, entry, folder / entry.name)
        if digest_of(folder / entry.name) != manifest.files[entry.name]:
            raise UnusableBackup(
                t("%(name)s in it is not what was put there: its hash is another one.", name=entry.name)
            )
        done += 1
        tell(t("Unpacking files:"), done, len(manifest.files))


def _content(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(entry) if entry.isreg() else None
    if file is None:
        raise UnusableBackup(t("%(name)s in it is no file, but a link or a device.", name=entry.name))
    with file:
        return file.read(entry.size)


def _write(tar: tarfile.TarFile, entry: tarfile.TarInfo, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    file = tar.extractfile(entry) if entry.isreg() and not entry.issparse() else None
    if file is None:
        raise UnusableBackup(t("%(name)s in it is no file, but a link or a device.", name=entry.name))
    with file, target.open("xb") as out:
        shutil.copyfileobj(file, out)
