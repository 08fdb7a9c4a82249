"""The books as the tax office asks for them: the eighteen columns of the fichier des écritures comptables, as text.

Article A47 A-1 of the livre des procédures fiscales sets columns, signs and the file's name.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from collegial.plugin import ZERO, Money, Text
from collegial_finance.ledger.exports import name_of
from collegial_finance.ledger.journals import journal, third_party
from collegial_finance.ledger.models import Entry, LedgerAccount, Movement

COLUMNS = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum",
    "CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet",
    "ValidDate", "Montantdevise", "Idevise",
)  # fmt: skip
Say = Callable[[Text], str]


def fec_name(siren: str, closes_on: date) -> str:
    """Return the name that the file of a year must have."""
    return f"{siren}FEC{_day(closes_on)}.txt"


def fec_lines(session: Session, begins_on: date, closes_on: date, say: Say) -> Iterator[str]:
    """Yield the heading, then two lines for each movement of a year, in the order of the entries.

    `say` writes the names that the chart gives its accounts in the language of the books.
    """
    yield "\t".join(COLUMNS)
    loads = (
        joinedload(Movement.entry).joinedload(Entry.party),
        joinedload(Movement.debit),
        joinedload(Movement.credit),
    )
    query = (
        select(Movement)
        .join(Movement.entry)
        .where(Entry.day.between(begins_on, closes_on))
        .options(*loads)
        .order_by(Entry.number, Movement.position)
    )
    for one in session.scalars(query):
        yield "\t".join(_fields(one, _named(one.debit, say), is_debit=True))
        yield "\t".join(_fields(one, _named(one.credit, say), is_debit=False))


def _fields(one: Movement, name: str, *, is_debit: bool) -> Iterable[str]:
    entry, account = one.entry, one.debit if is_debit else one.credit
    party, party_name = third_party(entry, account)
    debit, credit = (one.amount, ZERO) if is_debit else (ZERO, one.amount)
    return (
        *journal(entry), str(entry.number), _day(entry.day), account.number, _plain(name), party,
        _plain(party_name), _plain(entry.source), _day(entry.day), _plain(entry.label), _amount(debit),
        _amount(credit), "", "", _day(entry.recorded_at.date()), "", "",
    )  # fmt: skip


def _named(account: LedgerAccount, say: Say) -> str:
    name = name_of(account)
    return name if isinstance(name, str) else say(name)


def _plain(words: str) -> str:
    """Return a text in one field: the tab and the end of a line separate fields and lines."""
    return " ".join(words.split())


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _amount(money: Money) -> str:
    return f"{money.cents // 100},{money.cents % 100:02}"
