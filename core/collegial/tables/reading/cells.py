"""Read what people write in cells: dates, numbers, yes or no, as French, English and Breton offices do."""

import re
from datetime import date, timedelta
from decimal import Decimal

from collegial.kernel.days import OUT_OF_REACH, is_in_reach
from collegial.kernel.errors import Invalid
from collegial.kernel.money import Money, parse_money
from collegial.kernel.text import Text, t

_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ][0-9:.]+)?")
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[/.\-][0-9]{1,2}[/.\-][0-9]{2}")
# The days of a spreadsheet are counted from here; the count is right from March 1900 on.
_FIRST_DAY = date(1899, 12, 30)
_LAST_SERIAL = 80_000  # the year 2119
_GROUPS = " \u00a0\u202f'"
_NUMBER = re.compile(
    rf"[+-]?(?:[0-9]{{1,15}}|[0-9]{{1,3}}(?:[{_GROUPS}][0-9]{{3}}){{1,4}})(?:[.,][0-9]{{1,6}})?"
)
_CURRENCY = re.compile(r"\s*(?:eur|euros?)\s*$", re.IGNORECASE)
_YES = frozenset({"oui", "o", "yes", "y", "ya", "true", "vrai", "gwir", "1", "x"})
_NO = frozenset({"non", "n", "no", "nann", "ket", "false", "faux", "gaou", "0", ""})
_SHOWN = 60


def parse_date(written: str) -> date:
    """Read `31/12/2026`, `2026-12-31`, or a spreadsheet's serial number; the day comes before the month.

    Raises Invalid `tables.bad_date` for anything else, a day that no calendar has included; `tables.far_date` for a
    year out of reach.
    """
    if found := _YEAR_FIRST.fullmatch(written):
        return _day(written, found[1], found[2], found[3])
    if found := _DAY_FIRST.fullmatch(written):
        return _day(written, found[3], found[2], found[1])
    if found := _SERIAL.fullmatch(written):
        serial = int(found[1])
        if serial <= _LAST_SERIAL:
            return _FIRST_DAY + timedelta(days=serial)
    if _SHORT_YEAR.fullmatch(written):
        raise _wrong("bad_date", t("“%(written)s”: write the year with four digits.", written=written))
    raise _bad_date(written)


def parse_decimal(written: str) -> Decimal:
    """Read `1 234,50`, `1234.5` or `-3` exactly; raises Invalid `tables.bad_number`."""
    if not _NUMBER.fullmatch(written):
        raise _wrong(
            "bad_number",
            t("“%(written)s” is not a number. Write it as 1234.50 or 1 234,50.", written=written[:_SHOWN]),
        )
    bare = "".join(sign for sign in written if sign not in _GROUPS)
    return Decimal(bare.replace(",", "."))


def parse_count(written: str) -> int:
    """Read a whole number from 0; raises Invalid `tables.bad_count` or `tables.bad_number`."""
    value = parse_decimal(written)
    if value < 0 or value != value.to_integral_value():
        raise _wrong(
            "bad_count", t("“%(written)s” must be a whole number, not below zero.", written=written[:_SHOWN])
        )
    return int(value)


def parse_amount(written: str) -> Money:
    """Read an amount in euros, not below zero; raises Invalid `money.invalid` or `tables.negative_amount`."""
    if written.startswith("-"):
        raise _wrong(
            "negative_amount", t("“%(written)s”: an amount cannot be below zero.", written=written[:_SHOWN])
        )
    return parse_money(_CURRENCY.sub("", written))


def parse_flag(written: str) -> bool:
    """Read a yes or a no; raises Invalid `tables.bad_flag`."""
    word = written.strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise _wrong("bad_flag", t("“%(written)s” is neither yes nor no.", written=written[:_SHOWN]))


def _day(written: str, year: str, month: str, day: str) -> date:
    try:
        read = date(int(year), int(month), int(day))
    except ValueError:
        raise _bad_date(written) from None
    if not is_in_reach(read):
        raise _wrong("far_date", OUT_OF_REACH)
    return read


def _bad_date(written: str) -> Invalid:
    return _wrong(
        "bad_date",
        t("“%(written)s” is no date of the calendar. Write it as 31/12/2026.", written=written[:_SHOWN]),
    )


def _wrong(code: str, text: Text) -> Invalid:
    return Invalid(f"tables.{code}", text)
