"""The scale beside a drawing: round values from zero, written short in the reader's language."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from babel.numbers import format_compact_currency, format_compact_decimal
from flask_babel import get_locale

_CENTS = 100
# French writes 50 k€; the tables of the library have a space more.
_SPACE_BEFORE_EURO = re.compile(r"(?<=\s[kM])\s(?=€)")


@dataclass(frozen=True)
class Tick:
    """A round value on a scale, and how it is written."""

    value: int
    shown: str


def round_values(bottom: float, top: float, *, most: int = 5, least: int = 1) -> Sequence[int]:
    """Return round values between the two, zero among them: at most `most` steps above it, each at least `least`."""
    steps = (one * 10**power * least for power in count() for one in (1, 2, 5))
    step = next(one for one in steps if max(top, -bottom) / one <= most)
    return range(-int(-bottom // step) * step, int(top) + 1, step)


def scale(top: float, unit: str = "number", bottom: float = 0) -> Sequence[Tick]:
    """Return the scale of a drawing: of whole things, or of cents that are shown as euros."""
    least = _CENTS if unit == "money" else 1
    return [Tick(value, _WRITERS[unit](value)) for value in round_values(bottom, top, least=least)]


def _number(value: int) -> str:
    return str(format_compact_decimal(value, locale=get_locale(), fraction_digits=1))


def _money(value: int) -> str:
    written = format_compact_currency(value / _CENTS, "EUR", locale=get_locale(), fraction_digits=1)
    return _SPACE_BEFORE_EURO.sub("", str(written)).replace("-", "\N{MINUS SIGN}")


_WRITERS: Mapping[str, Callable[[int], str]] = {"number": _number, "money": _money}
