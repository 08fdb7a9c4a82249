"""How a document says things in its reader's language: sentences, dates, times, numbers, shares, amounts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from collegial.documents.days import day_pattern, hour_pattern
from collegial.documents.logo import Logo
from collegial.kernel.fractions import percent_in
from collegial.kernel.listing import Listing, listing_in
from collegial.kernel.money import Money, money_in
from collegial.kernel.text import Text

Day = date  # a Voice has a field of that name


def no_logo() -> Logo | None:
    """Give no logo."""
    return None


@dataclass(frozen=True, kw_only=True)
class Voice:
    """What turns facts into words; the edge chooses the language and the time zone.

    `own` is the folder where a deployment may keep templates of its own, `logo` what gives the logo of its papers.
    """

    say: Callable[[Text], str]
    date: Callable[[date], str]
    time: Callable[[datetime], str]
    number: Callable[[int], str]
    percent: Callable[[Fraction], str]
    money: Callable[[Money], str] = str
    short_date: Callable[[Day], str] = str
    decimal: Callable[[Decimal], str] = str
    listing: Callable[[Listing], str] = str
    own: Path | None = None
    logo: Callable[[], Logo | None] = no_logo


def voice_in(
    locale: str,
    *,
    say: Callable[[Text], str],
    zone: tzinfo,
    own: Path | None = None,
    logo: Callable[[], Logo | None] = no_logo,
) -> Voice:
    """Build the voice of a language; `say` translates sentences, `zone` is where the meeting sits."""
    language = Locale.parse(locale, sep="-" if "-" in locale else "_")
    return Voice(
        say=say,
        date=partial(_date, width="full", locale=language),
        time=partial(_time, locale=language, zone=zone),
        number=partial(format_decimal, locale=language),
        percent=partial(percent_in, locale=language),
        money=partial(money_in, locale=language),
        short_date=partial(_date, width="medium", locale=language),
        decimal=partial(format_decimal, decimal_quantization=False, locale=language),
        listing=partial(listing_in, locale=language),
        own=own,
        logo=logo,
    )


def _date(day: date, *, width: str, locale: Locale) -> str:
    return format_date(day, format=day_pattern(width, locale, is_first=day.day == 1), locale=locale)


def _time(moment: datetime, *, locale: Locale, zone: tzinfo) -> str:
    return format_time(moment, format=hour_pattern(locale), tzinfo=zone, locale=locale)
