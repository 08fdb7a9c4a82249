"""What a report says: figures under headings, as pages and documents both print them."""

from dataclasses import dataclass

from collegial.plugin import ZERO, Money, Text


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
    """Some figures of one tool, where they are divided, and amounts that make up a whole, to be drawn."""

    title: Text
    figures: tuple[Figure, ...]
    breakdowns: tuple[Breakdown, ...] = ()
    whole: tuple[tuple[Text, Money], ...] = ()

    @property
    def total(self) -> Money:
        """Return what the whole amounts to."""
        return sum((amount for _, amount in self.whole), ZERO)
