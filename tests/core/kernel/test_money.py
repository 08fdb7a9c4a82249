"""Money is whole cents: read as people write it, shared without losing a cent."""

import re
from fractions import Fraction

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from collegial.kernel.errors import Invalid
from collegial.kernel.money import ZERO, Money, money_in, parse_money

amounts = st.integers(min_value=1 - 10**15, max_value=10**15 - 1).map(Money)
parts = st.fractions(min_value=0, max_value=1, max_denominator=1000)


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("0", 0),
        ("20", 2000),
        ("20.5", 2050),
        ("20,50", 2050),
        (" 1 234,50 € ", 123450),
        ("1\u202f234,50\u00a0€", 123450),
        ("12 345 678,9", 1234567890),
        ("18500.00", 1850000),
    ],
)
def test_an_amount_is_read_as_people_write_it(written, cents):
    assert parse_money(written) == Money(cents)


@pytest.mark.parametrize("written", ["", "1,234.50", "1 23,4", "1.234", "12e3", "€", "- -1", "١٢"])
def test_what_is_no_amount_is_refused(written):
    with pytest.raises(Invalid) as refusal:
        parse_money(written)
    assert refusal.value.code == "money.invalid"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("-1", "money.negative"), ("\N{MINUS SIGN} 1 234,50 €", "money.negative"), ("9" * 14, "money.too_large"),
        ("9" * 25 + ",50", "money.too_large"), ("999 999 999 999 999 999 €", "money.too_large"),
    ],
)  # fmt: skip
def test_an_amount_that_cannot_be_is_told_why(written, code):
    with pytest.raises(Invalid) as refusal:
        parse_money(written)
    assert refusal.value.code == code


@given(amounts, amounts)
def test_sums_are_exact(one, other):
    assert (one + other) - other == one
    assert one + -one == ZERO


@given(amounts, parts)
def test_a_share_is_at_most_half_a_cent_off(amount, part):
    assert abs(amount.share(part).cents - amount.cents * part) <= Fraction(1, 2)


@given(amounts, parts)
def test_a_share_rounded_up_is_the_least_that_suffices(amount, part):
    least = amount.share_up(part)
    assert least.cents >= amount.cents * part > least.cents - 1


@given(amounts)
def test_an_amount_is_written_so_that_it_reads_back(amount):
    sign, written = (-1, str(amount)[1:]) if amount < ZERO else (1, str(amount))
    assert sign * parse_money(written.removesuffix(" EUR")) == amount


@pytest.mark.parametrize("cents", [1.5, "2", True])
def test_only_whole_cents_are_money(cents):
    with pytest.raises(TypeError, match="whole cents"):
        Money(cents)


@pytest.mark.parametrize("language", ["fr", "en", "br"])
def test_an_amount_is_written_in_one_way_with_its_cents_and_without(language):
    with_cents, whole = (money_in(Money(115_000_00), Locale(language), whole=one) for one in (False, True))

    assert re.sub(r"[.,]00(?!\d)", "", with_cents) == whole
