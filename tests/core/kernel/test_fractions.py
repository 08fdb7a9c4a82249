"""Shares are read exactly and shown without hiding a rounding."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegial.kernel.errors import Invalid
from collegial.kernel.fractions import parse_fraction, show_fraction, show_percent


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2/5", Fraction(2, 5)),
        (" 2 / 5 ", Fraction(2, 5)),
        ("40%", Fraction(2, 5)),
        ("40 %", Fraction(2, 5)),
        ("40\u00a0%", Fraction(2, 5)),
        ("0.4", Fraction(2, 5)),
        ("0,4", Fraction(2, 5)),
        ("33.3%", Fraction(333, 1000)),
        ("66,667 %", Fraction(66667, 100000)),
        ("0", Fraction(0)),
        (0, Fraction(0)),
        (1, Fraction(1)),
        (Fraction(1, 3), Fraction(1, 3)),
    ],
)
def test_a_share_is_read_exactly(written, read):
    assert parse_fraction(written) == read


@pytest.mark.parametrize(
    "written",
    ["", "half", "1/0", "-1/5", "1/-5", "0.4.1", "1e3", "1_0", "40%%", "2/5%", "٤", "9" * 19, ".5", "nan"],
)
def test_what_is_no_share_is_refused(written):
    with pytest.raises(Invalid) as refusal:
        parse_fraction(written)

    assert refusal.value.code == "fraction.invalid"


@pytest.mark.parametrize("written", [0.4, True, None, -1, Fraction(-1, 2), [1]])
def test_floats_booleans_and_negative_numbers_are_refused(written):
    with pytest.raises(Invalid, match=r"fraction\.invalid"):
        parse_fraction(written)


def test_the_refusal_says_how_to_write_a_share():
    with pytest.raises(Invalid) as refusal:
        parse_fraction("a third")

    assert str(refusal.value.text) == (
        "“a third” cannot be read as an exact share. Write 2/5, 40% or 0.4; in quotes in a file."
    )


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (Fraction(2, 5), "40%"),
        (Fraction(1, 3), "≈ 33.33%"),
        (Fraction(2, 3), "≈ 66.67%"),
        (Fraction(1, 8), "12.5%"),
        (Fraction(1, 100000), "≈ 0%"),
        (Fraction(12345, 1000000), "≈ 1.23%"),
        (Fraction(12355, 1000000), "≈ 1.24%"),
        (Fraction(12365, 1000000), "≈ 1.24%"),
        (Fraction(0), "0%"),
        (Fraction(1), "100%"),
        (Fraction(-1, 200), "-0.5%"),
    ],
)
def test_a_percentage_marks_its_rounding_half_to_even(share, shown):
    assert show_percent(share) == shown


def test_a_percentage_without_decimals():
    assert show_percent(Fraction(1, 200), digits=0) == "≈ 0%"
    assert show_percent(Fraction(3, 200), digits=0) == "≈ 2%"


def test_whole_numbers_are_shown_as_fractions():
    assert show_fraction(Fraction(1)) == "1/1"
    assert show_fraction(Fraction(0)) == "0/1"


@given(st.fractions(min_value=0, max_value=2, max_denominator=10**9))
def test_a_shown_fraction_reads_back(share):
    assert parse_fraction(show_fraction(share)) == share
