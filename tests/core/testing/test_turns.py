"""A test's second database: the one or the other, last, and only while there is time."""

from types import SimpleNamespace

import pytest
from tests import turns as ours

from collegial.testing.fixtures import DATABASE_VARIABLE, DATABASES

NAMES = ("test_a_page", "test_a_form", "test_a_third")


@pytest.fixture
def turns(monkeypatch):
    """Give what decides on it, whatever database this run is played on."""
    monkeypatch.delenv(DATABASE_VARIABLE, raising=False)
    return ours


def item(name, kind, *asks, marks=()):
    return SimpleNamespace(
        originalname=name, fixturenames=asks, iter_markers=lambda: marks,
        get_closest_marker=lambda wanted: next((one for one in marks if one.name == wanted), None),
        callspec=SimpleNamespace(params={"database_kind": kind}),
    )  # fmt: skip


def test_each_page_has_one_and_it_is_not_always_the_same(turns):
    seconds = [[kind for kind in DATABASES if turns._is_second(item(name, kind, "app"))] for name in NAMES]

    assert [len(some) for some in seconds] == [1, 1, 1]
    assert {kind for some in seconds for kind in some} == set(DATABASES)


def test_second_ones_come_last_and_those_of_pages_at_the_end(turns):
    items = [item(name, kind, asks) for name in NAMES for kind in DATABASES for asks in ("app", "program")]

    turns.pytest_collection_modifyitems(items)

    assert [turns._is_second(one) for one in items] == [False] * 6 + [True] * 6
    assert [one.fixturenames for one in items[6:]] == [("program",)] * 3 + [("app",)] * 3


def test_each_page_is_first_among_the_last_in_the_course_of_a_week(turns, monkeypatch):
    first = set()
    for day in range(7):
        monkeypatch.setenv(turns.STARTED, str(20_000 * 86_400 + day * 86_400))
        items = [item(f"test_{number}", kind, "app") for number in range(7) for kind in DATABASES]
        turns.pytest_collection_modifyitems(items)
        assert [turns._is_second(one) for one in items] == [False] * 7 + [True] * 7
        first.add(items[7].originalname)
    assert first == {f"test_{number}" for number in range(7)}


@pytest.mark.parametrize("kind", DATABASES)
def test_what_names_its_databases_has_none(turns, monkeypatch, kind):
    named = [SimpleNamespace(name="both_databases", args=())]
    assert not turns._is_second(item(NAMES[0], kind, "app", marks=named))

    monkeypatch.setenv(DATABASE_VARIABLE, kind)
    assert not turns._is_second(item(NAMES[0], kind, "app"))


WAITS = (SimpleNamespace(name="waits", args=()),)


def test_what_waits_comes_before_the_second_ones_and_after_the_others(turns):
    items = [
        item(name, kind, "app", marks=WAITS if name == NAMES[0] and not turns._is_second(item(name, kind)) else ())
        for name in NAMES for kind in DATABASES
    ]  # fmt: skip

    turns.pytest_collection_modifyitems(items)

    assert [turns._waits(one) for one in items] == [False] * 2 + [True] + [False] * 3
    assert [turns._is_second(one) for one in items] == [False] * 3 + [True] * 3


@pytest.mark.parametrize(("given", "left_out"), [("130", False), ("90", True), (None, False)])
def test_what_waits_is_left_out_in_the_last_minute(turns, monkeypatch, given, left_out):
    monkeypatch.setenv(turns.STARTED, str(turns.time.time() - 50))
    monkeypatch.delenv("COLLEGIAL_TEST_SECONDS", raising=False)
    if given:
        monkeypatch.setenv("COLLEGIAL_TEST_SECONDS", given)
    first = next(kind for kind in DATABASES if not turns._is_second(item(NAMES[0], kind)))
    if not left_out:
        turns.pytest_runtest_setup(item(NAMES[0], first, marks=WAITS))
        return
    with pytest.raises(pytest.skip.Exception):
        turns.pytest_runtest_setup(item(NAMES[0], first, marks=WAITS))


@pytest.mark.parametrize(("given", "left_out"), [("60", 0), ("40", 1), (None, 0)])
def test_what_there_is_no_time_for_is_left_out(turns, monkeypatch, given, left_out):
    monkeypatch.setenv(turns.STARTED, str(turns.time.time() - 50))
    monkeypatch.delenv("COLLEGIAL_TEST_SECONDS", raising=False)
    if given:
        monkeypatch.setenv("COLLEGIAL_TEST_SECONDS", given)
    skipped = 0
    for kind in DATABASES:
        try:
            turns.pytest_runtest_setup(item(NAMES[0], kind, "app"))
        except pytest.skip.Exception:
            skipped += 1

    assert skipped == left_out
