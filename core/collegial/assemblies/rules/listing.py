"""Read a list of proxies from a table: which column is the giver, which the holder, row by row."""

from collections.abc import Sequence
from dataclasses import dataclass

from collegial.kernel.errors import Invalid
from collegial.kernel.text import t

# Titles that people give these columns, in the languages of the program, without case.
_GIVERS = ("giver", "mandant", "donneur", "roer", "de", "from")
_HOLDERS = ("holder", "mandataire", "porteur", "dalc’her", "dalc'her", "à", "a", "to")


@dataclass(frozen=True, kw_only=True)
class ListedProxy:
    """One row: the giver and the holder as they are written; without a holder, the proxy is left to the chair."""

    row: int
    giver: str
    holder: str


def listed_proxies(headers: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]) -> list[ListedProxy]:
    """Return the rows of a list; raises Invalid at the field `file` when its columns cannot be told."""
    giver, holder = _column(headers, _GIVERS), _column(headers, _HOLDERS)
    if giver is None or holder is None:
        raise Invalid(
            "proxies.columns",
            t("Name two columns “giver” and “holder” in the first line, with member numbers or full names."),
            field="file",
        )
    return [
        ListedProxy(row=number, giver=cells[giver].strip(), holder=cells[holder].strip())
        for number, cells in rows
        if cells[giver].strip() or cells[holder].strip()
    ]


def _column(headers: Sequence[str], names: Sequence[str]) -> int | None:
    found = [place for place, title in enumerate(headers) if title.strip().casefold() in names]
    return found[0] if len(found) == 1 else None
