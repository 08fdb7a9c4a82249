"""Keep the explanation of a count as plain data, so that it can be read when its module is long gone."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from collegial.hooks.voting import Figures, Tally, Tied, VoteMethod
from collegial.kernel.fractions import show_fraction
from collegial.kernel.text import Text


def written_tally(method: VoteMethod, tally: Tally) -> dict[str, Any]:
    """Return the ties, steps and tables of a count as JSON can hold them; sentences stay translatable."""
    return {
        "method": [written_cell(method.label), written_cell(method.summary)],
        "ties": [
            {"options": list(one.options), "text": written_cell(one.text), "is_settled": one.is_settled}
            for one in tally.ties
        ],
        "steps": [written_cell(one) for one in tally.steps],
        "votes": {str(number): written_cell(votes) for number, votes in tally.votes.items()},
        "figures": [
            {
                "caption": written_cell(one.caption),
                "heads": [written_cell(cell) for cell in one.heads],
                "rows": [[written_cell(cell) for cell in row] for row in one.rows],
            }
            for one in tally.figures
        ],
    }


def read_tally(elected: list[int], data: Mapping[str, Any]) -> Tally:
    """Return a count with its explanation."""
    return Tally(
        elected=tuple(elected),
        ties=tuple(
            Tied(options=tuple(one["options"]), text=_text(one["text"]), is_settled=one["is_settled"])
            for one in data["ties"]
        ),
        steps=tuple(_text(one) for one in data["steps"]),
        votes={int(number): read_cell(votes) for number, votes in data.get("votes", {}).items()},
        figures=tuple(
            Figures(
                caption=_text(one["caption"]),
                heads=tuple(read_cell(cell) for cell in one["heads"]),
                rows=tuple(tuple(read_cell(cell) for cell in row) for row in one["rows"]),
            )
            for one in data["figures"]
        ),
    )


def method_words(data: Mapping[str, Any]) -> tuple[Text, Text]:
    """Return the name of the method and how it counts."""
    label, summary = data["method"]
    return _text(label), _text(summary)


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
        return {"text": value.msgid, "params": params, "plural": value.plural, "count": value.count}
    if isinstance(value, Fraction):
        return show_fraction(value)
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    return value if isinstance(value, int) else str(value)


def read_cell(value: Any) -> Any:
    """Return a figure or a sentence that was kept."""
    if not isinstance(value, dict):
        return value
    return Decimal(value["decimal"]) if "decimal" in value else _text(value)


def _text(value: Mapping[str, Any]) -> Text:
    return Text(
        msgid=value["text"],
        params={name: read_cell(one) for name, one in value["params"].items()},
        plural=value["plural"],
        count=value["count"],
    )
