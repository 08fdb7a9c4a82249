"""Hash chains: each link seals its content and the link before it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from collegial.kernel.text import Text, t

GENESIS = "0" * 64


@dataclass(frozen=True, kw_only=True)
class Link:
    """One link as stored: its number from 1, what it seals, and the two hashes."""

    sequence: int
    payload: Mapping[str, object]
    previous: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class Break:
    """The first place where a chain does not hold."""

    sequence: int
    reason: Text


def canonical(payload: object) -> str:
    """Write a payload in the one form that is hashed: sorted keys, no spaces, UTF-8."""
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def fingerprint(content: object) -> str:
    """Return the SHA-256 of a content in its canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def seal(sequence: int, previous: str, payload: Mapping[str, object]) -> str:
    """Return the SHA-256 of a link, in hexadecimal."""
    text = f"{sequence}\n{previous}\n{canonical(payload)}"
    return hashlib.sha256(text.encode()).hexdigest()


def first_break(links: Iterable[Link], *, length: int | None = None, head: str | None = None) -> Break | None:
    """Find the first link that is missing, moved or changed; None when the chain holds.

    `length` and `head` are the ends stated elsewhere: they catch a chain cut off at its end.
    """
    count, previous = 0, GENESIS
    for link in links:
        count += 1
        reason = _fault(link, count, previous)
        if reason:
            return Break(sequence=count, reason=reason)
        previous = link.digest
    if (length is not None and count != length) or (head is not None and previous != head):
        reason = t("The chain ends at number %(number)s, and another end was recorded.", number=count)
        return Break(sequence=count, reason=reason)
    return None


def _fault(link: Link, expected: int, previous: str) -> Text | None:
    if link.sequence != expected:
        return t("Number %(number)s is missing.", number=expected)
    if link.previous != previous:
        return t("Number %(number)s does not follow the one before it.", number=expected)
    if link.digest != seal(link.sequence, link.previous, link.payload):
        return t("What stands at number %(number)s was changed.", number=expected)
    return None
