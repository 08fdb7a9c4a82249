"""French as it is printed, in the catalogues, the guide, and what ships with the program: signs, spaces, words."""

import re
import tomllib
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
WRONG = {
    "a straight apostrophe": re.compile(r"[^\W\d]'[^\W\d]"),
    "three dots for an ellipsis": re.compile(r"\.\.\."),
    "an order where one says what to do": re.compile(r"\bveuillez\b", re.IGNORECASE),
    "tu for vous": re.compile(r"\b(?:tu|toi|tes)\b", re.IGNORECASE),
    "a space that lets the sign fall to the next line": re.compile(r"[ ][;:!?»]|«[ ]"),
    "a wide space before a high sign": re.compile(r"\u00a0[;!?]"),
    "a narrow space before a colon": re.compile(r"\u202f:"),
    "a narrow space inside guillemets": re.compile(r"«\u202f|\u202f»"),
    "a number that may fall to the next line": re.compile(r"\bn° (?!\d+-)|\d €|\d %(?!\()"),
    "an order written as typists do": re.compile(r"\b(?:1ère|2ème|\d+ème)\b"),
    "a capital that lost its accent": re.compile(
        r"\b(?:Etat|Etape|Election|Equipe|Echéance|Energie|Etude|Emargement|Ecrire|Ecrivez|Elu)s?\b"
    ),
    "two letters for one": re.compile(r"\b\w*(?:oeuvr|coeur|voeu|soeur|noeud)\w*", re.IGNORECASE),
    "counsel that could be the board": re.compile(r"confirm\w+ par votre conseil(?! juridique)"),
    "another word than the glossary's": re.compile(
        r"\b(?:procurations?|assesseurs?|décomptes?|adhérent(?:e?s)?|coopérateurs?|feuilles? d’appel|"
        r"listes? de présence|réunions? générales?|donateurs?|mensualités?|tours? de financement|"
        r"levées? de fonds|actionnaires?|passcodes?|identifiants? de connexion|"
        r"adresses? de courriel|appels? de paiement|quorum (?:est |était |a été |étant )?manqué)\b(?!\))",
        re.IGNORECASE,
    ),
}
# What is typed or read by a machine is no French.
TYPED = re.compile(
    r"```.*?```|`[^`]*`|(?<=\])\([^)]*\)|https?://\S+|\{[^}]*\}|<[^>]*>|^\|[-:| ]+\|$|^ *!\[",
    re.DOTALL | re.MULTILINE,
)


def catalogued():
    for folder in ("translations", *(f"{one}/translations" for one in ROOT.glob("plugins/collegial_*"))):
        for path in (ROOT / folder).glob("fr/LC_MESSAGES/*.po"):
            with path.open("rb") as source:
                for message in read_po(source, locale="fr"):
                    said = message.string if message.id else ""
                    for text in [said] if isinstance(said, str) else said:
                        yield path.parts[-5], text


def written():
    for path in (ROOT / "docs" / "fr").rglob("*.md"):
        for line in TYPED.sub("", path.read_text("utf-8")).splitlines():
            yield path.name, line


def shipped():
    """Give what presets and the demonstration say, but for what stands under another language."""
    for root in ("core", "plugins"):
        for path in (ROOT / root).rglob("*.toml"):
            for text in told(tomllib.loads(path.read_text("utf-8"))):
                yield path.name, TYPED.sub("", text)


def told(document):
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict):
        for key, value in document.items():
            if key not in ("en", "br"):
                yield from told(value)
    elif isinstance(document, list):
        for value in document:
            yield from told(value)


@pytest.mark.parametrize("source", [catalogued, written, shipped])
def test_french_is_printed_as_french(source):
    texts = list(source())

    assert len(texts) > 500
    assert [
        (where, why, text) for where, text in texts for why, sign in WRONG.items() if sign.search(text)
    ] == []
