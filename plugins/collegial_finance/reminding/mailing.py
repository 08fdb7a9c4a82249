"""The letters that remind: looked at again before they go, for what was due may be done by then."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import url_for

from collegial.plugin import Actor, Context, Job, Text, letter_to, t
from collegial_finance.fund.models import AgreementInstalment, ProjectAgreement, ProjectApplication
from collegial_finance.fund.rules import ReportKind
from collegial_finance.loans import queries as loans
from collegial_finance.reminding.models import Reminder
from collegial_finance.reminding.rules import ReminderKind
from collegial_finance.reminding.services import SEND, note_due


def note(context: Context, _payload: Mapping[str, Any]) -> None:
    """Note what is due today."""
    note_due(context)


def remind(context: Context, payload: Mapping[str, Any]) -> None:
    """Send a reminder, unless what was due is done; repeated, it is told again, which misleads nobody."""
    found = context.session.get(Reminder, payload["reminder"])
    if found is None:
        return
    if found.kind == ReminderKind.EVIDENCE.value:
        _of_evidence(context, found)
    elif found.kind == ReminderKind.REPORT.value:
        _of_report(context, found)
    else:
        _of_loan(context, found)


def _of_loan(context: Context, found: Reminder) -> None:
    loan = loans.loan(context.session, found.subject_id)
    unpaid = loans.first_unpaid(loan) if loan else None
    if loan is None or unpaid is None or unpaid.on != found.due_on:
        return
    is_late = found.kind == ReminderKind.LOAN_LATE.value
    subject = (
        t("an instalment of your loan is late") if is_late else t("the next instalment of your loan is due")
    )
    _send(
        context, loan.borrower, subject, "loan", path="/",
        given={"loan": loan, "unpaid": unpaid, "is_late": is_late},
    )  # fmt: skip


def _of_evidence(context: Context, found: Reminder) -> None:
    instalment = context.session.get(AgreementInstalment, found.subject_id)
    if instalment is None or instalment.standing or instalment.paid or instalment.agreement.closed_on:
        return
    application = instalment.agreement.application
    subject = t("the evidence for an instalment of “%(title)s”", title=application.title)
    _send(
        context, application.applicant, subject, "evidence", path=_page(application),
        given={"application": application, "instalment": instalment},
    )  # fmt: skip


def _of_report(context: Context, found: Reminder) -> None:
    agreement = context.session.get(ProjectAgreement, found.subject_id)
    if agreement is None or agreement.closed_on:
        return
    if any(one.kind is ReportKind.FINAL for one in agreement.reports):
        return
    application = agreement.application
    _send(
        context, application.applicant, t("the final report on “%(title)s”", title=application.title), "report",
        path=_page(application), given={"application": application, "agreement": agreement},
    )  # fmt: skip


def _page(found: ProjectApplication) -> str:
    return url_for("finance_fund.application", application_id=found.id)


def _send(
    context: Context, reader: Actor, subject: Text, name: str, *, path: str, given: Mapping[str, object]
) -> None:
    letter = letter_to(
        context.session, reader, day=context.today, subject=subject, path=path, given=given,
        template=f"finance/mail/remind_{name}.txt",
    )  # fmt: skip
    if letter:
        letter.send()


JOBS = (
    Job(key="finance.reminders", label=t("Looking for what is due"), run=note, every=timedelta(days=1)),
    Job(key=SEND, label=t("Reminder of what is due"), run=remind),
)
