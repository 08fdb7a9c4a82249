"""The built guide: its files, and the sections that its search looks through."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import unescape
from pathlib import Path

from collegial.handbook.finding import Piece
from collegial.kernel.locator import locate


def _place() -> Path:
    """Return where the site is, or, before `make docs` was run in a checkout, where it will be."""
    try:
        return locate("guide")
    except FileNotFoundError:
        return locate("migrations").parent / "guide"


SITE = _place()
# Where a page is looked for, by the reader's language: in Breton there are the pages of members, the rest is in French.
_FOLDERS = {"en": ("guide/", ""), "fr": ("fr/", "guide/", ""), "br": ("br/", "fr/", "guide/", "")}


def file_of(name: str) -> str | None:
    """Return the file that stands at an address of the guide; None where there is none."""
    found = SITE / name
    if found.is_dir():
        found /= "index.html"
    return found.relative_to(SITE).as_posix() if found.is_file() and found.is_relative_to(SITE) else None


def page_of(name: str, *, language: str) -> str | None:
    """Return the address of a page of the guide in a language, else in the nearest; None where it is not built."""
    folders = _FOLDERS.get(language, _FOLDERS["en"])
    return next((f"{one}{name}/" for one in folders if (SITE / one / name / "index.html").is_file()), None)


def pieces() -> Sequence[Piece]:
    """Return the sections of the guide, and of a page only what stands before its first one."""
    index = SITE / "search" / "search_index.json"
    return _read(index, index.stat().st_mtime_ns) if index.is_file() else ()


@lru_cache(maxsize=2)
def _read(index: Path, _changed: int) -> Sequence[Piece]:
    told = json.loads(index.read_text(encoding="utf-8"))["docs"]
    # A page is its sections once more.
    return tuple(_piece(one) for one in told if "#" in one["location"])


def _piece(told: Mapping[str, str]) -> Piece:
    """Return a section as it is read: the index holds its words as they stand in the page's source."""
    return Piece(location=told["location"], title=unescape(told["title"]), text=unescape(told["text"]))
