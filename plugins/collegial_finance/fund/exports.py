"""The lists of an experiment fund to take away: who pays into it, who applied, what is paid when."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.plugin import Column, Exporter, Row, t
from collegial_finance.fund import queries
from collegial_finance.fund.models import (
    AgreementInstalment,
    FundConvention,
    ProjectAgreement,
    ProjectApplication,
    ProjectCall,
    ProjectReview,
    ReviewScore,
)
from collegial_finance.permissions import READ, READ_APPLICATIONS
from collegial_finance.words import APPLICATION_STATES, CONTRIBUTOR_KINDS


def conventions(session: Session) -> Iterator[Row]:
    """Yield the conventions with what came in."""
    loads = (
        joinedload(FundConvention.fund), joinedload(FundConvention.contributor),
        joinedload(FundConvention.call), selectinload(FundConvention.receipts),
    )  # fmt: skip
    for one in session.scalars(select(FundConvention).options(*loads).order_by(FundConvention.id)):
        yield (
            one.fund.name, one.contributor.name, CONTRIBUTOR_KINDS[one.kind],
            one.call.title if one.call else "", one.starts_on, one.ends_on, one.amount, one.received, one.left,
        )  # fmt: skip


def applications(session: Session) -> Iterator[Row]:
    """Yield the applications with their scores."""
    scores = selectinload(ProjectApplication.reviews).selectinload(ProjectReview.scores)
    loads = (
        joinedload(ProjectApplication.call).joinedload(ProjectCall.fund),
        joinedload(ProjectApplication.applicant), scores.joinedload(ReviewScore.criterion),
    )  # fmt: skip
    for one in session.scalars(select(ProjectApplication).options(*loads).order_by(ProjectApplication.id)):
        score = queries.score(one)
        yield (
            one.call.fund.name, one.call.title, one.id, one.applicant.name, one.title, one.budget, one.asked,
            one.granted, f"{float(score):.2f}" if score is not None else "", APPLICATION_STATES[one.state],
        )  # fmt: skip


def instalments(session: Session) -> Iterator[Row]:
    """Yield the instalments of all agreements by the day when they are due."""
    agreement = joinedload(AgreementInstalment.agreement)
    application = agreement.joinedload(ProjectAgreement.application)
    loads = (
        agreement.joinedload(ProjectAgreement.fund), application.joinedload(ProjectApplication.applicant),
        joinedload(AgreementInstalment.entry),
    )  # fmt: skip
    query = select(AgreementInstalment).options(*loads)
    for one in session.scalars(query.order_by(AgreementInstalment.due_on, AgreementInstalment.id)):
        yield (
            one.agreement.fund.name, one.agreement.application.applicant.name,
            one.agreement.application.title, one.position, one.condition, one.due_on, one.amount, one.paid,
            one.paid_on, one.entry.number if one.entry else None,
        )  # fmt: skip


EXPORTS = (
    Exporter(
        key="finance.experiment_conventions",
        title=t("Conventions of the experiment funds"),
        columns=(
            Column(t("Fund")), Column(t("Contributor")), Column(t("Kind")), Column(t("Call")),
            Column(t("First day"), "date"), Column(t("Last day"), "date"), Column(t("Promised"), "money"),
            Column(t("Paid in"), "money"), Column(t("Still promised"), "money"),
        ),
        rows=conventions,
        permission=READ,
    ),
    Exporter(
        key="finance.experiment_applications",
        title=t("Applications to the experiment funds"),
        columns=(
            Column(t("Fund")), Column(t("Call")), Column(t("Number"), "number"), Column(t("Structure")),
            Column(t("Project")), Column(t("Whole budget"), "money"), Column(t("Asked"), "money"),
            Column(t("Granted"), "money"), Column(t("Score")), Column(t("State")),
        ),
        rows=applications,
        permission=READ_APPLICATIONS,
    ),
    Exporter(
        key="finance.experiment_instalments",
        title=t("Instalments of the experiment funds"),
        columns=(
            Column(t("Fund")), Column(t("Structure")), Column(t("Project")), Column(t("Number"), "number"),
            Column(t("Condition")), Column(t("Due on"), "date"), Column(t("Amount"), "money"),
            Column(t("Paid"), "money"), Column(t("Day of the payment"), "date"), Column(t("Ledger entry"), "number"),
        ),
        rows=instalments,
        permission=READ,
    ),
)  # fmt: skip
