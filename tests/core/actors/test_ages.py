"""Who is of age on a day, in code and in the queries that compare births."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegial.actors.rules import is_of_age, latest_birth_of_age, of_age_on

DAYS = st.dates(min_value=date(1920, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(
    ("born_on", "majority"),
    [
        (date(2008, 11, 23), date(2026, 11, 23)),
        (date(2008, 2, 29), date(2026, 3, 1)),
        (date(2008, 2, 28), date(2026, 2, 28)),
    ],
)
def test_one_comes_of_age_on_the_eighteenth_birthday(born_on, majority):
    assert of_age_on(born_on) == majority


@given(DAYS, DAYS)
def test_the_latest_birth_of_age_says_the_same_as_the_majority(born_on, day):
    assert is_of_age(born_on, day) == (born_on <= latest_birth_of_age(day))
