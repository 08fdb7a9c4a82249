"""Keep sentences and figures as plain data, so that they can be read when their module is long gone."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from collegial.kernel.fractions import Percent, show_fraction
from collegial.kernel.listing import Listing
from collegial.kernel.money import Money
from collegial.kernel.text import Text


def written_text(text: Text) -> Any:
    """Return a sentence as JSON can hold it; it stays translatable."""
    return written_cell(text)


def read_text(data: Mapping[str, Any]) -> Text:
    """Return a sentence that was written so."""
    return _text(data)


def written_cell(value: object) -> Any:
    """Return a figure or a sentence as JSON can hold it."""
    if isinstance(value, Text):
        params = {name: written_cell(one) for name, one in value.params.items()}
        kept = {"text": value.msgid, "params": params, "plural": value.plural, "count": value.count}
        return kept | ({"context": value.context} if value.context else {})
    if isinstance(value, Listing):
        return {"listing": [written_cell(one) for one in value.parts]}
    return _written_figure(value)


def _written_figure(value: object) -> Any:
    if isinstance(value, Fraction):
        return show_fraction(value)
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, Money):
        return {"cents": value.cents}
    if isinstance(value, Percent):
        return {"percent": show_fraction(value.share)}
    return value if isinstance(value, int) else str(value)


def read_cell(value: Any) -> Any:
    """Return a figure or a sentence that was kept."""
    if not isinstance(value, dict):
        return value
    if "listing" in value:
        return Listing(tuple(read_cell(one) for one in value["listing"]))
    if "cents" in value:
        return Money(value["cents"])
    if "percent" in value:
        return Percent(Fraction(value["percent"]))
    return Decimal(value["decimal"]) if "decimal" in value else _text(value)


def _text(value: Mapping[str, Any]) -> Text:
    return Text(
        msgid=value["text"],
        params={name: read_cell(one) for name, one in value["params"].items()},
        plural=value["plural"],
        count=value["count"],
        context=value.get("context"),
    )
