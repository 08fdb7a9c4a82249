"""Who takes part in which work, what it stated and what it got, for a spreadsheet."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from collegial.hooks.extensions import Exporter
from collegial.kernel.paging import Listed
from collegial.kernel.text import pt, t
from collegial.tables.writing import Column, Row
from collegial.works.models import Participation
from collegial.works.permissions import MANAGE
from collegial.works.rules import ParticipationState, WorkPhase

PHASES = {
    WorkPhase.BEFORE: t("Before"),
    WorkPhase.DURING: t("During"),
    WorkPhase.AFTER: t("After"),
    WorkPhase.CALLED_OFF: pt("common work", "Called off"),
}
STATES = {
    ParticipationState.ASKED: t("Asks to take part"),
    ParticipationState.ACCEPTED: t("Takes part"),
    ParticipationState.REFUSED: t("Refused"),
    ParticipationState.LEFT: t("Has left"),
}


def participation_rows(session: Session) -> Iterable[Row]:
    """Return a row for each participation, by work."""
    query = select(Participation).order_by(Participation.work_id, Participation.id)
    loads = (joinedload(Participation.work), joinedload(Participation.actor))
    return Listed(session, query.options(*loads), _row)


def _row(one: Participation) -> Row:
    return (
        one.work.title, one.actor.name, STATES[one.state], one.collective_value, one.own_support,
        one.own_service, one.own_network, one.brings, one.hopes, one.asked_on, one.decided_on,
        one.left_on, one.gained, PHASES[one.work.phase],
    )  # fmt: skip


PARTICIPATIONS = Exporter(
    key="core.participations",
    title=t("Participation in common works"),
    columns=(
        Column(t("Work")),
        Column(t("Structure")),
        Column(t("State")),
        Column(t("What all structures gain")),
        Column(t("A support on one of its problems")),
        Column(t("A better service that it needs")),
        Column(t("A network with the stakeholders of its project")),
        Column(t("What it brings")),
        Column(t("What it hopes for")),
        Column(t("Asked on"), "date"),
        Column(t("Answered on"), "date"),
        Column(t("Left on"), "date"),
        Column(t("What it got")),
        Column(t("Phase of the work")),
    ),
    rows=participation_rows,
    permission=MANAGE,
)
