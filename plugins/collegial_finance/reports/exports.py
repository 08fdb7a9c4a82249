"""The reports as files for a spreadsheet."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from collegial.plugin import Column, Exporter, Row, t
from collegial_finance.ledger.exports import name_of
from collegial_finance.patronage.queries import declarations
from collegial_finance.permissions import LEAD_PATRONAGE, READ
from collegial_finance.reports import queries
from collegial_finance.words import ISSUER_FORMS


def _years(session: Session) -> Iterator[Row]:
    for year in queries.years(session):
        for part in queries.parts(session, year):
            for one in part.figures:
                value = one.value
                amount, number = (None, value) if isinstance(value, int) else (value, None)
                yield (year, part.title, one.label, amount, number)


def _balances(session: Session) -> Iterator[Row]:
    for year in queries.years(session):
        for one in queries.year_lines(session, year):
            yield (
                year, one.account.number, name_of(one.account), one.before, one.debits, one.credits, one.after,
            )  # fmt: skip


def _declarations(session: Session) -> Iterator[Row]:
    for one in declarations(session):
        yield (one.year, one.issuer.actor.name, ISSUER_FORMS[one.issuer.form], one.receipts, one.amount)


YEARS = Exporter(
    key="finance.years",
    title=t("Figures of the financial tools by year"),
    columns=(
        Column(t("Year")),
        Column(t("Tool")),
        Column(t("Item")),
        Column(t("Amount"), "money"),
        Column(t("Number"), "number"),
    ),
    rows=_years,
    permission=READ,
)
BALANCES = Exporter(
    key="finance.balances",
    title=t("Balances of the books by year"),
    columns=(
        Column(t("Year")),
        Column(t("Account")),
        Column(t("Name")),
        Column(t("Before"), "money"),
        Column(t("Debited"), "money"),
        Column(t("Credited"), "money"),
        Column(t("After"), "money"),
    ),
    rows=_balances,
    permission=READ,
)
DECLARATIONS = Exporter(
    key="finance.declarations",
    title=t("Yearly declaration of the receipts for gifts"),
    columns=(
        Column(t("Year")),
        Column(t("Issuer")),
        Column(t("Its legal form")),
        Column(t("Receipts"), "number"),
        Column(t("Amount"), "money"),
    ),
    rows=_declarations,
    permission=LEAD_PATRONAGE,
)
EXPORTS = (YEARS, BALANCES, DECLARATIONS)
