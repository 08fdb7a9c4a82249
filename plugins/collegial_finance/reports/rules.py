"""What a report says: figures under headings, as pages and documents both print them."""

from dataclasses import dataclass

from collegial.plugin import Money, Text


@dataclass(frozen=True)
class Figure:
    """A figure and what it counts: an amount, or a number of things."""

    label: Text
    value: Money | int


@dataclass(frozen=True)
class Breakdown:
    """Some amounts of one tool by what they belong to: each row has its words, then its amounts."""

    title: Text
    words: tuple[Text, ...]
    amounts: tuple[Text, ...]
    rows: tuple[tuple[tuple[str | Text, ...], tuple[Money, ...]], ...]


@dataclass(frozen=True)
class Part:
    """Some figures of one tool, and where they are divided."""

    title: Text
    figures: tuple[Figure, ...]
    breakdowns: tuple[Breakdown, ...] = ()
