"""Notices stand under their days; many that say the same are one line."""

from datetime import UTC, datetime

from collegial.notices.gathering import by_day
from collegial.notices.models import Notice


def notice(number, day, kind="a", sentence="Somebody asks"):
    return Notice(
        id=number, kind=kind, sentence={"text": sentence}, created_at=datetime(2026, 11, day, tzinfo=UTC)
    )


def test_many_of_a_day_that_say_the_same_are_one_line_at_the_place_of_the_first():
    told = [
        notice(9, 28), notice(8, 28, "b"), notice(7, 28), notice(6, 28), notice(5, 28, "b"), notice(4, 27),
        notice(3, 27, sentence="Else"),
    ]  # fmt: skip

    days = by_day(told, lambda one: one.created_at.date())

    assert [
        (day.day, [(line.notice.id, [one.id for one in line.more]) for line in lines]) for day, lines in days
    ] == [(28, [(9, [7, 6]), (8, []), (5, [])]), (27, [(4, []), (3, [])])]
