"""What may be kept: a few kinds of files, told by their content, never by their name alone."""

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

import puremagic

from collegial.kernel.errors import Invalid
from collegial.kernel.text import t

LARGEST = 10 * 1024 * 1024
_LONGEST_NAME = 200
_ODT = "application/vnd.oasis.opendocument.text"
_OFFICE = "application/vnd.openxmlformats-officedocument"
# What a damaged archive makes the library raise.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
_CONTROL = frozenset(range(32)) - {9, 10, 12, 13}


@dataclass(frozen=True, kw_only=True)
class Upload:
    """What was handed in: the name it had on the sender's machine, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class CheckedFile:
    """A file that may be kept; `digest` is the SHA-256 of its content, in hexadecimal."""

    name: str
    media_type: str
    content: bytes
    digest: str


def _by_signature(media_type: str) -> Callable[[bytes], bool]:
    def fits(content: bytes) -> bool:
        try:
            found = puremagic.magic_string(content)
        except (puremagic.PureError, ValueError):
            return False
        return any(one.mime_type == media_type for one in found)

    return fits


def _is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-")


def _is_odt(content: bytes) -> bool:
    with _archive(content) as archive:
        return archive is not None and _member(archive, "mimetype") == _ODT.encode()


def _is_office(part: str) -> Callable[[bytes], bool]:
    def fits(content: bytes) -> bool:
        with _archive(content) as archive:
            names = set() if archive is None else set(archive.namelist())
        macros = any(name.lower().endswith("vbaproject.bin") for name in names)
        return {"[Content_Types].xml", part} <= names and not macros

    return fits


def _is_text(content: bytes) -> bool:
    """Tell text: no control signs in UTF-8, or in the old Western encoding of spreadsheets."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not any(ord(sign) in _CONTROL for sign in text)
    return False


# By ending: the media type it is given out with, and how the content is recognised.
_KINDS: Mapping[str, tuple[str, Callable[[bytes], bool]]] = {
    "pdf": ("application/pdf", _is_pdf),
    "png": ("image/png", _by_signature("image/png")),
    "jpg": ("image/jpeg", _by_signature("image/jpeg")),
    "jpeg": ("image/jpeg", _by_signature("image/jpeg")),
    "odt": (_ODT, _is_odt),
    "docx": (f"{_OFFICE}.wordprocessingml.document", _is_office("word/document.xml")),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _is_office("xl/workbook.xml")),
    "csv": ("text/csv", _is_text),
    "txt": ("text/plain", _is_text),
}
ENDINGS = tuple(_KINDS)


def check_file(upload: Upload) -> CheckedFile:
    """Return what may be kept; raise Invalid `files.…` for an empty, too large, unknown or disguised file."""
    name = _plain(upload.name)
    if not upload.content:
        raise Invalid("files.empty", t("This file is empty. Choose another one."), field="file")
    if len(upload.content) > LARGEST:
        raise Invalid(
            "files.too_large",
            t(
                "This file is larger than %(megabytes)d MB. Make it smaller, or split it.",
                megabytes=LARGEST >> 20,
            ),
            field="file",
        )
    ending = name.rpartition(".")[2].lower()
    if ending not in _KINDS:
        raise Invalid(
            "files.unknown_kind",
            t("Files of this kind are not kept. Choose one of: %(endings)s.", endings=", ".join(ENDINGS)),
            field="file",
        )
    media_type, fits = _KINDS[ending]
    if not fits(upload.content):
        raise Invalid(
            "files.disguised",
            t(
                "The content of this file is not what its name says (%(ending)s). Save it again in that format.",
                ending=ending,
            ),
            field="file",
        )
    digest = hashlib.sha256(upload.content).hexdigest()
    return CheckedFile(name=name, media_type=media_type, content=upload.content, digest=digest)


def _plain(name: str) -> str:
    """Return a name without folders and without signs that do not print."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(sign for sign in last if sign.isprintable()).strip()
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[: _LONGEST_NAME - len(ending) - 1]}{dot}{ending}" if dot else plain[:_LONGEST_NAME]


@contextmanager
def _archive(content: bytes) -> Iterator[zipfile.ZipFile | None]:
    """Open a ZIP archive to read its list; None for what is none."""
    try:
        opened = zipfile.ZipFile(BytesIO(content))
    except _BROKEN:
        yield None
        return
    with opened:
        yield opened


def _member(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """Return a small member that is stored as it is; nothing is ever inflated here."""
    try:
        info = archive.getinfo(name)
        if info.compress_type != zipfile.ZIP_STORED or info.file_size > len(_ODT):
            return None
        return archive.read(info)
    except (KeyError, *_BROKEN):
        return None
