"""Names or numbers one after the other in a sentence: “3 and 4”, “3, 4 et 7”, “3 ha 4”."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from babel import Locale
from babel.lists import format_list

# English as it is written here puts no comma before the last.
_WRITTEN_AS = {"en": "en_GB"}
# Breton says “hag” where a vowel follows; of the numbers, these begin with one: unan, eizh, unnek.
_VOWELS = frozenset("aeiou")
_OPEN_NUMBERS = {"1", "8", "11"}


@dataclass(frozen=True)
class Listing:
    """What a sentence names one after the other; it is joined in the language of whoever reads."""

    parts: tuple[object, ...]

    def __str__(self) -> str:
        return listing_in(self, Locale("en"))


def listed(parts: Iterable[object]) -> Listing:
    """Gather what a sentence names one after the other."""
    return Listing(tuple(parts))


def listing_in(listing: Listing, locale: Locale, say: Callable[[Any], object] = str) -> str:
    """Join what is listed as a language does; `say` puts each part into words."""
    words = [str(say(one)) for one in listing.parts]
    joined = format_list(words, locale=_WRITTEN_AS.get(locale.language, locale))
    if locale.language == "br" and len(words) > 1 and _is_open(words[-1]):
        return f"{joined.removesuffix(f' ha {words[-1]}')} hag {words[-1]}"
    return joined


def _is_open(word: str) -> bool:
    return word in _OPEN_NUMBERS or unicodedata.normalize("NFD", word.casefold())[:1] in _VOWELS
