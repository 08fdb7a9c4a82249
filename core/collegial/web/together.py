"""What stays on one line: a number and its noun, as French and Breton ask of whoever sets a text; in English, a time.

A catalogue writes a plain space; where “%(num)d jours” gets its number, the space becomes one that does not break.
In “résolution %(number)s” it is the one before: a number that is a name stays with what it names.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

_KEPT = "\N{NO-BREAK SPACE}"
_NAMED = re.compile(r"(?<=[^\W\d_]) (?=%\(numbers?\)s)")
# A noun, told from “à” and “sur” by its length. English asks for it less: of times alone.
_NOUN = r"(?=[^\W\d_]{4}|(?:ans|den)\b)"
_NOUNS = {"fr": _NOUN, "br": _NOUN, "en": r"(?=(?:second|minute|hour|day|week|month|year)s?\b)"}
_COUNTED = {language: re.compile(rf"%\((\w+)\)([ds]) {noun}") for language, noun in _NOUNS.items()}
# A number that the catalogue writes itself: “200 caractères”, but “1 à 5”.
_WRITTEN = {language: re.compile(rf"(?<![\w.,/])(\d+) {noun}") for language, noun in _NOUNS.items()}
_NUMBER = re.compile(r"[≈\d.,\s]*\d")
_NAMES = {"number", "numbers"}


def kept_together(text: str, values: Mapping[str, object], language: str) -> str:
    """Return a text that waits for its values, with spaces that do not break between numbers and their nouns."""
    if language not in _NOUNS:
        return text
    text, counted = _whatever_comes(text, language), _COUNTED[language]
    return counted.sub(lambda found: _before_noun(found, values), text) if "%(" in text else text


@lru_cache(maxsize=20_000)
def _whatever_comes(text: str, language: str) -> str:
    named = text if language == "en" else _NAMED.sub(_KEPT, text)
    return _WRITTEN[language].sub(rf"\1{_KEPT}", named)


def _before_noun(found: re.Match[str], values: Mapping[str, object]) -> str:
    name, kind = found.groups()
    counts = kind == "d" or (name not in _NAMES and _NUMBER.fullmatch(str(values.get(name))))
    return f"{found[0][:-1]}{_KEPT}" if counts else found[0]
