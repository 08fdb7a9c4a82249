"""Second databases that are asked something new are played before the others."""

import pytest
from sqlalchemy import column, insert, select, table
from sqlalchemy.dialects import postgresql, sqlite
from tests.asked import by_what_is_new, news_of, plain

PLACE = table("place", column("id"), column("name"))
WAITING = {one: (one, "postgresql") for one in "abcd"} | {"e": ("e", "sqlite")}


@pytest.mark.parametrize(
    "statement",
    [
        select(PLACE.c.id).where(PLACE.c.name == "Kêr"),
        select(PLACE.c.id).where(PLACE.c.id.in_([1, 2, 3])).with_for_update(),
        insert(PLACE).values(name="Kêr").returning(PLACE.c.id),
    ],
)
def test_a_statement_is_the_same_one_on_both_databases(statement):
    here, there = (str(statement.compile(dialect=one.dialect())) for one in (sqlite, postgresql))
    assert here != there
    assert plain(here) == plain(there)


def test_other_columns_or_another_order_are_another_statement():
    assert plain("SELECT a, b FROM c WHERE a = ?") != plain("SELECT b, a FROM c WHERE a = ?")
    assert plain("SELECT a FROM c WHERE a = ?") != plain("SELECT a FROM c WHERE b = ?")


def test_what_adds_most_comes_first_and_what_adds_nothing_keeps_its_place():
    sent = {
        "sqlite": {"a": {1}, "b": {1, 2}, "c": {2, 3, 4}, "d": {1, 4, 5}},
        "postgresql": {"e": {9}, "other": {1}},
    }
    # c adds 2, 3, 4; then d adds 5; b adds nothing that c has not
    assert by_what_is_new(WAITING, sent) == ["c", "d", "e", "a", "b"]
    assert news_of({"b": WAITING["b"]}, sent) == {"b": {2}}


def test_what_a_database_says_in_words_of_its_own_is_met_once_a_test_was_played_on_both():
    sent = {"sqlite": {"a": {1}, "b": {1, 2}}, "postgresql": {"a": {7}}}
    assert news_of({"b": WAITING["b"]}, sent) == {"b": {2}}


def test_what_nobody_knows_yet_is_not_left_for_later():
    assert by_what_is_new({"a": ("a", "sqlite"), "b": ("b", "sqlite")}, {
        "sqlite": {}, "postgresql": {"a": set()},
    }) == ["b", "a"]  # fmt: skip
