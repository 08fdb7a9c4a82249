"""What the guide sets in italics are the words of the pages: a button that was renamed is renamed in the guide too."""

import re
from io import BytesIO

import pytest
from babel.messages.pofile import read_po

# A fenced block or a code span; what is said loudly; an emphasised phrase, which may go over a line's end.
_CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
_LOUD = re.compile(r"\*\*[^*]+\*\*")
_NAME = re.compile(r"(?<![*\w])\*(?!\s)([^*]+?)(?<!\s)\*(?![*\w])")
_PLAIN = str.maketrans("\N{NARROW NO-BREAK SPACE}\N{NO-BREAK SPACE}’", "  '")


def _bare(text):
    """Return a text without what may differ between a page and a sentence: spaces, first capital, last stop."""
    return " ".join(text.translate(_PLAIN).split()).rstrip(".…: ").casefold()


@pytest.fixture(scope="module")
def said(root):
    """Give a function that returns what pages say in a language, and what begins before the value they put in."""
    found = {}

    def texts(language):
        if language not in found:
            files = (
                root / f"translations/{language}/LC_MESSAGES/messages.po",
                *root.glob(f"plugins/*/translations/{language}/LC_MESSAGES/*.po"),
            )
            entries = [
                entry for file in files for entry in read_po(BytesIO(file.read_bytes()), locale=language)
            ]
            found[language] = [
                set(_variants(entry.id for entry in entries)),
                set(_variants(e.string for e in entries)),
            ]
        return found[language]

    return texts


def _variants(texts):
    for one in texts:
        for text in one if isinstance(one, tuple) else (one,):
            yield from (_bare(text), _bare(text.partition("%(")[0]))


@pytest.mark.parametrize(
    ("folder", "language", "column"), [("guide", "fr", 0), ("fr", "fr", 1), ("br", "br", 1)]
)
def test_the_guide_names_what_is_on_the_pages(root, said, folder, language, column):
    known = said(language)[column]

    strange = [
        f"{page.name}: {part}"
        for page in sorted((root / "docs" / folder).glob("*.md")) if page.name != "glossary.md"
        for name in _NAME.findall(_LOUD.sub("", _CODE.sub("", page.read_text(encoding="utf-8"))))
        for part in name.split("→") if _bare(part) not in known
    ]  # fmt: skip

    assert strange == [], "Name it as the page does, or put it between quotation marks."


def test_names_are_found_over_lines_and_apart_from_what_is_said_loudly():
    text = "**Wait.** Press *Send\nit*, or `*not*` and *This → That*; 2 * 3 * 4."

    assert _NAME.findall(_LOUD.sub("", _CODE.sub("", text))) == ["Send\nit", "This → That"]
    assert _bare("«\N{NO-BREAK SPACE}L’Ami\N{NO-BREAK SPACE}»…") == "« l'ami »"


def test_every_page_of_the_guide_is_in_french_under_the_same_headings(root):
    english, french = root / "docs" / "guide", root / "docs" / "fr"

    missing = {page.name for page in english.glob("*.md")} - {page.name for page in french.glob("*.md")}
    bare = [
        f"{page.name}: {line}" for page in french.glob("*.md") if page.name not in {"index.md", "glossary.md"}
        for line in page.read_text(encoding="utf-8").splitlines() if re.match(r"##+ (?!.*\{ #[\w-]+ \}$)", line)
    ]  # fmt: skip

    assert missing == set()
    assert bare == [], "Give the heading the address of the English one, so that help leads to it."
    assert [
        page.name
        for page in french.glob("*.md")
        if re.search(r"(?<=\S) [;!?»](?!\[)|« ", page.read_text("utf-8"))
    ] == []
