"""Guess what was meant by words that nothing says."""

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches

Fold = Callable[[str], str]
_WORDS = re.compile(r"[^\W\d_]{3,}")
_CLOSE = 0.75


def corrected(words: str, titles: Iterable[str], fold: Fold) -> str | None:
    """Return the words as the titles spell what is nearest to each; None where one of them is near to nothing.

    `fold` takes capitals and accents away.
    """
    spelt = {fold(one): one.lower() for title in titles for one in _WORDS.findall(title)}
    found = [_nearest(fold(one), one, spelt) for one in words.split()]
    said = " ".join(one for one in found if one)
    return said if all(found) and fold(said) != fold(words) else None


def _nearest(folded: str, written: str, spelt: Mapping[str, str]) -> str | None:
    if any(one.startswith(folded) for one in spelt):
        return written
    near = get_close_matches(folded, spelt, n=1, cutoff=_CLOSE)
    return spelt[near[0]] if near else None
