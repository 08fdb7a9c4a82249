"""The filters of every template: dates, numbers, amounts and texts, as the reader's language writes them."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from babel import Locale
from flask_babel import format_date, format_decimal, get_locale
from markupsafe import Markup

from collegial.documents.accounts import in_fours
from collegial.kernel.fractions import percent_in
from collegial.kernel.text import Text
from collegial.web.languages import (
    say_if_text,
    worded,
    written_amount,
    written_day,
    written_day_at,
    written_hour,
    written_moment,
    written_month,
)
from collegial.web.live import mark_of
from collegial.web.prose import plain_text, render_markdown, without_signs
from collegial.web.stacking import under_headers

_ARTICLE = re.compile(r"art\. [DLR]?\d+(?:-\d+)*(?: \w+ies\b)?|(?:n° )?[DLR]?\d+(?:-\d+)+|\([^()]{1,24}\)$")


def unbroken(source: Text | str | None) -> Markup:
    """Return where a rule comes from, such as “art. R225-69”, its number and the remark behind it unbroken."""
    said = str(Markup.escape(say_if_text(source) or ""))
    return Markup(_ARTICLE.sub(r'<span class="unbroken">\g<0></span>', said))  # noqa: S704 (escaped above)


def _percent(share: Fraction) -> str:
    """Print a share as a percentage of at most two decimals, in the reader's language."""
    return percent_in(share, get_locale() or Locale("en"))


def _exact(share: Fraction) -> str:
    """Print the exact fraction."""
    return f"{share.numerator}/{share.denominator}"


def _full_day(moment: date) -> str:
    return written_day(moment, "full")


def _brief_day(moment: date) -> str:
    return written_day(moment, "medium")


def _short_month(moment: date) -> str:
    return str(format_date(moment, "MMM"))


def _weekday(moment: date) -> str:
    return str(format_date(moment, "EEE"))


FILTERS: Mapping[str, Callable[..., Any]] = {
    "markdown": render_markdown,
    "plain": plain_text,
    "without_signs": without_signs,
    "day": _full_day,
    "short_day": written_day,
    "brief_day": _brief_day,
    "short_month": _short_month,
    "month_name": written_month,
    "weekday": _weekday,
    "moment": written_moment,
    "at_hour": written_day_at,
    "clock": written_hour,
    "number": format_decimal,
    "money": written_amount,
    "percent": _percent,
    "fraction": _exact,
    "in_fours": in_fours,
    "mark": mark_of,
    "under": under_headers,
    "worded": worded,
    "citation": unbroken,
}
