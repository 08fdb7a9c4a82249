from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegial.accounts.codes import LIFETIME, NONE, TRIES, check, digits, issue

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SECRET = "s" * 40


def wrong(kept: str) -> str:
    return f"{(int(digits(kept, SECRET)) + 1) % 10**6:06d}"


def test_the_code_is_good_once():
    kept = issue(NOW)
    is_right, after = check(kept, digits(kept, SECRET), SECRET, NOW)
    assert (is_right, after) == (True, NONE)
    assert check(after, digits(kept, SECRET), SECRET, NOW) == (False, NONE)


@pytest.mark.parametrize(("delta", "is_good"), [(timedelta(0), True), (timedelta(seconds=1), False)])
def test_the_code_is_good_for_ten_minutes(delta, is_good):
    kept = issue(NOW)
    assert check(kept, digits(kept, SECRET), SECRET, NOW + LIFETIME + delta)[0] is is_good


@pytest.mark.parametrize(("back", "is_good"), [(timedelta(seconds=5), True), (timedelta(hours=2), False)])
def test_a_clock_that_is_set_back_keeps_no_code_good(back, is_good):
    kept = issue(NOW)
    assert check(kept, digits(kept, SECRET), SECRET, NOW - back)[0] is is_good


def test_the_code_is_lost_after_some_wrong_tries():
    kept = start = issue(NOW)
    for _ in range(TRIES):
        is_right, kept = check(kept, wrong(start), SECRET, NOW)
        assert not is_right
    assert check(kept, digits(start, SECRET), SECRET, NOW) == (False, NONE)


def test_one_try_before_the_last_the_code_is_still_good():
    kept = start = issue(NOW)
    for _ in range(TRIES - 1):
        _, kept = check(kept, wrong(start), SECRET, NOW)
    assert check(kept, digits(start, SECRET), SECRET, NOW)[0]


def test_the_code_cannot_be_had_from_what_is_kept_alone():
    kept = issue(NOW)
    others = {digits(kept, f"another secret {number}") for number in range(20)}
    assert len(others) > 15
    assert digits(kept, SECRET) not in kept


@given(st.text())
def test_what_is_no_code_uses_up_no_try(text):
    kept = issue(NOW)
    squeezed = "".join(text.split())
    if not (len(squeezed) == 6 and squeezed.isascii() and squeezed.isdigit()):
        assert check(kept, text, SECRET, NOW) == (False, kept)


def test_spaces_within_the_code_are_forgiven():
    kept = issue(NOW)
    code = digits(kept, SECRET)
    assert check(kept, f" {code[:3]} {code[3:]} ", SECRET, NOW)[0]


def test_without_a_code_nothing_is_right():
    assert check(NONE, "000000", SECRET, NOW) == (False, NONE)
