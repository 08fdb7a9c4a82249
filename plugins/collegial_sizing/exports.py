"""The lines of all scenarios as a list for a spreadsheet."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from collegial.plugin import Column, Exporter, Row, t
from collegial_sizing import queries
from collegial_sizing.permissions import READ
from collegial_sizing.words import KINDS, SECTIONS


def rows(session: Session) -> Iterator[Row]:
    """Yield a row for each line and year."""
    for sized in queries.size_all(session, queries.scenarios(session)):
        for line in sized.scenario.lines:
            for year in sized.years:
                figure = line.figures[year.number - 1]
                yield (
                    sized.scenario.title, SECTIONS[line.kind.section], KINDS[line.kind], line.label, year.number,
                    str(figure.quantity), figure.unit, year.amounts[line.id],
                )  # fmt: skip


LINES = Exporter(
    key="sizing.lines",
    title=t("Lines of the economic sizing"),
    columns=(
        Column(t("Scenario")),
        Column(t("Part")),
        Column(t("Kind")),
        Column(t("What for")),
        Column(t("Year"), "number"),
        Column(t("Quantity")),
        Column(t("Price"), "money"),
        Column(t("Amount"), "money"),
    ),
    rows=rows,
    permission=READ,
)
