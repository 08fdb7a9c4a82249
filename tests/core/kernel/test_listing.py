"""What a sentence names one after the other is joined as the reader's language does."""

import json

import pytest
from babel import Locale

from collegial.kernel.listing import listed, listing_in
from collegial.kernel.sentences import read_text, written_text
from collegial.kernel.text import t


@pytest.mark.parametrize(
    ("language", "parts", "joined"),
    [
        ("en", [3], "3"),
        ("en", [3, 4], "3 and 4"),
        ("en", [3, 4, 7], "3, 4 and 7"),
        ("fr", [3, 4], "3 et 4"),
        ("fr", ["Nolwenn Aubry", "Ada", "Max"], "Nolwenn Aubry, Ada et Max"),
        ("br", [3, 4], "3 ha 4"),
        ("br", [7, 8], "7 hag 8"),
        ("br", ["Max", "Nolwenn", "Élodie"], "Max, Nolwenn hag Élodie"),
        ("fr", [], ""),
    ],
)
def test_the_last_is_joined_by_a_word(language, parts, joined):
    assert listing_in(listed(parts), Locale(language)) == joined


def test_each_part_is_put_into_words_first():
    parts = listed([t("For"), t("Against")])

    assert listing_in(parts, Locale("fr"), {t("For"): "Pour", t("Against"): "Contre"}.get) == "Pour et Contre"


def test_a_sentence_that_is_kept_still_lists_what_it_listed():
    said = t("%(names)s are tied.", names=listed(["Ada", t("Max")]))

    kept = read_text(json.loads(json.dumps(written_text(said))))

    assert kept == said
    assert str(kept) == "Ada and Max are tied."
