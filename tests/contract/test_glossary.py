"""The words: one for each thing, linked from pages, the same on the site and in the guide."""

import importlib.util
import re

import pytest

from collegial.glossary.terms import PARTS, TERMS

CALLS = re.compile(r"(?:term|words_here)\(([^)]*)\)")


@pytest.fixture(scope="module")
def written(root):
    """Load the script that writes the pages of the guide."""
    spec = importlib.util.spec_from_file_location("update_docs", root / "docs" / "update.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_word_stands_for_two_things():
    every = [one for part in PARTS.values() for one in part]

    assert len(every) == len(TERMS) > 30
    assert len({str(one.word).casefold() for one in every}) == len(every)


def test_pages_name_words_that_there_are(root):
    files = [*root.glob("core/**/templates/**/*.html"), *root.glob("plugins/**/templates/**/*.html")]
    named = {
        key
        for file in files
        for call in CALLS.findall(file.read_text("utf-8"))
        for key in re.findall(r'"([a-z-]+)"', call)
    }

    assert len(named) > 15
    assert named <= set(TERMS)


def test_the_page_shows_every_word_in_all_languages_and_leads_on(client):
    client.set_cookie("locale", "br")

    page = client.get("/glossary").text

    assert page.count("<dfn>") == len(TERMS)
    assert 'id="quorum"' in page
    assert '<span lang="fr">Émargement</span>' in page
    assert "art. 19 septies" in page


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_guide_holds_the_same_words(written, language):
    assert written.GLOSSARIES[language].read_text("utf-8") == written.glossary(language), (
        "python docs/update.py"
    )
