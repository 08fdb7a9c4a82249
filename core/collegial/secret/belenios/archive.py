"""The `.bel` archive (4.4): public data as an old-style tar that only grows."""

import io
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from collegial.secret.belenios.chain import Step, read_event
from collegial.secret.belenios.text import Unacceptable, digest, read, table, whole, words, write

_HEADER = "BELENIOS"
_DATA, _EVENT = ".data.json", ".event.json"
_VERSION = 1
_BLOCK = 512
_MOST = 64 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One file of the archive."""

    name: str
    content: str


@dataclass(frozen=True, kw_only=True)
class Archive:
    """The header's moment, in seconds since 1970, and the steps of the chain."""

    started: int
    steps: tuple[Step, ...]


def entries(archive: Archive) -> Iterator[Entry]:
    """List the files of an archive in their order; a piece of data that came before is not repeated."""
    yield Entry(name=_HEADER, content=write({"version": _VERSION, "timestamp": str(archive.started)}))
    seen: set[str] = set()
    for step in archive.steps:
        for text in step.data:
            name = digest(text)
            if name not in seen:
                seen.add(name)
                yield Entry(name=name + _DATA, content=text)
        yield Entry(name=digest(step.event.text) + _EVENT, content=step.event.text)


def write_archive(archive: Archive) -> bytes:
    """Write the archive; it has no end mark, so that more steps only add bytes."""
    out = io.BytesIO()
    for entry in entries(archive):
        content = entry.content.encode()
        out.write(_tar_header(entry.name, len(content), archive.started))
        out.write(content + bytes(-len(content) % _BLOCK))
    return out.getvalue()


def read_archive(raw: bytes) -> Archive:
    """Read an archive; raise Unacceptable where a name is not the hash of its content, or nothing refers to it."""
    files = list(_files(raw))
    if not files or files[0].name != _HEADER:
        raise Unacceptable("header")
    started = read(files[0].content, _started, lambda at: {"version": _VERSION, "timestamp": str(at)})
    return Archive(started=started, steps=tuple(_steps(files[1:])))


def _steps(files: Sequence[Entry]) -> Iterator[Step]:
    waiting: list[str] = []
    known: dict[str, str] = {}
    for one in files:
        suffix = _EVENT if one.name.endswith(_EVENT) else _DATA
        if one.name != digest(one.content) + suffix:
            raise Unacceptable("name")
        if suffix == _DATA:
            waiting.append(one.content)
            known[digest(one.content)] = one.content
            continue
        event = read_event(one.content)
        if not waiting and event.payload in known:  # the same content as before is not repeated
            waiting = [known[event.payload]]
        yield Step(event=event, data=tuple(waiting))
        waiting = []
    if waiting:
        raise Unacceptable("unreferred")


def _files(raw: bytes) -> Iterator[Entry]:
    if len(raw) > _MOST:
        raise Unacceptable("size")
    try:
        with tarfile.open(fileobj=io.BytesIO(raw), mode="r:") as tar:
            for member in tar:
                file = tar.extractfile(member) if member.isreg() else None
                if file is None:
                    raise Unacceptable("archive")
                yield Entry(name=member.name, content=file.read().decode())
    except (tarfile.TarError, UnicodeDecodeError):
        raise Unacceptable("archive") from None


def _started(raw: object) -> int:
    fields = table(raw, "version", "timestamp")
    stamp = words(fields["timestamp"])
    if whole(fields["version"]) != _VERSION or not (stamp.isascii() and stamp.isdigit()):
        raise Unacceptable("header")
    return int(stamp)


def _tar_header(name: str, size: int, moment: int) -> bytes:
    """Write the header of an old-style tar, byte for byte as belenios-tool does."""
    fields = name.encode().ljust(100, b"\0") + b"0000644\0" + b"0000000\0" * 2
    fields += b"%011o\0%011o\0" % (size, moment)
    rest = b"0" + bytes(100)
    plain = fields + b" " * 8 + rest
    return (fields + b"%06o\0 " % sum(plain) + rest).ljust(_BLOCK, b"\0")
