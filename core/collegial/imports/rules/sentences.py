"""Keep a translatable sentence with a row: it is said later, in the language of whoever reads it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from collegial.kernel.listing import Listing, listed
from collegial.kernel.money import Money
from collegial.kernel.text import Text


def to_json(text: Text) -> dict[str, Any]:
    """Write a sentence as plain data; its parameters are sentences, amounts, days, lists, numbers or words."""
    written: dict[str, Any] = {"msgid": text.msgid}
    if text.params:
        written["params"] = {name: _written(value) for name, value in text.params.items()}
    if text.plural is not None:
        written |= {"plural": text.plural, "count": text.count}
    return written


def from_json(written: Mapping[str, Any]) -> Text:
    """Read a sentence back."""
    params = {name: _read(value) for name, value in written.get("params", {}).items()}
    return Text(
        msgid=written["msgid"], params=params, plural=written.get("plural"), count=written.get("count")
    )


def _written(value: object) -> Any:
    if isinstance(value, Text):
        return to_json(value)
    if isinstance(value, Money):
        return {"cents": value.cents}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Listing):
        return {"listed": [_written(one) for one in value.parts]}
    return value if isinstance(value, int) else str(value)


def _read(value: Any) -> object:
    if not isinstance(value, Mapping):
        return value
    if "cents" in value:
        return Money(value["cents"])
    if "listed" in value:
        return listed(_read(one) for one in value["listed"])
    return date.fromisoformat(value["day"]) if "day" in value else from_json(value)
