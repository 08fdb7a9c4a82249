"""How large a group is, when a season ends, when an atelier may start."""

import enum
from dataclasses import dataclass
from datetime import date

from collegial.plugin import Text, nt, t


class AtelierKind(enum.Enum):
    """What professionals do together: exchange practices (EP), or solve a question (RQ)."""

    EXCHANGE = "ep"
    QUESTION = "rq"


class Spot(enum.Enum):
    """How far a structure or an expert that was spotted has come."""

    SPOTTED = "spotted"
    CALLED = "called"
    COMING = "coming"
    DECLINED = "declined"


@dataclass(frozen=True, kw_only=True)
class Size:
    """How few and how many structures make a group."""

    least: int
    most: int


def size_fault(size: Size) -> Text | None:
    """Return what is wrong with the bounds of a group, None when nothing is."""
    if size.least < 2:  # noqa: PLR2004 (peers: one structure cannot exchange with itself)
        return t("A group has two structures or more.")
    if size.most < size.least:
        return t("The largest size is under the smallest one.")
    return None


def season_fault(starts_on: date, ends_on: date) -> Text | None:
    """Return what is wrong with a season, None when nothing is."""
    if ends_on < starts_on:
        return t("The season ends before it starts. Look at the two days again.")
    return None


def season_of(starts_on: date) -> Text:
    """Return the season in which an atelier begins, by the calendar of meteorologists."""
    names = (t("Winter"), t("Spring"), t("Summer"), t("Autumn"))
    return names[(starts_on.month % 12) // 3]


def why_not_start(members: int, size: Size) -> Text | None:
    """Return why an atelier cannot start, None when its group is neither too small nor too large."""
    if members < size.least:
        return nt(
            "%(count)d structure takes part; the group needs %(least)d.",
            "%(count)d structures take part; the group needs %(least)d.",
            members,
            least=size.least,
        )
    return why_not_full(members, size)


def why_not_full(members: int, size: Size) -> Text | None:
    """Return why a group of so many is over its size, None when it is not."""
    if members > size.most:
        return nt(
            "The group is full: %(count)d structure at most.",
            "The group is full: %(count)d structures at most.",
            size.most,
        )
    return None
