"""What may change without a new convocation, by properties."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from collegial.calling_off.rules import has_moved, stays_on_its_day

PARIS = "Europe/Paris"
START = datetime(2020, 1, 1, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=5000)).map(lambda since: START + since)


@given(MOMENTS, st.timedeltas(timedelta(days=-3), timedelta(days=3)))
def test_a_day_is_that_of_the_deployment(former, shift):
    zone, wanted = ZoneInfo(PARIS), former + shift
    same = former.astimezone(zone).strftime("%F") == wanted.astimezone(zone).strftime("%F")
    assert stays_on_its_day(former, wanted, PARIS) is same


def test_midnight_in_utc_is_no_border():
    evening = datetime(
        2026, 7, 1, 23, 30, tzinfo=UTC
    )  # half past one in the morning of the second, in Rennes
    assert stays_on_its_day(evening, evening + timedelta(hours=8), PARIS)
    assert not stays_on_its_day(evening, evening - timedelta(hours=3), PARIS)


@given(MOMENTS, st.text(), st.none() | st.text())
def test_nothing_moves_by_itself(at, place, online):
    assert not has_moved((at, place, online), (at, place, online))
    assert has_moved((at, place, online), (at, f"{place}!", online))
