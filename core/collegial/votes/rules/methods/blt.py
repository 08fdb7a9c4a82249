"""The usual file of a ranked election (`.blt`): candidates, seats, withdrawals, papers, names."""

import re
from collections import Counter
from collections.abc import Iterator

from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, t
from collegial.votes.rules.methods.papers import Election, Paper

MOST_CANDIDATES = 1_000
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|#[^\n]*|\(([^)\n]*)\)|([^\s"#(]+)')
_NUMBER = re.compile(r"[0-9]{1,9}")
_RANK = re.compile(r"[0-9]{1,9}(?:=[0-9]{1,9})*")
_PASSED = "-"


def read_blt(text: str) -> Election:
    """Read a file; raise Invalid `votes.blt` naming what is wrong and the line.

    `#` begins a comment; `2=3` ranks two candidates alike; `-` passes a rank over; `-2` after the head
    withdraws a candidate; a name in brackets before a paper is left unread.
    """
    return _Reader(text).election()


class _Reader:
    """The words of a file, one after the other, each with its line."""

    def __init__(self, text: str) -> None:
        self._words = _words(text.lstrip("\ufeff"))
        self._line, self._word = 1, ""
        self._is_name = False
        self._ahead = False

    def election(self) -> Election:
        count = self._number(t("the number of candidates"), least=1, most=MOST_CANDIDATES)
        seats = self._number(t("the number of seats"), least=1, most=MOST_CANDIDATES)
        withdrawn = frozenset(self._withdrawn(count))
        papers: Counter[tuple[tuple[int, ...], ...]] = Counter()
        while (times := self._number(t("how many papers say this, or 0 after the last"))) != 0:
            papers[tuple(self._ranks(count))] += times
        names = tuple(
            self._name(t("the name of candidate %(number)s", number=one + 1)) for one in range(count)
        )
        title = self._name(t("the title"), is_needed=False)
        self._end()
        return self._checked(names, seats, withdrawn, papers, title)

    def _checked(
        self,
        names: tuple[str, ...],
        seats: int,
        withdrawn: frozenset[int],
        papers: Counter[tuple[tuple[int, ...], ...]],
        title: str,
    ) -> Election:
        if len(set(names)) < len(names):
            raise self._wrong(t("two candidates have the same name"))
        return Election(
            candidates=names,
            seats=seats,
            withdrawn=withdrawn,
            title=title,
            papers=tuple(Paper(count=times, ranks=ranks) for ranks, times in papers.items()),
        )

    def _withdrawn(self, count: int) -> Iterator[int]:
        while self._next() and not self._is_name and self._word.startswith("-"):
            yield self._place(self._word[1:], count)
        self._ahead = True

    def _ranks(self, count: int) -> Iterator[tuple[int, ...]]:
        seen: set[int] = set()
        while self._next() and self._word != "0":
            if self._is_name or not (self._word == _PASSED or _RANK.fullmatch(self._word)):
                raise self._wrong(t("“%(word)s” is no rank of a paper", word=self._word[:40]))
            rank = (
                ()
                if self._word == _PASSED
                else tuple(self._place(one, count) for one in self._word.split("="))
            )
            if seen & set(rank) or len(set(rank)) < len(rank):
                raise self._wrong(t("a paper names a candidate twice"))
            seen |= set(rank)
            if rank:
                yield rank
        if self._word != "0":
            raise self._wrong(t("a paper does not end with 0"))

    def _place(self, word: str, count: int) -> int:
        if not _NUMBER.fullmatch(word) or not 1 <= int(word) <= count:
            raise self._wrong(t("“%(word)s” is no candidate’s number", word=word[:40]))
        return int(word) - 1

    def _number(self, what: Text, *, least: int = 0, most: int = 10**9) -> int:
        if not self._next() or self._is_name or not _NUMBER.fullmatch(self._word):
            raise self._wrong(t("here should stand %(what)s", what=what))
        if not least <= int(self._word) <= most:
            raise self._wrong(t("“%(word)s” is out of bounds for %(what)s", word=self._word, what=what))
        return int(self._word)

    def _name(self, what: Text, *, is_needed: bool = True) -> str:
        if not self._next():
            if is_needed:
                raise self._wrong(t("here should stand %(what)s", what=what))
            return ""
        if not self._is_name or (is_needed and not self._word.strip()):
            raise self._wrong(t("here should stand %(what)s, in quotes", what=what))
        return self._word.strip()

    def _end(self) -> None:
        """Accept names after the title, as some programs write them, and nothing else."""
        while self._next():
            if not self._is_name:
                raise self._wrong(t("nothing may follow the title"))

    def _next(self) -> bool:
        if self._ahead:
            self._ahead = False
            return bool(self._word) or self._is_name
        found = next(self._words, None)
        if found is None:
            self._word, self._is_name = "", False
            return False
        self._line, self._word, self._is_name = found
        return True

    def _wrong(self, what: Text) -> Invalid:
        return Invalid(
            "votes.blt",
            t("Line %(line)s of the election file cannot be read: %(what)s.", line=self._line, what=what),
        )


def _words(text: str) -> Iterator[tuple[int, str, bool]]:
    """Give each word with its line and whether it stood in quotes; comments and paper names are left out."""
    line, place = 1, 0
    for found in _TOKEN.finditer(text):
        line += text.count("\n", place, found.start())
        place = found.start()
        if found[1] is not None:
            yield line, re.sub(r"\\(.)", r"\1", found[1]), True
        elif found[3] is not None:
            yield line, found[3], False
