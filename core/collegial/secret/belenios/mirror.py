"""What a mirror outside keeps of a board: for each moment how far it went and where it ended.

A board only grows, and each event names the one before it; so a board that was rewritten contradicts an earlier line.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from collegial.secret.belenios.chain import Event, Step
from collegial.secret.belenios.text import Unacceptable, digest

_DIGEST = 64


@dataclass(frozen=True)
class Head:
    """The end of a board when its last event had this height."""

    height: int
    digest: str

    @property
    def line(self) -> str:
        """Return the line that is kept."""
        return f"{self.height} {self.digest}\n"


def head_of(event: Event) -> Head:
    """Return the head of a board that ends with an event."""
    return Head(event.height, digest(event.text))


def read_heads(text: str) -> list[Head]:
    """Read the lines of a mirror; raises Unacceptable for one that is none."""
    return [_read(line) for line in text.splitlines()]


def _read(line: str) -> Head:
    height, _, seal = line.partition(" ")
    if not (height.isascii() and height.isdigit()) or len(seal) != _DIGEST:
        raise Unacceptable("mirror")
    return Head(int(height), seal)


def contradiction(heads: Sequence[Head], steps: Sequence[Step]) -> Head | None:
    """Return the first head that a board does not go through; None when it continues all of them."""
    found = {step.event.height: digest(step.event.text) for step in steps}
    return next((one for one in heads if found.get(one.height) != one.digest), None)
