"""The books as accounting software in France reads them.

The columns are those of the fichier des écritures comptables (article A47 A-1 of the livre des procédures fiscales).
"""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from collegial.plugin import ZERO, Column, Exporter, Row, Text, t
from collegial_finance.ledger.chart import NAMES
from collegial_finance.ledger.journals import journal, third_party
from collegial_finance.ledger.models import Entry, LedgerAccount, Movement
from collegial_finance.permissions import READ


def lines(session: Session) -> Iterator[Row]:
    """Yield two lines for each movement, its debit and its credit, in the order of the entries."""
    loads = (
        joinedload(Movement.entry).joinedload(Entry.party),
        joinedload(Movement.debit),
        joinedload(Movement.credit),
    )
    query = select(Movement).options(*loads).order_by(Movement.entry_id, Movement.position)
    query = query.execution_options(yield_per=500)
    for one in session.scalars(query):
        yield _line(one, one.debit, is_debit=True)
        yield _line(one, one.credit, is_debit=False)


def _line(one: Movement, account: LedgerAccount, *, is_debit: bool) -> Row:
    entry = one.entry
    return (
        *journal(entry), entry.number, entry.day, account.number, name_of(account), *third_party(entry, account),
        entry.source, entry.day, entry.label, one.amount if is_debit else ZERO, ZERO if is_debit else one.amount,
        entry.recorded_at.date(),
    )  # fmt: skip


def name_of(account: LedgerAccount) -> str | Text:
    """Return an account's own name, or the one that the chart gives it."""
    return account.name or NAMES.get(account.number) or account.number


FEC = Exporter(
    key="finance.fec",
    title=t("Entries of the books"),
    columns=(
        Column(t("JournalCode")),
        Column(t("JournalLib")),
        Column(t("EcritureNum"), "number"),
        Column(t("EcritureDate"), "date"),
        Column(t("CompteNum")),
        Column(t("CompteLib")),
        Column(t("CompAuxNum")),
        Column(t("CompAuxLib")),
        Column(t("PieceRef")),
        Column(t("PieceDate"), "date"),
        Column(t("EcritureLib")),
        Column(t("Debit"), "money"),
        Column(t("Credit"), "money"),
        Column(t("ValidDate"), "date"),
    ),
    rows=lines,
    permission=READ,
)
