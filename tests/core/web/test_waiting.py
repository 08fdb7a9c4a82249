"""The first part of the dashboard: what waits, by when, and the button that leads to the act."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from collegial.hooks.contracts import NextStep
from collegial.kernel.text import t
from collegial.testing.fakes import fake_plugin
from collegial.web.waiting import When, in_brief, sort_steps, when_due

DAY = date(2026, 11, 30)
SOON = DAY + timedelta(days=3)


def step(key, due_on=None, weight=50, endpoint="web.home"):
    return NextStep(
        key=key, sentence=t("Something waits"), act=t("Act"), endpoint=endpoint, due_on=due_on, weight=weight
    )


@pytest.mark.parametrize(
    ("days", "when"),
    [(-1, When.LATE), (0, When.TODAY), (1, When.SOON), (7, When.SOON), (8, When.LATER)],
)
def test_a_day_is_late_today_soon_or_later(days, when):
    assert when_due(DAY + timedelta(days=days), DAY) is when


def test_today_comes_before_what_is_late_and_what_has_no_day_after_the_soon():
    steps = [
        step("a.later", DAY + timedelta(days=30)), step("a.open"), step("a.soon", SOON), step("a.today", DAY),
        step("a.late", date(2026, 1, 1)), step("a.earlier", date(2025, 1, 1)), step("a.now", DAY, weight=-1),
    ]  # fmt: skip

    waiting = sort_steps(steps, DAY)

    assert [[one.key for one in part.steps] for part in waiting] == [
        ["a.now"], ["a.today"], ["a.earlier", "a.late"], ["a.soon"], ["a.open"], ["a.later"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ([], "Nothing waits for you."),
        ([None], "1 thing waits for you."),
        ([DAY, SOON], "Nothing is late; 1 thing is due today."),
        ([SOON], "Nothing is late; 1 thing is due within seven days."),
        ([date(2026, 1, 1)], "1 thing is late."),
        ([date(2026, 1, 1), SOON, SOON], "1 thing is late, 2 things are due within seven days."),
        ([date(2026, 1, 1), DAY, DAY, SOON], "1 thing is late, 2 things are due today."),
    ],
)
def test_the_lead_says_the_worst_first(due, said):
    waiting = sort_steps([step(f"a.{number}", day) for number, day in enumerate(due)], DAY)

    assert str(in_brief(waiting)) == said


def test_what_is_late_is_told_beside_what_goes_on_now():
    late = [step("a.late", date(2026, 1, 1)), step("a.later", date(2026, 1, 2))]

    waiting = sort_steps([step("a.now", DAY, weight=-1), *late, step("a.soon", SOON)], DAY)
    assert str(in_brief(waiting)) == "1 thing waits for you now, 2 things are late."


def test_what_asks_for_the_same_is_one_line_and_only_a_few_lines_stand_open():
    same = [step(f"a.{number}", DAY) for number in range(12)]
    others = [replace(step(f"b.{number}", DAY), sentence=t("Other")) for number in range(2)]
    sorts = [replace(step(f"c.{number}", DAY), sentence=f"{number}") for number in range(9)]

    (part,) = sort_steps([*same, *others, *sorts], DAY)

    assert [(one.step.key, len(one.more)) for one in part.lines] == [
        ("a.0", 11), ("b.0", 0), ("b.1", 0), ("c.0", 0), ("c.1", 0), ("c.2", 0),
    ]  # fmt: skip
    assert [one.key for one in part.rest] == [f"c.{number}" for number in range(3, 9)]


def waits(viewer, day):
    return [step("fake.it", day)] if viewer.is_signed_in else []


@pytest.mark.plugins(fake_plugin(next_steps=waits))
def test_the_steps_of_a_module_come_and_go_with_it(client, sign_in, switch_on):
    sign_in("member")
    assert "Something waits" not in client.get("/").text

    switch_on("fake")

    assert "Something waits" in client.get("/").text


@pytest.mark.plugins(fake_plugin(next_steps=lambda: [step("fake.it", endpoint="no.such_page")]))
def test_a_step_that_leads_nowhere_is_left_out(client, sign_in, switch_on):
    sign_in("member")
    switch_on("fake")

    page = client.get("/")

    assert page.status_code == 200
    assert "Something waits" not in page.text


@pytest.mark.plugins(fake_plugin(next_steps=lambda day: 1 / (day.year - day.year)))
def test_a_module_that_fails_to_say_is_named(client, sign_in, switch_on):
    sign_in("member")
    switch_on("fake")

    assert "fake" in client.get("/").text
