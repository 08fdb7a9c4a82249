"""Official numbers and ways to reach someone are read as their standards do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegial.actors.rules import IdentifierKind as Kind
from collegial.actors.rules import (
    mask,
    read_identifier,
    read_phone,
    read_website,
    show_identifier,
    show_phone,
    siren_of,
)
from collegial.kernel.errors import Invalid

IBAN = "FR7630006000011234567890189"


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        (Kind.SIREN, "732 829 320", "732829320"),
        (Kind.SIRET, "732 829 320 00074", "73282932000074"),
        (Kind.RNA, "w 351 001234", "W351001234"),
        (Kind.RNA, "W2A1000001", "W2A1000001"),
        (Kind.IBAN, "fr76 3000 6000 0112 3456 7890 189", IBAN),
        (Kind.BIC, "agrifrpp835", "AGRIFRPP835"),
    ],
)
def test_a_number_is_kept_as_its_standard_writes_it(kind, written, kept):
    assert read_identifier(kind, written) == kept


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (Kind.SIREN, "732829321"),
        (Kind.SIREN, "73282932"),
        (Kind.SIRET, "73282932000075"),
        (Kind.SIRET, "732829320"),
        (Kind.RNA, "351001234"),
        (Kind.IBAN, "FR7630006000011234567890188"),
        (Kind.IBAN, "FR76 3000 6000 0112 3456 7809 189"),
        (Kind.IBAN, "a fantasy"),
        (Kind.BIC, "AGRI"),
    ],
)
def test_a_number_with_a_wrong_key_is_refused_and_not_repeated(kind, written):
    with pytest.raises(Invalid) as refusal:
        read_identifier(kind, written)

    assert (refusal.value.code, refusal.value.field) == (f"actors.bad_{kind.value}", "value")
    assert written not in str(refusal.value.text)


@given(st.integers(min_value=0, max_value=8), st.integers(min_value=1, max_value=9))
def test_no_single_wrong_digit_makes_another_siren(place, shift):
    right = "732829320"
    wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]

    with pytest.raises(Invalid):
        read_identifier(Kind.SIREN, wrong)


def test_a_siret_carries_its_siren():
    assert siren_of("73282932000074") == "732829320"


def test_an_account_is_masked_and_others_are_not():
    assert mask(Kind.IBAN, IBAN) == "FR76 •••• •••• 0189"
    assert mask(Kind.SIRET, "73282932000074") == "732 829 320 00074"
    assert show_identifier(Kind.IBAN, IBAN) == "FR76 3000 6000 0112 3456 7890 189"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("02 99 00 00 00", "+33299000000"),
        ("+33 (0)2 99.00.00.00", "+33299000000"),
        ("0033 299 000 000", "+33299000000"),
        ("+44 20 7946 0000", "+442079460000"),
        ("3939 39", "393939"),
    ],
)
def test_a_telephone_number_is_kept_in_one_form(written, kept):
    assert read_phone(written) == kept


@pytest.mark.parametrize("written", ["", "12", "call me", "+33 2 99 00 00 00 00 00 00 00 0"])
def test_what_is_no_telephone_number_is_refused(written):
    with pytest.raises(Invalid, match=r"actors\.bad_phone"):
        read_phone(written)


def test_a_web_address_gets_its_scheme():
    assert read_website(" example.org/page ") == "https://example.org/page"
    assert read_website("http://example.org") == "http://example.org"


@pytest.mark.parametrize(
    "written",
    ["javascript://example.org/%0aalert(1)", "https://", "localhost", "a b.org", "http://[", "ftp://x.org"],
)
def test_what_is_no_page_of_the_web_is_refused(written):
    with pytest.raises(Invalid, match=r"actors\.bad_website"):
        read_website(written)


def test_a_french_number_is_shown_as_it_is_dialled():
    assert show_phone("+33299000001") == "02 99 00 00 01"
    assert show_phone("+442079460000") == "+442079460000"
