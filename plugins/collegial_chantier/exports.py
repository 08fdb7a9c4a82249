"""The chantiers as a list for a spreadsheet; everyone reads them."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.plugin import Column, Exporter, Row, t
from collegial_chantier.models import Chantier, ChantierPhase
from collegial_chantier.permissions import READ

PHASES = {
    ChantierPhase.BEFORE: t("Before"),
    ChantierPhase.DURING: t("During"),
    ChantierPhase.AFTER: t("After"),
}


def chantier_rows(session: Session) -> Iterator[Row]:
    """Yield a row for each chantier, in the order in which they were opened."""
    query = select(Chantier).order_by(Chantier.opened_on, Chantier.id)
    loads = (
        joinedload(Chantier.priority),
        joinedload(Chantier.measure),
        selectinload(Chantier.participants),
    )
    for one in session.scalars(query.options(*loads)):
        yield (
            one.id, one.title, one.question, one.theme, one.priority.label if one.priority else None,
            PHASES[one.phase], len(one.participants), one.opened_on, one.started_on, one.finished_on,
            one.measure.title if one.measure else None,
        )  # fmt: skip


CHANTIERS = Exporter(
    key="chantier.list",
    title=t("Chantiers"),
    columns=(
        Column(t("Number"), "number"),
        Column(t("Title")),
        Column(t("Question to work on")),
        Column(t("Theme")),
        Column(t("Priority")),
        Column(t("Phase")),
        Column(t("Structures"), "number"),
        Column(t("Opened on"), "date"),
        Column(t("Started on"), "date"),
        Column(t("Finished on"), "date"),
        Column(t("Measure")),
    ),
    rows=chantier_rows,
    permission=READ,
)
