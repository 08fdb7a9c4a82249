"""The word before a name: French and Breton change it as the name begins.

A text says “de %(name)s” and cannot know the name: “de Nantes”, but “d’Ille-et-Vilaine” and “de la Commune de Bruz”;
“e Roazhon”, but “en Oriant”.
Only a word that the catalogue wrote is changed, never one inside a name.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

_NAME = r"((?:<[^<>]*>)*)%\((\w+)\)s"
_BEFORE = {
    "fr": (re.compile(rf"\b([Dd]|[Qq]u|jusqu|lorsqu|puisqu)e {_NAME}"), "{0}’"),
    "br": (re.compile(rf"\b([Hh]a|[Ee]) {_NAME}"), "{0}{1} "),
}
_BRETON = {"ha": "g", "e": "n"}
# “Oui”, “onze”, “Yann” begin as with a consonant; an h is silent in these beginnings alone: “d’Hélène”, “de Hambourg”.
_OPEN = {
    "fr": re.compile(
        r"(?!oui\b|ouisti|onz)[aeiou]|y(?![aeiou])|h(?:ab|armon|eb|el|enri|erb|erit|erv|eure|ilair|ipp|isto|"
        r"iver|om[mo]|on(?:ne|o)|opi|ori|orlo|ort|osp|otel|ub|uil|um|y[dgp])"
    ),
    "br": re.compile(r"[aeiouh]"),
}
# What is called by a common noun keeps its article, which joins the word before it: “du Pôle”, “à la Commune de Bruz”,
# “de l’Atelier vélo La Roue”. A first name is never one of these nouns.
_JOINED = re.compile(rf"\b([Dd]e|[Àà]|[Pp]ar|[Pp]our|[Aa]vec|[Qq]ue) {_NAME}")
# The same at the beginning of a sentence, where its verb follows: “Le Pôle vous convoque”, but “Pôle d’Aven : …”.
_SUBJECT = re.compile(rf"(?:^|(?<=[.!?] )){_NAME}(?= [a-zà-ÿ])")
_ARTICLES = {
    "la": re.compile(
        r"(?:commune|communaute|metropole|ville) d|(?:compagnie|cooperative|creche|ferme|fondation|maison|mutuelle|"
        r"recyclerie|regie|region|ressourcerie|scic|scop)\b"
    ),
    "le": re.compile(
        r"(?:bagad|cafe|centre|cinema|collectif|comite|conseil|departement|groupe|groupement|pays|pole|reseau|syndicat|"
        r"tiers-lieu)\b"
    ),
    "l’": re.compile(r"(?:accorderie|association|atelier|ecole|entreprise|epicerie|union)\b"),
}
_CONTRACTED = {"De le": "Du", "de le": "du", "À le": "Au", "à le": "au"}
_TAGS = re.compile(r"(?:<[^<>]*>)+")


def elided(text: str, values: Mapping[str, object], language: str) -> str:
    """Return a text that waits for its values, each word before a name as the name wants it."""
    if language == "fr":
        text = _JOINED.sub(lambda found: _articled(found, values), text)
        text = _SUBJECT.sub(lambda found: _opened(found, values), text)
    for written, joined, name in _places(text, language):
        if _OPEN[language].match(_beginning(values.get(name))):
            text = text.replace(written, joined)
    return text


def _articled(found: re.Match[str], values: Mapping[str, object]) -> str:
    """Return a word and the place of a name, with the article between them that the name wants."""
    article = _article(values.get(found[3]))
    if article is None:
        return found[0]
    word = f"{found[1]} {article}"
    return found[0].replace(f"{found[1]} ", _beside(_CONTRACTED.get(word, word)), 1)


def _opened(found: re.Match[str], values: Mapping[str, object]) -> str:
    """Return the place of a name that opens a sentence, after the article that it wants."""
    article = _article(values.get(found[2]))
    return f"{_beside(article.capitalize())}{found[0]}" if article else found[0]


def _beside(word: str) -> str:
    return word if word.endswith("’") else f"{word} "


def _article(name: object) -> str | None:
    if "@" in str(name):  # an address is read as it is
        return None
    begins = _beginning(name)
    return next((one for one, nouns in _ARTICLES.items() if nouns.match(begins)), None)


@lru_cache(maxsize=4096)
def _places(text: str, language: str) -> Sequence[tuple[str, str, str]]:
    """Return where a text has such a word before a name: as written, as it is before a vowel, and the name's place."""
    pattern, form = _BEFORE.get(language, (None, ""))
    return [
        (one[0], form.format(one[1], _BRETON.get(one[1].lower())) + one[0].split(" ", 1)[1], one[3])
        for one in (pattern.finditer(text) if pattern else ())
    ]


def _beginning(value: object) -> str:
    """Return how a value begins, in small letters that bear no accent."""
    first = _TAGS.sub("", str(value)[:400], count=1)[:20].lower().replace("œ", "oe")
    return unicodedata.normalize("NFD", first).encode("ascii", "ignore").decode()
