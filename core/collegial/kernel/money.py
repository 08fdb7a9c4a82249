"""Money: whole cents in a type of their own, so that no float and no bare number is ever added to them."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import total_ordering

from babel import Locale
from babel.numbers import format_currency

from collegial.kernel.errors import Invalid
from collegial.kernel.text import t

# Thirteen digits before the cents is far beyond any cooperative, and fits every database's big integer.
_GROUPS = "[ \u00a0\u202f]"
_AMOUNT = re.compile(
    rf"([0-9]{{1,13}}|[0-9]{{1,3}}(?:{_GROUPS}[0-9]{{3}}){{1,4}})(?:[.,]([0-9]{{1,2}}))?{_GROUPS}?€?"
)
_BELOW_ZERO = re.compile(r"[-\u2212\u2013] ?€?[0-9][0-9., \u00a0\u202f]*€?")
_LARGE = re.compile(rf"€?(?:[0-9][,\u00a0\u202f ]?){{14,}}(?:[.,][0-9]{{0,2}})?{_GROUPS}?€?")
_SHOWN = 60
_WITH_COMMAS = re.compile(r"€?([0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,13})(?:\.([0-9]{1,2}))?")


@total_ordering
@dataclass(frozen=True)
class Money:
    """An amount in euros, as whole cents; it may be negative."""

    cents: int = 0

    def __post_init__(self) -> None:
        if isinstance(self.cents, bool) or not isinstance(self.cents, int):
            raise TypeError("money is made of whole cents")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.cents + other.cents)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.cents - other.cents)

    def __neg__(self) -> "Money":
        return Money(-self.cents)

    def __mul__(self, times: int) -> "Money":
        return Money(self.cents * times)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        return self.cents < other.cents

    def __bool__(self) -> bool:
        return self.cents != 0

    def __str__(self) -> str:
        """Write the amount plainly, as `1234.50 EUR`; what people read is written by the web or a document."""
        whole, rest = divmod(abs(self.cents), 100)
        return f"{'-' if self.cents < 0 else ''}{whole}.{rest:02} EUR"

    def share(self, part: Fraction) -> "Money":
        """Return a part of the amount, rounded half up to the cent (away from zero for a negative one)."""
        exact = abs(self.cents) * part
        rounded = int(exact + Fraction(1, 2))
        return Money(rounded if self.cents >= 0 else -rounded)

    def share_up(self, part: Fraction) -> "Money":
        """Return the least amount of whole cents that is not under a part of this one."""
        return Money(-(-(self.cents * part.numerator) // part.denominator))


ZERO = Money(0)


def money_in(amount: Money, locale: Locale, *, whole: bool = False) -> str:
    """Write an amount in a language, with a true minus sign; `whole` leaves out cents where there are none."""
    pattern = locale.currency_formats["standard"].pattern
    if whole and amount.cents % 100 == 0:
        pattern = pattern.replace(".00", "")
    written = format_currency(
        Decimal(amount.cents).scaleb(-2), "EUR", pattern, locale=locale, currency_digits=False
    )
    return str(written).replace("-", "\N{MINUS SIGN}")


def _no_amount(written: str) -> Invalid:
    """Return why something is no amount: below zero, beyond counting, or written otherwise."""
    shown = written[:_SHOWN]
    if _BELOW_ZERO.fullmatch(written):
        return Invalid("money.negative", t("“%(written)s”: an amount cannot be below zero.", written=shown))
    if _LARGE.fullmatch(written):
        return Invalid(
            "money.too_large",
            t("“%(written)s” is too large: no amount of money has so many digits.", written=shown),
        )
    return Invalid(
        "money.invalid",
        t("“%(written)s” is not an amount of money. Write it as 1234.50 or 1 234,50.", written=shown),
    )


def parse_money(written: str, *, commas: bool = False) -> Money:
    """Read `1234.5`, `1 234,50 €` or `1234` as whole cents.

    Raises Invalid `money.negative`, `money.too_large`, or `money.invalid` for anything else.

    `commas` also reads `€1,234.50` and `1,234`, as who writes English means them: for others a comma begins the cents.
    """
    found = (commas and _WITH_COMMAS.fullmatch(written.strip())) or _AMOUNT.fullmatch(written.strip())
    if found is None:
        raise _no_amount(written.strip())
    whole = re.sub(f"{_GROUPS}|,", "", found[1])
    return Money(int(whole) * 100 + int((found[2] or "").ljust(2, "0") or 0))
