"""What changed between two texts, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A space goes with the word after it: alone it would be the commonest word of all, and slow to match.
_WORDS = re.compile(r"\s*\w+|\s*[^\w\s]|\s+")
# Beyond this many words, a changed stretch is shown whole: marks on every third word help nobody.
_MOST_WORDS = 4000


class Mark(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and what became of it."""

    mark: Mark
    text: str


def words_of(text: str) -> list[str]:
    """Cut a text into words and signs, each with the space before it; joined again they are the text."""
    return _WORDS.findall(text)


def lines_of(text: str) -> list[str]:
    """Cut a text into its lines, each with its end."""
    return text.splitlines(keepends=True)


def mark_words(before: str, after: str) -> tuple[Piece, ...]:
    """Mark what was removed and added, by words; lines that stayed are found first, so a long text is quick."""
    if before == after:
        return (Piece(Mark.SAME, before),) if before else ()
    found: list[Piece] = []
    for old, new in _stretches(lines_of(before), lines_of(after)):
        if old == new:
            found.append(Piece(Mark.SAME, old))
        else:
            found.extend(_by_words(old, new))
    return _joined(found)


def _by_words(before: str, after: str) -> Iterator[Piece]:
    old, new = words_of(before), words_of(after)
    if len(old) + len(new) > _MOST_WORDS:
        yield from (Piece(Mark.REMOVED, before), Piece(Mark.ADDED, after))
        return
    for one, other in _stretches(old, new):
        if one == other:
            yield Piece(Mark.SAME, one)
        else:
            yield from (Piece(Mark.REMOVED, one), Piece(Mark.ADDED, other))


def _stretches(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the stretches of both, in order; what begins and ends alike is set aside first, for speed."""
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    yield "".join(before[:head]), "".join(after[:head])
    for _, start, end, begin, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield "".join(old[start:end]), "".join(new[begin:stop])
    yield "".join(before[len(before) - tail :]), "".join(after[len(after) - tail :])


def _alike(before: Sequence[str], after: Sequence[str]) -> int:
    """Return how many begin alike."""
    pairs = zip(before, after, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(before), len(after)))


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    joined: list[Piece] = []
    for one in pieces:
        if not one.text:
            continue
        if joined and joined[-1].mark is one.mark:
            joined[-1] = Piece(one.mark, joined[-1].text + one.text)
        else:
            joined.append(one)
    return tuple(joined)
