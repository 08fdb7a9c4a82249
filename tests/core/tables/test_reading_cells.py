"""Cells are read as French, English and Breton offices write them, exactly, or refused."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegial.kernel.errors import Invalid
from collegial.kernel.money import Money
from collegial.tables.reading.cells import parse_amount, parse_count, parse_date, parse_decimal, parse_flag


@pytest.mark.parametrize(
    "written",
    [
        "31/12/2026",
        "31-12-2026",
        "31.12.2026",
        "2026-12-31",
        "2026-12-31 00:00:00",
        "2026-12-31T10:00",
        "46387",
    ],
)
def test_a_day_is_read_in_all_its_forms(written):
    assert parse_date(written) == date(2026, 12, 31)


@pytest.mark.parametrize(
    "written", ["31/02/2026", "12/31/2026", "2026", "2026-13-01", "31/12/26", "hier", "99999", "", "1/1/0000"]
)
def test_what_is_no_day_is_refused(written):
    with pytest.raises(Invalid, match=r"tables\.bad_date"):
        parse_date(written)


@pytest.mark.parametrize("written", ["20/11/0026", "1899-12-31", "31.12.9999"])
def test_a_year_out_of_reach_is_refused(written):
    with pytest.raises(Invalid, match=r"tables\.far_date.*four digits"):
        parse_date(written)


@given(st.dates(date(1930, 1, 1), date(2119, 1, 1)))
def test_every_form_of_a_day_says_the_same(day):
    serial = (day - date(1899, 12, 30)) // timedelta(days=1)

    assert parse_date(day.isoformat()) == parse_date(f"{day:%d/%m/%Y}") == parse_date(str(serial)) == day


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1 234,50", "1234.50"),
        ("1234.5", "1234.5"),
        ("1\u202f234", "1234"),
        ("-3", "-3"),
        ("0", "0"),
        ("1'000", "1000"),
    ],
)
def test_numbers_are_read_exactly(written, value):
    assert parse_decimal(written) == Decimal(value)


@pytest.mark.parametrize("written", ["1.234,50", "12 34", "1e3", "nan", "∞", "٣", "", "1,2,3"])
def test_what_is_no_number_is_refused(written):
    with pytest.raises(Invalid, match=r"tables\.bad_number"):
        parse_decimal(written)


def test_a_count_is_whole_and_not_below_zero():
    assert [parse_count(written) for written in ("0", "12", "12,0", "1 000")] == [0, 12, 12, 1000]
    for written in ("-1", "2,5"):
        with pytest.raises(Invalid, match=r"tables\.bad_count"):
            parse_count(written)


@pytest.mark.parametrize("written", ["1234.5", "1 234,50 €", "1234,50 EUR", "1234,50euros"])
def test_amounts_are_read_to_the_cent(written):
    assert parse_amount(written) == Money(123450)


@pytest.mark.parametrize(("written", "code"), [("-5", "tables.negative_amount"), ("5,001", "money.invalid")])
def test_impossible_amounts_are_refused(written, code):
    with pytest.raises(Invalid) as refused:
        parse_amount(written)
    assert refused.value.code == code


def test_yes_and_no_are_read_in_three_languages():
    assert all(parse_flag(word) for word in ("oui", "Oui", "yes", "ya", "x", "1", "VRAI", "true"))
    assert not any(parse_flag(word) for word in ("non", "no", "ket", "nann", "0", "", "faux", "false"))
    with pytest.raises(Invalid, match=r"tables\.bad_flag"):
        parse_flag("peut-être")
