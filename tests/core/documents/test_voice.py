"""Dates, times, numbers and shares as each language writes them."""

from datetime import UTC, date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from collegial.documents.voice import Voice, voice_in


def voice(locale: str) -> Voice:
    """Give a voice that sits in Paris."""
    return voice_in(locale, say=str, zone=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (Fraction(1, 4), "25\u00a0%"),
        (Fraction(1, 8), "12,5\u00a0%"),
        (Fraction(1, 3), "≈\u202f33,33\u00a0%"),
        (Fraction(5563, 13600), "≈\u202f40,90\u00a0%"),
        (Fraction(1, 160_000), "≈\u202f0,00\u00a0%"),
        (Fraction(1), "100\u00a0%"),
    ],
)
def test_a_rounded_share_is_marked_as_such(share: Fraction, written: str) -> None:
    assert voice("fr").percent(share) == written


def test_a_share_is_rounded_half_to_even() -> None:
    assert voice("en").percent(Fraction(13, 32)) == "≈\u202f40.62%"
    assert voice("en").percent(Fraction(11, 32)) == "≈\u202f34.38%"


def test_french_writes_the_first_of_a_month_as_an_ordinal() -> None:
    assert voice("fr").date(date(2026, 6, 1)) == "lundi 1er\u00a0juin 2026"
    assert voice("fr").date(date(2026, 6, 2)) == "mardi 2\u00a0juin 2026"


def test_times_are_those_of_the_room() -> None:
    moment = datetime(2026, 6, 1, 16, 5, tzinfo=UTC)

    assert voice("fr").time(moment) == "18\u202fh\u202f05"
    assert voice("br").time(moment) == "18:05"


def test_a_regional_language_code_is_understood() -> None:
    assert voice("fr-FR").number(12_345) == "12\u202f345"
