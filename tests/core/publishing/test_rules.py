"""The months of the calendar."""

from datetime import date

import pytest

from collegial.publishing.rules.months import Month, read_month

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    "written", ["", "2026-13", "2026-00", "0000-05", "9999-01", "26-1", "2026-1x", "²026-01"]
)
def test_a_month_that_is_none_is_the_present_one(written):
    assert read_month(written, TODAY) == Month(2026, 11)


def test_months_follow_one_another_from_monday_to_sunday():
    january = read_month("2027-01", TODAY)
    assert (january.before, january.after, str(january)) == (Month(2026, 12), Month(2027, 2), "2027-01")
    assert (january.weeks[0][0], january.weeks[-1][-1]) == (date(2026, 12, 28), date(2027, 1, 31))
    assert (Month(2000, 1).before, Month(2100, 12).after) == (None, None)
