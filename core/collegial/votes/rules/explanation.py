"""Keep the explanation of a count as plain data, so that it can be read when its module is long gone."""

from collections.abc import Mapping
from typing import Any

from collegial.hooks.voting import Figures, Tally, Tied, VoteMethod
from collegial.kernel.sentences import read_cell, read_text, written_cell
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
            Tied(options=tuple(one["options"]), text=read_text(one["text"]), is_settled=one["is_settled"])
            for one in data["ties"]
        ),
        steps=tuple(read_text(one) for one in data["steps"]),
        votes={int(number): read_cell(votes) for number, votes in data.get("votes", {}).items()},
        figures=tuple(
            Figures(
                caption=read_text(one["caption"]),
                heads=tuple(read_cell(cell) for cell in one["heads"]),
                rows=tuple(tuple(read_cell(cell) for cell in row) for row in one["rows"]),
            )
            for one in data["figures"]
        ),
    )


def method_words(data: Mapping[str, Any]) -> tuple[Text, Text]:
    """Return the name of the method and how it counts."""
    label, summary = data["method"]
    return read_text(label), read_text(summary)
