"""Two changes of one text, put together; where both changed the same words, both are kept side by side."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from collegial.proposals.rules.wording import lines_of, words_of


@dataclass(frozen=True)
class Conflict:
    """A passage that both changed, each otherwise."""

    base: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Merged:
    """The text put together: plain stretches, and the passages to decide on."""

    pieces: tuple[str | Conflict, ...]

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Return the passages that both changed."""
        return tuple(one for one in self.pieces if isinstance(one, Conflict))

    @property
    def text(self) -> str:
        """Return the text; of a passage that both changed, theirs and then mine, so that nothing is lost."""
        return "".join(one if isinstance(one, str) else _both(one) for one in self.pieces)


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Put two changes of one text together, by lines, then by words where both touched the same lines."""
    pieces: list[str | Conflict] = []
    for one in _merge(base, mine, theirs, lines_of):
        if isinstance(one, Conflict):
            finer = tuple(_merge(one.base, one.mine, one.theirs, words_of))
            pieces.extend([one] if any(isinstance(part, Conflict) for part in finer) else finer)
        else:
            pieces.append(one)
    return Merged(tuple(pieces))


def merge_fields(
    base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str], *, prose: str = "text"
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Put two changes of several fields together; return them, and the names of those to decide on.

    A field that one side left as it was takes the other side's; of one that both changed, mine stands.
    Only the field `prose` is put together within.
    """
    merged, open_fields = {}, []
    for name, now in theirs.items():
        was, wanted = base.get(name, ""), mine.get(name, "")
        if wanted in (was, now):
            merged[name] = now
        elif now == was:
            merged[name] = wanted
        elif name == prose:
            both = merge(was, wanted, now)
            merged[name] = both.text
            open_fields += [name] if both.conflicts else []
        else:
            merged[name] = wanted
            open_fields.append(name)
    return merged, tuple(open_fields)


def _merge(base: str, mine: str, theirs: str, cut: Callable[[str], list[str]]) -> Iterator[str | Conflict]:
    was, one, other = cut(base), cut(mine), cut(theirs)
    at = at_one = at_other = 0
    for start, start_one, start_other, length in (
        *_shared(was, one, other),
        (len(was), len(one), len(other), 0),
    ):
        yield from _settled(
            "".join(was[at:start]), "".join(one[at_one:start_one]), "".join(other[at_other:start_other])
        )
        if length:
            yield "".join(was[start : start + length])
        at, at_one, at_other = start + length, start_one + length, start_other + length


def _settled(base: str, mine: str, theirs: str) -> Iterator[str | Conflict]:
    """Take the side that changed; a conflict when both did, each otherwise."""
    if mine in (theirs, base):
        settled: str | Conflict = theirs
    elif theirs == base:
        settled = mine
    else:
        settled = Conflict(base, mine, theirs)
    if settled != "":
        yield settled


def _shared(
    was: Sequence[str], one: Sequence[str], other: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield the stretches that stand in all three: their places, and their length."""
    mine = SequenceMatcher(None, was, one, autojunk=False).get_matching_blocks()
    theirs = SequenceMatcher(None, was, other, autojunk=False).get_matching_blocks()
    left = right = 0
    while left < len(mine) and right < len(theirs):
        (a, b, size), (a2, b2, size2) = mine[left], theirs[right]
        start, end = max(a, a2), min(a + size, a2 + size2)
        if start < end:
            yield start, b + start - a, b2 + start - a2, end - start
        if a + size < a2 + size2:
            left += 1
        else:
            right += 1


def _both(conflict: Conflict) -> str:
    between = "" if conflict.theirs.endswith("\n") or not conflict.theirs or not conflict.mine else "\n\n"
    return conflict.theirs + between + conflict.mine
