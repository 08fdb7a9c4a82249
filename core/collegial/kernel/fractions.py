"""Exact shares: read from what people write, shown without losing a vote to rounding."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from babel import Locale
from babel.numbers import format_percent

from collegial.kernel.errors import Invalid
from collegial.kernel.text import t

# Eighteen digits is far beyond any roll of members, and keeps hostile input cheap to refuse.
_RATIO = re.compile(r"([0-9]{1,18})\s*/\s*([0-9]{1,18})")
_DECIMAL = re.compile(r"([0-9]{1,18})(?:[.,]([0-9]{1,18}))?\s*(%?)")


def parse_fraction(written: object) -> Fraction:
    """Read `2/5`, `40%`, `40 %`, `0.4`, `0,4` or a whole number as the exact fraction it states.

    Floats are refused: 0.1 is not one tenth once a computer has stored it. Raise Invalid `fraction.invalid`.
    """
    if isinstance(written, Fraction) and written >= 0:
        return written
    if isinstance(written, int) and not isinstance(written, bool) and written >= 0:
        return Fraction(written)
    read = _read(written.strip()) if isinstance(written, str) else None
    if read is None:
        raise _unreadable(written)
    return read


def show_fraction(share: Fraction) -> str:
    """Write a fraction as `p/q` in lowest terms, whole numbers included (`1/1`)."""
    return f"{share.numerator}/{share.denominator}"


def show_percent(share: Fraction, digits: int = 2) -> str:
    """Write a percentage for display only, marked `≈` where rounding (half to even) changed the value."""
    percent = share * 100
    rounded = round(percent, digits)
    mark = "" if rounded == percent else "≈ "
    return f"{mark}{_decimal(rounded, digits)}%"


@dataclass(frozen=True)
class Percent:
    """A share to be printed as a percentage, in the language of whoever reads the sentence."""

    share: Fraction

    def __str__(self) -> str:
        return show_percent(self.share)


def needed_share(share: Fraction) -> Percent | str:
    """Return how a share that rules ask for is written: as a percentage where that is exact (20 %), else as 2/3."""
    return Percent(share) if (share * 10_000).denominator == 1 else show_fraction(share)


def percent_in(share: Fraction, locale: Locale) -> str:
    """Write a share in a language, two decimals at most, half to even; "≈" says that it was rounded."""
    hundredths = round(share * 10_000)
    exact = Fraction(hundredths, 10_000) == share
    pattern = locale.percent_formats[None].pattern.replace("#0", "#0.##" if exact else "#0.00")
    number = format_percent(Decimal(hundredths).scaleb(-4), format=pattern, locale=locale)
    written = number.replace("-", "\N{MINUS SIGN}")
    return written if exact else f"≈\u202f{written}"


def _read(written: str) -> Fraction | None:
    if ratio := _RATIO.fullmatch(written):
        above, below = int(ratio[1]), int(ratio[2])
        return Fraction(above, below) if below else None
    if decimal := _DECIMAL.fullmatch(written):
        digits = decimal[2] or ""
        value = Fraction(int(decimal[1] + digits), 10 ** len(digits))
        return value / 100 if decimal[3] else value
    return None


def _decimal(rounded: Fraction, digits: int) -> str:
    scaled = abs(int(rounded * 10**digits))
    whole, rest = divmod(scaled, 10**digits)
    decimals = f"{rest:0{digits}d}".rstrip("0") if digits else ""
    sign = "-" if rounded < 0 else ""
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


def _unreadable(written: object) -> Invalid:
    return Invalid(
        "fraction.invalid",
        t(
            "“%(written)s” cannot be read as an exact share. Write 2/5, 40%% or 0.4; in quotes in a file.",
            written=str(written)[:60],
        ),
    )
