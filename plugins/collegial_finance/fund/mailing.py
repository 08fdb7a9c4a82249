"""The letters of an experiment fund: an application came in, what was decided, what its evidence lacked."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from collegial.plugin import Context, Job, Text, letter_to, t
from collegial_finance.fund.models import AgreementInstalment, ProjectApplication
from collegial_finance.fund.rules import ApplicationState
from collegial_finance.fund.services.applying import RECEIVED
from collegial_finance.fund.services.deciding import DECIDED
from collegial_finance.fund.services.proving import REFUSED


def send_received(context: Context, payload: Mapping[str, Any]) -> None:
    """Tell a structure that its application came in; repeated, it is told again, which misleads nobody."""
    found = context.session.get_one(ProjectApplication, payload["application"])
    _send(context, found, "received", t("your application “%(title)s” came in", title=found.title))


def send_decided(context: Context, payload: Mapping[str, Any]) -> None:
    """Tell a structure what the committee decided."""
    found = context.session.get_one(ProjectApplication, payload["application"])
    subject = t("the decision on your application “%(title)s”", title=found.title)
    _send(context, found, "decided", subject, is_granted=found.state is not ApplicationState.REFUSED)


def send_refused(context: Context, payload: Mapping[str, Any]) -> None:
    """Tell a structure what its evidence lacked, unless other evidence is handed in by then."""
    instalment = context.session.get_one(AgreementInstalment, payload["instalment"])
    if instalment.lacked is None:
        return
    found = instalment.agreement.application
    subject = t("the evidence for an instalment of “%(title)s” is refused", title=found.title)
    _send(context, found, "refused", subject, instalment=instalment)


def _send(context: Context, found: ProjectApplication, name: str, subject: Text, **given: object) -> None:
    letter = letter_to(
        context.session, found.applicant, day=context.today, subject=subject,
        template=f"finance/fund/mail/{name}.txt",
        path=url_for("finance_fund.application", application_id=found.id),
        given={"application": found, **given},
    )  # fmt: skip
    if letter:
        letter.send()


JOBS = (
    Job(key=RECEIVED, label=t("Receipt of a project’s application"), run=send_received),
    Job(key=DECIDED, label=t("Decision on a project’s application"), run=send_decided),
    Job(key=REFUSED, label=t("Refusal of a project’s evidence"), run=send_refused),
)
