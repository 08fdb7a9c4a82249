"""Breton as it is printed, which is as French is; its plural forms, and what a number does to the noun after it.

A noun stays in the singular after a number, and its beginning changes: after 1 as after the article, softly after 2,
by a breath after 3, 4 and 9. Millions take `a` and the plural.
"""

import gettext
import re
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [ROOT / "translations", *sorted(ROOT.glob("plugins/*/translations"))]
# Our first form is for 1 alone, as some texts say “one” in words; the second for 21, 31 and so on.
OF_CLDR = ("one", "one", "two", "few", "many", "other")
COUNTS = re.compile(r'nt_by\(\s*"(\w+)"')
EVENTS = [
    path for root in ("core", "plugins") for path in ROOT.glob(f"{root}/**/*.py") if "events" in str(path)
]
COUNTED = sorted(
    {"num", "count"} | {name for path in EVENTS for name in COUNTS.findall(path.read_text("utf-8"))}
)
NOUN = re.compile(rf"%\((?:{'|'.join(COUNTED)})\)[ds] (a )?([\w’-]+)")
NO_NOUN = re.compile(
    r"a|a-(?:du|enep)|all|anezho|d’a[rn]|deuet|diwar|diwezhat|digor|eus|gant|n’(?:eo|int|en|o)"
)
SOFT = {"gw": "w", "k": "g", "t": "d", "p": "b", "g": "c’h", "d": "z", "b": "v", "m": "v"}
BREATHED = {"k": "c’h", "t": "z", "p": "f"}
FEMININE = re.compile(
    r"(?!goulenn)\w+enn|\w+adeg|\w+igezh|bezañs|mouezh|gwech|kont|troiad|tra"
)  # the last is none, but changes as they do
WRONG = {
    "a straight apostrophe": re.compile(r"[^\W\d]'[^\W\d]"),
    "three dots for an ellipsis": re.compile(r"\.\.\."),
    "no wide fixed space inside guillemets": re.compile(r"«[^\u00a0]|[^\u00a0]»"),
    "no wide fixed space before a colon": re.compile(r"[^\u00a0]:(?=\s|$)"),
    "no narrow fixed space before a high sign": re.compile(r"[^\u202f][;!?](?=\s|$)"),
}
OTHER_PLURALS = {"den": "dud", "ezel": "izili"}


def catalogues():
    for folder in FOLDERS:
        (path,) = folder.glob("br/LC_MESSAGES/*.po")
        with path.open("rb") as source:
            yield read_po(source, locale="br")


def changed(noun, table):
    """Return a noun with its beginning changed; `ch` and `c’h` stay."""
    begin = next((one for one in table if noun.startswith(one) and not noun.startswith(("ch", "c’h"))), "")
    return table.get(begin, "") + noun[len(begin) :]


def after_one(noun):
    if FEMININE.fullmatch(noun):
        return noun if noun.startswith("d") else changed(noun, SOFT)
    return changed(noun, {"k": "c’h"})


def after_numbers(noun):
    """Return a noun as it stands after a number, for each of our forms; None for that of the millions."""
    if noun == "vloaz":  # it keeps its own way: softly after all numbers but these
        return ["bloaz", "bloaz", "vloaz", "bloaz", None, "vloaz"]
    soft, breathed = changed(noun, SOFT), changed(noun, BREATHED)
    return [after_one(noun), after_one(noun), soft, breathed, None, noun]


def in_millions(noun, a, plural):
    begin = re.match(r"[^aeiouwy]*w?", changed(noun, SOFT))[0]
    return a and (plural == OTHER_PLURALS[noun] if noun in OTHER_PLURALS else plural.startswith(begin))


def faults(forms):
    """Yield the forms of a text that counts in which the noun after the number is wrong."""
    found = NOUN.search(forms[-1])
    if not found or NO_NOUN.fullmatch(found[2]):
        return
    for said, wanted in zip(forms, after_numbers(found[2]), strict=True):
        here = NOUN.search(said)
        if here is None:
            continue  # it says “one” in words
        if here[2] != wanted if wanted else not in_millions(found[2], here[1], here[2]):
            yield said


@pytest.mark.parametrize("number", [range(1001), (10**6, 10**6 + 1, 7 * 10**6)], ids=["thousand", "millions"])
def test_the_plural_forms_are_those_of_the_language(number):
    rule = Locale("br").plural_form
    for one in catalogues():
        ours = gettext.c2py(one.plural_expr)
        assert one.num_plurals == len(OF_CLDR)
        assert [n for n in number if OF_CLDR[ours(n)] != rule(n)] == []


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("%(num)d kod|%(num)d c’hod|%(num)d god|%(num)d c’hod|%(num)d a godoù|%(num)d kod", "after 1"),
        ("%(num)d tra|%(num)d dra|%(num)d dra|%(num)d zra|%(num)d a draoù|%(num)d tra", "after 1, as a feminine"),
        ("%(num)d deiz|%(num)d deiz|%(num)d deiz|%(num)d deiz|%(num)d a zeizioù|%(num)d deiz", "after 2"),
        ("%(num)d poent|%(num)d poent|%(num)d boent|%(num)d poent|%(num)d a boentoù|%(num)d poent", "after 3"),
        ("%(num)d den|%(num)d den|%(num)d zen|%(num)d den|%(num)d den|%(num)d den", "millions"),
    ],
)  # fmt: skip
def test_a_noun_that_does_not_change_is_found(wrong, why):
    assert len(list(faults(wrong.split("|")))) == 1, why


def test_each_noun_changes_after_its_number():
    texts = [one.string for catalogue in catalogues() for one in catalogue if one.pluralizable]

    assert len(texts) > 200
    assert [said for forms in texts for said in faults(forms)] == []


def test_breton_is_printed_with_the_signs_and_spaces_of_french():
    said = [text for one in catalogues() for each in one if each.id for text in written(each)]

    assert len(said) > 5000
    assert [(why, text) for text in said for why, sign in WRONG.items() if sign.search(text)] == []


def written(message):
    return [message.string] if isinstance(message.string, str) else message.string
