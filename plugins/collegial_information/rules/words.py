"""Which words find a resource: without accents or capitals, by their beginning or their stem, with their synonyms."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import snowballstemmer

from collegial.plugin import folded_text

_WORD = re.compile(r"[a-z0-9]+")
SHORTEST, LONGEST, MOST_ASKED = 2, 40, 8
TITLE_WEIGHT, TEXT_WEIGHT = 3, 1
# Words that stand everywhere and tell nothing.
_EMPTY_FRENCH = (
    "au aux avec ce ces dans de des du elle en est et il ils la le les leur leurs on ou par pour qu que qui sa se ses "
    "son sont sur un une vos votre"
)
_EMPTY_ENGLISH = "and for of the to with"
_EMPTY = frozenset([*_EMPTY_FRENCH.split(), *_EMPTY_ENGLISH.split()])
_SHORTEST_PLURAL = 4
# Plurals that do not follow the rule.
_PLURALS = {"travaux": "travail", "baux": "bail"}
_STEMMER = snowballstemmer.stemmer("french")


def words_of(text: str | None) -> list[str]:
    """Return the words of a text as they are looked for, in their order."""
    found = _WORD.findall(folded_text(text) or "")
    return [one[:LONGEST] for one in found if len(one) >= SHORTEST and one not in _EMPTY]


@lru_cache(maxsize=20_000)
def stem_of(word: str) -> str:
    """Return what the forms of a word have in common: `financ` for *financements* and *financée*.

    The word bears no accents any more, so it is stemmed alike whether the reader typed them or not; endings that the
    stemmer knows by their accents are brought to ones that it knows without.
    """
    stem: str = _STEMMER.stemWord(_bare(_singular(word)))
    return stem


def weighed(title: str, texts: Iterable[str | None]) -> Mapping[str, int]:
    """Return each word of a resource with its weight: those of the title count more."""
    weights = {one: TEXT_WEIGHT for text in texts for one in words_of(text)}
    return weights | dict.fromkeys(words_of(title), TITLE_WEIGHT)


def asked(words: str, groups: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return, for each word that is looked for, the words that may stand for it: itself, then its synonyms.

    A synonym of several words stands for the word when all of them do; it is written with spaces.
    """
    known = [[" ".join(words_of(one)) for one in group] for group in groups]
    return [_meanings(one, known) for one in dict.fromkeys(words_of(words))][:MOST_ASKED]


def _meanings(word: str, groups: Sequence[Sequence[str]]) -> list[str]:
    stem = stem_of(word)
    others = [one for group in groups if stem in map(stem_of, group) for one in group]
    return list(dict.fromkeys([word, *(one for one in others if one and stem_of(one) != stem)]))


def _singular(word: str) -> str:
    """Take the mark of the plural off, as most French and English nouns bear it."""
    if len(word) < _SHORTEST_PLURAL or word in _PLURALS:
        return _PLURALS.get(word, word)
    if word.endswith("aux"):
        return f"{word[:-3]}al"
    return word[:-1] if word[-1] in "sx" and word[-2] != "s" else word


def _bare(word: str) -> str:
    for ending, other in (("iere", "ier"), ("ee", "e")):
        if word.endswith(ending):
            return word.removesuffix(ending) + other
    return word
