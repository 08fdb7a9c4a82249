"""Tell whoever waits at a terminal how far a backup or a restore is; nothing is told to a timer or a file."""

import sys
from collections.abc import Callable, Collection, Iterator
from shutil import get_terminal_size
from typing import Protocol, TextIO, TypeVar

from collegial.kernel.text import Text, t
from collegial.terminal.speech import say

_Piece = TypeVar("_Piece")


class Tell(Protocol):
    """Hears each step by its name, how much of it is done, and of how much; 0 where nobody knows."""

    def __call__(self, step: Text, done: int = 0, total: int = 0) -> None:
        """Hear how far a step is."""


def silent(step: Text, done: int = 0, total: int = 0) -> None:
    """Tell nothing."""


class OnTerminal:
    """Writes a line for each step, and its counts over those of before."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._step = ""

    def __call__(self, step: Text, done: int = 0, total: int = 0) -> None:
        """Write how far a step is."""
        name = say(step)
        begins = "\r" if name == self._step else ("\n" if self._step else "")
        self._step = name
        counts = say(t(" %(done)s of %(total)s", done=f"{done:,}", total=f"{total:,}")) if total else ""
        # A line that is wider than the terminal could not be written over.
        room = get_terminal_size().columns - len(counts) - 1
        short = name if len(name) <= room else f"{name[: max(0, room - 1)]}…"
        self._stream.write(f"{begins}{short}{counts}\x1b[K")
        self._stream.flush()

    def end(self) -> None:
        """End the last line."""
        if self._step:
            self._stream.write("\n")
        self._step = ""


def waiting() -> tuple[Tell, Callable[[], None]]:
    """Return how to tell whoever waits here, and what ends it."""
    if not sys.stderr.isatty():
        return silent, lambda: None
    told = OnTerminal(sys.stderr)
    return told, told.end


def counted(tell: Tell, step: Text, pieces: Collection[_Piece]) -> Iterator[_Piece]:
    """Yield pieces, and tell how many of them are done."""
    tell(step, 0, len(pieces))
    for number, piece in enumerate(pieces, start=1):
        yield piece
        tell(step, number, len(pieces))
