"""Find what is due and was not reminded of."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.plugin import ZERO
from collegial_finance.fund.models import (
    AgreementInstalment,
    InstalmentEvidence,
    ProjectAgreement,
    ProjectReport,
)
from collegial_finance.fund.rules import ReportKind
from collegial_finance.loans.models import LoanFund, LoanState, PoleLoan
from collegial_finance.modes import FundMode
from collegial_finance.reminding.models import Reminder
from collegial_finance.reminding.rules import ReminderKind, is_time

Due = tuple[ReminderKind, int, date]


def due(session: Session, today: date) -> list[Due]:
    """Return what it is time to remind of, and was not noted before."""
    rows = session.execute(select(Reminder.kind, Reminder.subject_id, Reminder.due_on))
    noted = {(kind, number, day) for kind, number, day in rows}
    found = (*_loans(session), *_evidence(session), *_reports(session))
    return [
        one for one in found if is_time(one[0], one[2], today) and (one[0].value, one[1], one[2]) not in noted
    ]


def _loans(session: Session) -> Iterator[Due]:
    """Yield the oldest unpaid instalment of each loan; a partner that lends itself reminds itself."""
    query = (
        select(PoleLoan.id, PoleLoan.next_due)
        .join(PoleLoan.fund)
        .where(
            PoleLoan.state == LoanState.RUNNING,
            LoanFund.mode != FundMode.REFER,
        )
    )
    for number, day in session.execute(query.order_by(PoleLoan.fund_id, PoleLoan.id)):
        if day is not None:
            yield ReminderKind.LOAN_DUE, number, day
            yield ReminderKind.LOAN_LATE, number, day


def _evidence(session: Session) -> Iterator[Due]:
    given = select(InstalmentEvidence.id).where(InstalmentEvidence.instalment_id == AgreementInstalment.id)
    query = (
        select(AgreementInstalment.id, AgreementInstalment.due_on)
        .join(ProjectAgreement)
        .where(
            ProjectAgreement.signed_on.is_not(None),
            ProjectAgreement.closed_on.is_(None),
            AgreementInstalment.paid == ZERO,
            AgreementInstalment.needs_evidence,
            ~given.exists(),
        )
    )
    for number, day in session.execute(query.order_by(AgreementInstalment.id)):
        yield ReminderKind.EVIDENCE, number, day


def _reports(session: Session) -> Iterator[Due]:
    final = select(ProjectReport.id).where(
        ProjectReport.agreement_id == ProjectAgreement.id, ProjectReport.kind == ReportKind.FINAL
    )
    query = select(ProjectAgreement.id, ProjectAgreement.ends_on).where(
        ProjectAgreement.signed_on.is_not(None), ProjectAgreement.closed_on.is_(None), ~final.exists()
    )
    for number, day in session.execute(query.order_by(ProjectAgreement.id)):
        yield ReminderKind.REPORT, number, day
