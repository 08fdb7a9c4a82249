"""French, English and Breton are complete, nothing fuzzy, placeholders kept, typography right."""

import importlib.util
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
_SPEC = importlib.util.spec_from_file_location("catalogues_update", ROOT / "translations" / "update.py")
update = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(update)

CASES = [
    pytest.param(owner, language, id=f"{owner.domain}-{language}")
    for owner in update.owners()
    for language in update.LANGUAGES
]
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]")
SAID_ALONE = re.compile(r'(?<!\w)(?:_|_l|t)\(\s*"((?:[^"\\]|\\.)+)"')
# An ordinary space before these is wrong in French: it lets the sign fall to the next line.
BAD_SPACE = re.compile(r"[ ][;:!?»]|«[ ]")


@cache
def catalogue(owner, language):
    with owner.catalogue(language).open("rb") as source:
        return read_po(source, locale=language)


def strings(message):
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string]


def ids(message):
    return list(message.id) if isinstance(message.id, tuple | list) else [message.id]


@pytest.mark.parametrize("owner", [pytest.param(owner, id=owner.domain) for owner in update.owners()])
def test_every_text_of_the_code_is_translated(owner):
    wanted = {(message.id, message.context) for message in update.extract(owner) if message.id}
    for language in update.LANGUAGES:
        done = {
            (message.id, message.context)
            for message in catalogue(owner, language)
            if message.id and all(strings(message))
        }
        assert sorted(map(str, wanted - done)) == [], language
        assert sorted(map(str, done - wanted)) == [], language


@pytest.mark.parametrize(("owner", "language"), CASES)
def test_nothing_is_fuzzy_and_placeholders_are_kept(owner, language):
    for message in catalogue(owner, language):
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        allowed = {one for text in ids(message) for one in PLACEHOLDER.findall(text)}
        for text in strings(message):
            found = set(PLACEHOLDER.findall(text))
            assert found <= allowed, (message.id, text)
            assert len(ids(message)) == 2 or found == allowed, (message.id, text)


@pytest.mark.parametrize("owner", [pytest.param(owner, id=owner.domain) for owner in update.owners()])
def test_french_typography(owner):
    wrong = [
        text
        for message in catalogue(owner, "fr")
        if message.id
        for text in strings(message)
        if BAD_SPACE.search(text)
    ]
    assert wrong == []


def test_what_has_a_plural_is_not_said_alone_too():
    """A catalogue has one entry for both: Python before 3.12 then leaves the word alone in English."""
    counted = {
        ids(one)[0] for owner in update.owners() for one in catalogue(owner, "fr") if len(ids(one)) == 2
    }
    folders = [ROOT / "core", ROOT / "plugins"]
    files = (one for folder in folders for ending in ("*.py", "*.html") for one in folder.rglob(ending))
    alone = {said for one in files for said in SAID_ALONE.findall(one.read_text(encoding="utf-8"))}
    assert counted & alone == set()


@pytest.mark.parametrize("owner", [pytest.param(owner, id=owner.domain) for owner in update.owners()])
def test_all_catalogues_of_a_language_share_one_plural_rule(owner):
    core = update.owners()[0]
    for language in update.LANGUAGES:
        assert catalogue(owner, language).plural_forms == catalogue(core, language).plural_forms


def test_what_is_filled_in_for_english_reaches_no_other_language(tmp_path):
    owner = update.Owner(code=tmp_path, folder=tmp_path, domain="messages")
    template = update.Catalog()
    template.add("A new text")

    waiting = {language: update.update(owner, language, template) for language in ("en", "fr", "br")}

    assert waiting == {"en": 0, "fr": 1, "br": 1}


@pytest.mark.parametrize("language", ["fr", "br"])
def test_a_text_is_said_in_one_way(language):
    ways = {}
    for owner in update.owners():
        for message in catalogue(owner, language):
            if message.id:
                ways.setdefault((message.context, str(message.id)), set()).add(str(message.string))

    # The catalogues are merged into one: of two ways, readers would meet the last, also where it means something else.
    assert {text: said for (_context, text), said in ways.items() if len(said) > 1} == {}
