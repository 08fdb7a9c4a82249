"""Entries of missions and priorities: their order, their keys, how far they are translated."""

from datetime import UTC, datetime

import pytest

from collegial.publishing.rules.wordings import (
    Held,
    Standing,
    Wording,
    Writing,
    only_known,
    ordered,
    standing,
)

EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)


def word(key, short=None):
    return Wording(key=key, short=short or key, label=short or key)


def keys(found):
    return "".join(one.key for one in found)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ((1, 2, 3), "abc"),
        ((3, 2, 3), "bca"),
        ((1, 2, 1), "cab"),
        ((None, None, 1), "cab"),
        ((2, 1, 3), "bac"),
    ],
)
def test_an_entry_goes_where_it_is_asked_to(places, expected):
    assert keys(ordered(zip(places, (word("a"), word("b"), word("c")), strict=True))) == expected


def test_a_new_entry_takes_a_key_that_none_has():
    found = ordered(
        [(None, word("soil")), (None, word("", "Soil")), (None, word("", "Été")), (None, word("", "…"))]
    )
    assert [one.key for one in found] == ["soil", "soil-2", "ete", "entry"]


def test_a_translation_words_only_what_is_on_the_list():
    assert keys(only_known([word("b"), word("gone"), word("a")], "abc")) == "ab"


def test_all_of_a_writing_is_one_text_that_says_nothing_twice():
    writing = Writing(
        body="Two.",
        wordings=(word("a", "Feed"), Wording(key="b", short="House", label="House all", text="Soon.")),
    )
    assert writing.as_text == "Two.\n\nFeed\n\nHouse\nHouse all\nSoon."


def held(body="", *wordings, since=None):
    return Held(writing=Writing(body=body, wordings=wordings), since=since)


@pytest.mark.parametrize(
    ("first", "own", "expected"),
    [
        (held(), None, Standing.SHIPPED),
        (held(), held(), Standing.SHIPPED),
        (held("Un"), None, Standing.WRITTEN),
        (held("Un"), held(), Standing.MISSING),
        (held("", word("a"), word("b")), held("", word("a")), Standing.MISSING),
        (held("", word("a")), held("", word("a")), Standing.WRITTEN),
        (held(), held("One"), Standing.WRITTEN),
        (held("Un", since=LATE), held("One", since=EARLY), Standing.OLDER),
        (held("Un", since=EARLY), held("One", since=LATE), Standing.WRITTEN),
    ],
)
def test_a_text_waits_for_a_translation_where_the_first_language_says_more_or_later(first, own, expected):
    assert standing(first, own) is expected
