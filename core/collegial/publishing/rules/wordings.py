"""How missions and priorities are said in a language, and how far a text of the site is translated."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from collegial.kernel.naming import first_free, key_base

MOST = 20


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A mission or a priority in a language: `short` fits a badge, `text` is Markdown and may be empty."""

    key: str
    short: str
    label: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Writing:
    """What is written at a place in a language: a text, and where a list follows it the wording of each entry."""

    body: str = ""
    wordings: tuple[Wording, ...] = ()

    @property
    def as_text(self) -> str:
        """Return all of it as one text, to compare it with another."""
        entries = (
            "\n".join(dict.fromkeys((one.short, one.label, one.text))).strip() for one in self.wordings
        )
        return "\n\n".join(part for part in (self.body, *entries) if part)


class Standing(StrEnum):
    """How a text stands in a language, beside the first language of the site."""

    WRITTEN = "written"
    SHIPPED = "shipped"
    MISSING = "missing"
    OLDER = "older"

    @property
    def asks_for_work(self) -> bool:
        """Whether a translation waits."""
        return self in {Standing.MISSING, Standing.OLDER}


@dataclass(frozen=True, kw_only=True)
class Held:
    """What is published at a place in a language, as which revision, and since when; 0 for what was shipped."""

    writing: Writing = Writing()
    revision: int = 0
    since: datetime | None = None


def standing(first: Held, own: Held | None) -> Standing:
    """Say how a text stands; `own` is None for the first language itself."""
    mine = own or first
    worded = {one.key for one in mine.writing.wordings}
    if own and any(one.key not in worded for one in first.writing.wordings):
        return Standing.MISSING
    if own and first.writing.body and not own.writing.body:
        return Standing.MISSING
    if not (mine.writing.body or worded):
        return Standing.SHIPPED
    if own and first.since and own.since and own.since < first.since:
        return Standing.OLDER
    return Standing.WRITTEN


def ordered(lines: Iterable[tuple[int | None, Wording]]) -> tuple[Wording, ...]:
    """Put the entries at the places that were asked for, the rest as they come; those without a key get one.

    Of two that ask for one place, the one that moves up comes before the one that was there, the one that moves
    down after it.
    """
    placed = []
    for here, (wanted, wording) in enumerate(lines, start=1):
        there = here if wanted is None else wanted
        placed.append(((there, (there > here) - (there < here), here), wording))
    return _with_keys([wording for _, wording in sorted(placed, key=lambda one: one[0])])


def _with_keys(found: Sequence[Wording]) -> tuple[Wording, ...]:
    taken = {one.key for one in found if one.key}
    keyed: list[Wording] = []
    for one in found:
        key = one.key or first_free(key_base(one.short, "entry"), taken)
        taken.add(key)
        keyed.append(Wording(key=key, short=one.short, label=one.label, text=one.text))
    return tuple(keyed)


def only_known(found: Iterable[Wording], keys: Iterable[str]) -> tuple[Wording, ...]:
    """Return the wordings of the keys, in the order of the keys."""
    by_key: Mapping[str, Wording] = {one.key: one for one in found}
    return tuple(by_key[key] for key in keys if key in by_key)
