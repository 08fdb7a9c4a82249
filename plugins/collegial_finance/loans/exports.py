"""The loans as files: where each stands, and every instalment that is to come or late."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.plugin import ZERO, Column, Exporter, Row, t
from collegial_finance.loans import queries
from collegial_finance.loans.models import PoleLoan
from collegial_finance.loans.words import STATES
from collegial_finance.permissions import READ


def _loans(session: Session) -> Iterator[Row]:
    options = (joinedload(PoleLoan.borrower), joinedload(PoleLoan.fund), selectinload(PoleLoan.steps))
    for one in session.scalars(select(PoleLoan).options(*options).order_by(PoleLoan.id)):
        due = queries.first_unpaid(one)
        yield (
            one.id, one.fund.name, one.borrower.name, STATES[one.state], one.principal, one.lent_on, one.remaining,
            due.on if due else None, due.left if due else ZERO, one.provision, one.lost, one.recovered,
        )  # fmt: skip


def _instalments(session: Session) -> Iterator[Row]:
    for one in queries.running(session):
        stand = queries.standing(one, date.min)
        for due in stand.dues if stand else ():
            if due.left:
                yield (
                    one.id, one.fund.name, one.borrower.name, due.number, due.on, due.capital, due.interest, due.paid,
                    due.left,
                )  # fmt: skip


LOANS_LIST = Exporter(
    key="finance.loans",
    title=t("Loans"),
    columns=(
        Column(t("Number"), "number"),
        Column(t("Fund")),
        Column(t("Borrower")),
        Column(t("State")),
        Column(t("Amount lent"), "money"),
        Column(t("Paid on"), "date"),
        Column(t("Remains"), "money"),
        Column(t("First unpaid instalment, due on"), "date"),
        Column(t("Left of it"), "money"),
        Column(t("Provision"), "money"),
        Column(t("Lost"), "money"),
        Column(t("Recovered"), "money"),
    ),
    rows=_loans,
    permission=READ,
)
INSTALMENTS_LIST = Exporter(
    key="finance.instalments",
    title=t("Instalments of loans that are not paid yet"),
    columns=(
        Column(t("Loan"), "number"),
        Column(t("Fund")),
        Column(t("Borrower")),
        Column(t("Instalment"), "number"),
        Column(t("Due on"), "date"),
        Column(t("Principal"), "money"),
        Column(t("Interest"), "money"),
        Column(t("Paid"), "money"),
        Column(t("Left to repay"), "money"),
    ),
    rows=_instalments,
    permission=READ,
)
