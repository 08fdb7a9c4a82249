"""Canonical JSON and the hashes over it: what is read must be the one writing of what it says."""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from gmpy2 import mpz

Read = TypeVar("Read")


class Unacceptable(Exception):
    """What was sent breaks the protocol; `reason` is a short stable word for it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def write(value: object) -> str:
    """Serialise as Belenios does: compact, fields in their order, UTF-8."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, default=_number)


def _number(value: object) -> str:
    if isinstance(value, mpz):
        return str(value)
    raise TypeError(value)


def read(text: str, build: Callable[[Any], Read], written: Callable[[Read], object]) -> Read:
    """Read a message; refuse it unless writing it again gives the same text.

    So extra or repeated fields, another order, spaces and non-canonical numbers are all refused.
    """
    message = build(parse(text))
    if write(written(message)) != text:
        raise Unacceptable("canonical")
    return message


def parse(text: str) -> object:
    """Read JSON of any shape."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Unacceptable("format") from None


def table(raw: object, *fields: str, optional: Sequence[str] = ()) -> Mapping[str, Any]:
    """Return an object that has exactly these fields."""
    if not isinstance(raw, dict):
        raise Unacceptable("format")
    names = set(raw)
    if not set(fields) <= names or not names <= {*fields, *optional}:
        raise Unacceptable("fields")
    return raw


def items(raw: object, length: int | None = None) -> Sequence[Any]:
    """Return a list, of a given length where one is given."""
    if not isinstance(raw, list):
        raise Unacceptable("format")
    if length is not None and len(raw) != length:
        raise Unacceptable("length")
    return raw


def words(raw: object) -> str:
    """Return a string."""
    if not isinstance(raw, str):
        raise Unacceptable("format")
    return raw


def whole(raw: object) -> int:
    """Return a small whole number."""
    if not isinstance(raw, int) or isinstance(raw, bool) or raw < 0:
        raise Unacceptable("number")
    return raw


def digest(text: str) -> str:
    """Return the name of a piece of data: SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint(text: str) -> str:
    """Return H_JSON (4.15): SHA-256 in Base64 without padding; a ballot's is its tracker."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def challenge(*parts: str) -> mpz:
    """Hash parts joined by bars into a number; the caller reduces it modulo q."""
    return mpz(int.from_bytes(hashlib.sha256("|".join(parts).encode()).digest(), "big"))


def commas(*numbers: mpz) -> str:
    """Join numbers in base 10 by commas."""
    return ",".join(str(number) for number in numbers)
