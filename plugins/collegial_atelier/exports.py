"""The ateliers and their ledger as lists for a spreadsheet."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from collegial.plugin import Column, Exporter, Participation, Row, Work, WorkPhase, pt, t
from collegial_atelier.models import Atelier, Contract
from collegial_atelier.permissions import PAY, READ
from collegial_atelier.rules import AtelierKind

PHASES = {
    WorkPhase.BEFORE: t("Before"),
    WorkPhase.DURING: t("During"),
    WorkPhase.AFTER: t("After"),
    WorkPhase.CALLED_OFF: pt("common work", "Called off"),
}
KINDS = {
    AtelierKind.EXCHANGE: t("Exchange of practices"),
    AtelierKind.QUESTION: t("Resolution of a question"),
}


def atelier_rows(session: Session) -> Iterator[Row]:
    """Yield a row for each atelier, by season."""
    query = select(Atelier).join(Atelier.work).order_by(Atelier.starts_on, Atelier.id)
    loads = (contains_eager(Atelier.work).joinedload(Work.priority),)
    for one in session.scalars(query.options(*loads)):
        yield (
            one.id, one.title, one.question, KINDS[one.kind], one.priority.label if one.priority else None,
            PHASES[one.phase], one.starts_on, one.ends_on, one.least, one.most,
        )  # fmt: skip


def ledger_rows(session: Session) -> Iterator[Row]:
    """Yield a row for each contract."""
    query = select(Contract).order_by(Contract.atelier_id, Contract.number)
    loads = (
        joinedload(Contract.atelier),
        joinedload(Contract.participation).joinedload(Participation.actor),
        selectinload(Contract.days),
    )
    for one in session.scalars(query.options(*loads)):
        ledger = one.ledger
        yield (
            one.atelier.title, one.number, one.participation.actor.name, one.signed_on,
            ledger.half_days_due, ledger.half_days_done, ledger.agreed, ledger.paid, ledger.left,
        )  # fmt: skip


ATELIERS = Exporter(
    key="atelier.list",
    title=t("Ateliers"),
    columns=(
        Column(t("Number"), "number"),
        Column(t("Title")),
        Column(t("Common question")),
        Column(t("Kind")),
        Column(t("Priority")),
        Column(t("Phase")),
        Column(t("The season starts on"), "date"),
        Column(t("The season ends on"), "date"),
        Column(t("Smallest group"), "number"),
        Column(t("Largest group"), "number"),
    ),
    rows=atelier_rows,
    permission=READ,
)
LEDGER = Exporter(
    key="atelier.ledger",
    title=t("Contracts and compensations of the ateliers"),
    columns=(
        Column(t("Atelier")),
        Column(t("Number"), "number"),
        Column(t("Structure")),
        Column(t("Signed by both sides on"), "date"),
        Column(t("Half days due"), "number"),
        Column(t("Half days done"), "number"),
        Column(t("Compensation"), "money"),
        Column(t("Paid"), "money"),
        Column(t("Left to pay"), "money"),
    ),
    rows=ledger_rows,
    permission=PAY,
)
