"""How the guide is searched: every word must be there, a title weighs more than a text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from collegial.kernel.folding import beginning, folded_text

MOST = 30
ELSEWHERE = ("fr", "br")
_AROUND = 90
_SHOWN = 220
_SPACE = re.compile(r"[ \t\n\r]+")  # not those that keep a sign beside its word
_NEXT = re.compile(r"[.!?…][”»)\u00a0\u202f]* (?=[^\W\d_a-zà-ÿ]|[«“(])")  # where another sentence begins


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A section of the guide, or the head of a page: where it is, and what it says."""

    location: str
    title: str
    text: str

    @property
    def page(self) -> str:
        """Return the address of its page."""
        return self.location.partition("#")[0]


def find_pieces(pieces: Iterable[Piece], words: str, *, language: str) -> list[Piece]:
    """Return the sections that say all the words, those in a language and the best first; no more than one reads."""
    wanted = (folded_text(words) or "").split()
    scored = [(score, one) for one in pieces if (score := _score(one, wanted))] if wanted else []
    scored.sort(key=lambda pair: (language_of(pair[1].location) != language, -pair[0], pair[1].location))
    return [one for _, one in scored][:MOST]


def language_of(location: str) -> str:
    """Return the language of what stands at an address of the guide."""
    folder = location.partition("/")[0]
    return folder if folder in ELSEWHERE else "en"


def _score(piece: Piece, wanted: Sequence[str]) -> int:
    title, text = folded_text(piece.title) or "", folded_text(piece.text) or ""
    begins = [re.compile(beginning(word)) for word in wanted]
    hits = [10 * bool(one.search(title)) + min(len(one.findall(text)), 3) for one in begins]
    return sum(hits) if all(hits) else 0


def excerpt(text: str, words: str) -> str:
    """Return the sentences around the first of the words in a text, or what fits of a long one."""
    plain = _SPACE.sub(" ", text).strip()
    folded = folded_text(plain) or ""
    begins = [re.compile(beginning(word)) for word in (folded_text(words) or "").split()]
    found = min((at.start() for one in begins if (at := one.search(folded))), default=0)
    starts = [0, *(one.end() for one in _NEXT.finditer(plain))]
    start, before = _start(starts, found)
    end = max((one for one in (*starts, len(plain)) if found < one <= start + _SHOWN), default=0)
    after = not end
    # Whole words only: what the cut has left of one is dropped.
    shown = plain[start : end or start + _SHOWN].split(" ")[int(before) : -1 if after else None]
    return ("… " if before else "") + " ".join(shown).rstrip(" ") + (" …" if after else "")


def _start(starts: Sequence[int], found: int) -> tuple[int, bool]:
    """Return where to begin, and whether that is in the middle of a sentence: its beginning is too far away."""
    sentence = max(one for one in starts if one <= found)
    return (found - _AROUND, True) if found - sentence > 2 * _AROUND else (sentence, False)
