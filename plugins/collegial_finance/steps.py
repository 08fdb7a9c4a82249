"""What the financial tools ask of those who lead them, and of the members of committees, for the dashboard."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from collegial.plugin import SIGNED_IN, ZERO, NextStep, Viewer, nt, t
from collegial_finance.fund.models import AgreementInstalment, ProjectAgreement
from collegial_finance.fund.queries import awaiting_scores
from collegial_finance.guarantees.queries import figures as guarantee_figures
from collegial_finance.loans.queries import figures as loan_figures
from collegial_finance.permissions import LEAD_EXPERIMENTS, LEAD_ROUNDS, MANAGE_GUARANTEES, MANAGE_LOANS
from collegial_finance.rounds.models import FundingRound, RoundState

AHEAD = timedelta(days=30)
_SHOWN = 3


def steps(session: Session, viewer: Viewer, day: date) -> Iterator[NextStep]:
    """Say which files, instalments, rounds and scores wait."""
    if viewer.may(MANAGE_GUARANTEES):
        yield from _guarantees(session)
    if viewer.may(MANAGE_LOANS):
        yield from _loans(session, day)
    if viewer.may(LEAD_ROUNDS):
        yield from _rounds(session, day)
    if viewer.may(LEAD_EXPERIMENTS):
        yield from _instalments(session, day)
    yield from _scores(session, viewer, day)


def _guarantees(session: Session) -> Iterator[NextStep]:
    figures = guarantee_figures(session)
    waiting, unpaid = int(str(figures["waiting"])), int(str(figures["unpaid"]))
    if waiting:
        yield NextStep(
            key="finance.guarantees",
            sentence=nt(
                "%(count)d guarantee file waits for the committee",
                "%(count)d guarantee files wait for the committee",
                waiting,
            ),
            act=t("See the files"), endpoint="finance_guarantees.index", icon="guarantee",
            permission=MANAGE_GUARANTEES, weight=60,
        )  # fmt: skip
    if unpaid:
        yield NextStep(
            key="finance.calls",
            sentence=nt(
                "%(count)d guaranteed loan is not repaid as planned",
                "%(count)d guaranteed loans are not repaid as planned",
                unpaid,
            ),
            act=t("Answer the call"), endpoint="finance_guarantees.index", icon="warning",
            permission=MANAGE_GUARANTEES, weight=58,
        )  # fmt: skip


def _loans(session: Session, day: date) -> Iterator[NextStep]:
    oldest = loan_figures(session)["oldest"]
    if isinstance(oldest, date) and oldest <= day + AHEAD:
        yield NextStep(
            key="finance.loans", sentence=t("An instalment of a loan is due"), act=t("Record what was repaid"),
            endpoint="finance_loans.index", due_on=oldest, icon="money", permission=MANAGE_LOANS, weight=61,
        )  # fmt: skip


def _rounds(session: Session, day: date) -> Iterator[NextStep]:
    ending = select(FundingRound).where(
        FundingRound.state == RoundState.OPEN, FundingRound.closes_on <= day + AHEAD
    )
    for one in session.scalars(ending.order_by(FundingRound.closes_on, FundingRound.id).limit(_SHOWN)):
        yield NextStep(
            key=f"finance.round.{one.id}", sentence=t("A funding round comes to its end"), act=t("See its table"),
            endpoint="finance_rounds.show", values={"round_id": one.id}, about=one.title, due_on=one.closes_on,
            icon="money", permission=LEAD_ROUNDS, weight=62,
        )  # fmt: skip


def _instalments(session: Session, day: date) -> Iterator[NextStep]:
    unpaid = select(AgreementInstalment).where(
        AgreementInstalment.paid == ZERO, AgreementInstalment.due_on <= day + AHEAD
    )
    signed = unpaid.join(AgreementInstalment.agreement).where(ProjectAgreement.signed_on.is_not(None))
    loads = joinedload(AgreementInstalment.agreement).joinedload(ProjectAgreement.application)
    query = signed.options(loads).order_by(AgreementInstalment.due_on, AgreementInstalment.id).limit(_SHOWN)
    for one in session.scalars(query):
        yield NextStep(
            key=f"finance.instalment.{one.id}", sentence=t("An instalment of an experiment is due"), act=t("Pay it"),
            endpoint="finance_fund.application", values={"application_id": one.agreement.application_id},
            about=one.agreement.application.title, due_on=one.due_on, icon="money", permission=LEAD_EXPERIMENTS,
            weight=63,
        )  # fmt: skip


def _scores(session: Session, viewer: Viewer, day: date) -> Iterator[NextStep]:
    awaited = awaiting_scores(session, viewer, day)
    if awaited:
        yield NextStep(
            key="finance.scores",
            sentence=nt(
                "%(count)d application awaits your scores", "%(count)d applications await your scores", awaited
            ),
            act=t("Score it"), endpoint="finance_fund.index", icon="decision", permission=SIGNED_IN, weight=59,
        )  # fmt: skip
