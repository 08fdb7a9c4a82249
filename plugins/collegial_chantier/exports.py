"""The chantiers as a list for a spreadsheet; everyone reads them."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from collegial.plugin import Column, Exporter, Row, Work, WorkPhase, pt, t, worded
from collegial_chantier.models import Chantier, Commitment, CommitmentState, Measure
from collegial_chantier.permissions import MANAGE, READ

PHASES = {
    WorkPhase.BEFORE: t("Before"),
    WorkPhase.DURING: t("During"),
    WorkPhase.AFTER: t("After"),
    WorkPhase.CALLED_OFF: pt("common work", "Called off"),
}


def chantier_rows(session: Session) -> Iterator[Row]:
    """Yield a row for each chantier, in the order in which they were opened."""
    query = select(Chantier).join(Chantier.work).order_by(Work.opened_on, Work.id)
    loads = (
        contains_eager(Chantier.work).joinedload(Work.priority),
        joinedload(Chantier.measure),
        selectinload(Chantier.participants),
    )
    for one in session.scalars(query.options(*loads)):
        yield (
            one.id, one.title, one.question, one.theme, worded(one.priority).label if one.priority else None,
            PHASES[one.phase], len(one.active), one.opened_on, one.started_on, one.finished_on,
            one.measure.title if one.measure else None,
        )  # fmt: skip


STATES = {
    CommitmentState.PROMISED: t("Promise made"),
    CommitmentState.UNDER_WAY: t("Under way"),
    CommitmentState.KEPT: t("Kept"),
    CommitmentState.DROPPED: t("Given up"),
}


def commitment_rows(session: Session) -> Iterator[Row]:
    """Yield a row for each commitment, the first due first."""
    query = select(Commitment).order_by(Commitment.due_on, Commitment.id)
    chantier = joinedload(Commitment.measure).joinedload(Measure.chantier)
    for one in session.scalars(query.options(joinedload(Commitment.actor), chantier)):
        yield (
            one.measure.chantier.title, one.measure.title, one.actor.name, one.text, one.due_on,
            STATES[one.state], one.state_on, one.note,
        )  # fmt: skip


COMMITMENTS = Exporter(
    key="chantier.commitments",
    title=t("Commitments of the chantiers"),
    columns=(
        Column(t("Chantier")),
        Column(t("Measure")),
        Column(t("Institution")),
        Column(t("Commitment")),
        Column(t("Until"), "date"),
        Column(t("State")),
        Column(t("Since"), "date"),
        Column(t("Note")),
    ),
    rows=commitment_rows,
    permission=MANAGE,
)
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
