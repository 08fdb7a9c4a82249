"""What a report says: figures under headings, as pages and documents both print them."""

from dataclasses import dataclass

from collegial.plugin import Money, Text


@dataclass(frozen=True)
class Figure:
    """A figure and what it counts: an amount, or a number of things."""

    label: Text
    value: Money | int


@dataclass(frozen=True)
class Part:
    """Some figures of one tool."""

    title: Text
    figures: tuple[Figure, ...]
