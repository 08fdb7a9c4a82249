"""Imports as pages and files show them: the cells of a row with what is wrong in each."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from collegial.imports.kinds import kind_of
from collegial.imports.models import ImportFile, ImportRow
from collegial.imports.rules import from_json
from collegial.kernel.text import Text, t
from collegial.tables.reading import column_letter
from collegial.tables.writing import Column

_BETWEEN = "\u00a0· "  # the dot stays on the line of what comes before it
_LONGEST_SAMPLE = 120
_SHOWN_CELLS = 3


@dataclass(frozen=True, kw_only=True)
class ShownFault:
    """What is wrong with a row: the cell as the spreadsheet names it and what it holds, where there is one."""

    text: Text
    label: Text | None = None
    cell: str = ""
    written: str = ""


@dataclass(frozen=True, kw_only=True)
class ShownRow:
    """A row of the preview: its matched cells, its first words, and what is wrong with it."""

    number: int
    cells: Sequence[str]
    beginning: str
    faults: Sequence[ShownFault]


def labels_of(file: ImportFile) -> list[Text]:
    """Return the labels of the matched columns, in the order of the file."""
    labels = _labels(file)
    return [labels[key] for key, _ in _matched(file)]


def shown_rows(file: ImportFile, rows: Iterable[ImportRow]) -> Iterator[ShownRow]:
    """Yield rows as the preview shows them, each fault with its cell."""
    labels = _labels(file)
    for row in rows:
        cells = [row.cells[at] for _, at in _matched(file)]
        filled = [cell for cell in row.cells if cell]
        yield ShownRow(
            number=row.number,
            cells=cells,
            beginning=_BETWEEN.join(filled[:_SHOWN_CELLS])[:_LONGEST_SAMPLE],
            faults=[_shown(file, row, fault, labels) for fault in row.faults],
        )


def sample_of(rows: Sequence[ImportRow], at: int) -> str:
    """Return what the first rows hold in a column."""
    return _BETWEEN.join(row.cells[at] for row in rows if row.cells[at])[:_LONGEST_SAMPLE]


def correctable(
    file: ImportFile, rows: Iterable[ImportRow], say: Callable[[Text], str]
) -> tuple[list[Column], list[list[object]]]:
    """Return rows as they came, and one column more with their errors: to be corrected and sent again."""
    titles = [str(header) or column_letter(at) for at, header in enumerate(file.headers)]
    columns = [Column(Text(msgid=title)) for title in titles]
    labels = _labels(file)
    table: list[list[object]] = [[*row.cells, _errors(row, labels, say)] for row in rows]
    return [*columns, Column(t("Errors"))], table


def _labels(file: ImportFile) -> Mapping[str, Text]:
    return {one.key: one.label for one in kind_of(file.kind).fields}


def _matched(file: ImportFile) -> list[tuple[str, int]]:
    return sorted(file.mapping.items(), key=lambda one: one[1])


def _shown(
    file: ImportFile, row: ImportRow, fault: Mapping[str, Any], labels: Mapping[str, Text]
) -> ShownFault:
    text, label = from_json(fault["text"]), labels.get(fault["field"])
    at = file.mapping.get(fault["field"])
    if at is None:
        return ShownFault(text=text, label=label)
    return ShownFault(text=text, label=label, cell=f"{column_letter(at)}{row.number}", written=row.cells[at])


def _errors(row: ImportRow, labels: Mapping[str, Text], say: Callable[[Text], str]) -> str:
    sentences = []
    for fault in row.faults:
        sentence = say(from_json(fault["text"]))
        label = labels.get(fault["field"])
        sentences.append(f"{say(label)} · {sentence}" if label else sentence)
    return " ".join(sentences)
