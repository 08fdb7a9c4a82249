"""Read a file of statutes, TOML or JSON, as a document; every way in which it can fail has its message."""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, t

LARGEST = 200_000
# A dotted TOML name costs the square of its levels to read; no line of statutes has that many full stops.
_MOST_STOPS = 200
_FIRST_SURROGATE, _LAST_SURROGATE = "\ud800", "\udfff"


def read_document(content: bytes) -> Mapping[str, object]:
    """Return the document of a file; JSON starts with a brace, anything else is read as TOML.

    Raises Invalid with its own code when the file is too large, not UTF-8, or not TOML or JSON.
    """
    return parse_document(decode(content))


def decode(content: bytes) -> str:
    """Return the text of a file; raises Invalid when it is too large or not UTF-8."""
    if len(content) > LARGEST:
        raise _unreadable(
            "too_large",
            t("This file is too large: statutes take at most %(most)s kB.", most=LARGEST // 1000),
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _unreadable(
            "not_utf8", t("This file is not in UTF-8. Save it again with the encoding UTF-8, then send it.")
        ) from None


def parse_document(text: str) -> Mapping[str, object]:
    """Return the document that a text holds; decimals are kept as written, never rounded."""
    if not text.strip():
        raise _unreadable("empty", t("This file is empty: give the statutes in TOML or JSON."))
    read = _read_json if text.lstrip().startswith("{") else _read_toml
    try:
        document = read(text)
        is_plain = all(_is_plain(one) for one in _texts(document))
    except RecursionError:
        raise _too_deep() from None
    if not is_plain:
        raise _unreadable("bad_signs", t("This file holds signs that no text can hold, such as \\u0000."))
    return document


def _read_json(text: str) -> Mapping[str, object]:
    try:
        document: Mapping[str, object] = json.loads(
            text, parse_float=str, object_pairs_hook=_without_repetition
        )
    except ValueError as error:
        raise _unreadable("not_json", t("This is not JSON: %(reason)s.", reason=str(error)[:200])) from None
    return document


def _read_toml(text: str) -> Mapping[str, object]:
    if any(line.count(".") > _MOST_STOPS for line in text.split("\n")):
        raise _too_deep()
    try:
        return tomllib.loads(text, parse_float=str)
    except ValueError as error:
        raise _unreadable("not_toml", t("This is not TOML: %(reason)s.", reason=str(error)[:200])) from None


def _without_repetition(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Build a table; JSON would silently keep the last of two fields with one name."""
    table: dict[str, Any] = {}
    for name, value in pairs:
        if name in table:
            raise _unreadable(
                "repeated", t("The field “%(name)s” stands twice in one table.", name=name[:100])
            )
        table[name] = value
    return table


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield str(name)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _is_plain(text: str) -> bool:
    return not any(sign == "\x00" or _FIRST_SURROGATE <= sign <= _LAST_SURROGATE for sign in text)


def _too_deep() -> Invalid:
    return _unreadable("too_deep", t("This file has too many levels, one inside another."))


def _unreadable(code: str, text: Text) -> Invalid:
    return Invalid(f"statutes.file_{code}", text, field="file")
