"""Experiment funds for other programs: the figures of the funds, the calls, and the applications by right."""

from datetime import date

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from collegial.plugin import ApiResource, Rows, Viewer, t
from collegial_finance.fund import queries
from collegial_finance.fund.models import ExperimentFund, ProjectApplication, ProjectCall
from collegial_finance.permissions import READ, READ_APPLICATIONS


class ExperimentFundRecord(BaseModel):
    """A fund and its figures, in cents: what is promised, received, committed, paid and available."""

    number: int
    name: str
    promised: int
    received: int
    committed: int
    paid: int
    available: int


class CallRecord(BaseModel):
    """A call for projects; amounts in cents."""

    number: int
    fund: int
    title: str
    opens_on: date
    closes_on: date
    envelope: int
    most: int


class ApplicationRecord(BaseModel):
    """An application; amounts in cents."""

    number: int
    call: int
    applicant: int
    title: str
    asked: int
    granted: int | None
    state: str


def _funds(_session: Session, _viewer: Viewer) -> Rows:
    return select(ExperimentFund).order_by(ExperimentFund.id)


def _write_fund(one: ExperimentFund) -> ExperimentFundRecord:
    session = object_session(one)
    if session is None:
        raise RuntimeError("a fund is written within its session")
    found = queries.standing(session, one.id)
    return ExperimentFundRecord(
        number=one.id, name=one.name, promised=found.promised.cents, received=found.received.cents,
        committed=found.committed.cents, paid=found.paid.cents, available=found.available.cents,
    )  # fmt: skip


def _calls(_session: Session, _viewer: Viewer) -> Rows:
    return select(ProjectCall).order_by(ProjectCall.id)


def _write_call(one: ProjectCall) -> CallRecord:
    return CallRecord(
        number=one.id, fund=one.fund_id, title=one.title, opens_on=one.opens_on, closes_on=one.closes_on,
        envelope=one.envelope.cents, most=one.most.cents,
    )  # fmt: skip


def _applications(_session: Session, _viewer: Viewer) -> Rows:
    return select(ProjectApplication).order_by(ProjectApplication.id)


def _write_application(one: ProjectApplication) -> ApplicationRecord:
    return ApplicationRecord(
        number=one.id, call=one.call_id, applicant=one.applicant_id, title=one.title, asked=one.asked.cents,
        granted=one.granted.cents if one.granted else None, state=one.state.value,
    )  # fmt: skip


RESOURCES = (
    ApiResource(
        key="finance.experiment-funds", title=t("Experiment funds"), record=ExperimentFundRecord, rows=_funds,
        number=ExperimentFund.id, write=_write_fund, permission=READ,
    ),
    ApiResource(
        key="finance.calls", title=t("Calls for projects"), record=CallRecord, rows=_calls,
        number=ProjectCall.id, write=_write_call,
    ),
    ApiResource(
        key="finance.applications", title=t("Applications to the experiment funds"), record=ApplicationRecord,
        rows=_applications, number=ProjectApplication.id, write=_write_application,
        permission=READ_APPLICATIONS,
    ),
)  # fmt: skip
