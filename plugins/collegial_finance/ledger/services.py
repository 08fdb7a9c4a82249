"""Write in the books: each entry once, reversals only, nothing before the last closed day."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from collegial.plugin import Context, Invalid, Missing, Money, Refused, check_reach, require, t
from collegial_finance.ledger import queries
from collegial_finance.ledger.chart import NAMES
from collegial_finance.ledger.events import AccountOpened, EntryRecorded, EntryReversed, PeriodClosed
from collegial_finance.ledger.models import Closing, Entry, Ledger, LedgerAccount, Movement
from collegial_finance.ledger.rules import Line, movements
from collegial_finance.ledger.rules import Movement as Moved
from collegial_finance.ledger.rules import reverse as reversal_of
from collegial_finance.permissions import KEEP_BOOKS

BY_HAND = "ledger"


def record_by_hand(
    context: Context, *, on: date, label: str, debit: str, credit: str, amount: Money
) -> Entry:
    """Write that an amount went from one account to another."""
    require(context.by, KEEP_BOOKS)
    lines = (Line(debit, debit=amount), Line(credit, credit=amount))
    return write(context, on=on, label=label, source=BY_HAND, lines=lines)


def write(
    context: Context,
    *,
    on: date,
    label: str,
    source: str,
    lines: Sequence[Line],
    party_id: int | None = None,
) -> Entry:
    """Write an entry of a tool with its third party, whose right was asked for already. Raises Invalid, Refused."""
    moved = movements(lines)
    draft = Entry(day=on, label=label, source=source, party_id=party_id)
    return _write(context, _locked(context), moved, draft)


def reverse(context: Context, *, number: int, on: date, reason: str) -> Entry:
    """Take an entry back by another that mirrors it. Raises Refused `finance.reversed`."""
    require(context.by, KEEP_BOOKS)
    ledger = _locked(context)
    wrong = queries.entry(context.session, number)
    if wrong is None:
        raise Missing("finance.entry_unknown", t("There is no such entry in the books."))
    if wrong.reverses_id is not None or wrong.reversed_by is not None:
        raise Refused(
            "finance.reversed", t("This entry has already been taken back, or takes another one back.")
        )
    moved = reversal_of(Moved(one.debit.number, one.credit.number, one.amount) for one in wrong.movements)
    draft = Entry(
        day=on, label=wrong.label, source=wrong.source, party_id=wrong.party_id, reverses_id=wrong.id,
        reason=reason,
    )  # fmt: skip
    entry = _write(context, ledger, moved, draft)
    context.emit(EntryReversed(entry=wrong.number, by=entry.number))
    return entry


def close_period(context: Context, *, through: date) -> Closing:
    """Close the books through a day: nothing is written on it or before it any more."""
    require(context.by, KEEP_BOOKS)
    check_reach(through, field="through")
    ledger = _locked(context)
    if through >= context.today:
        raise Invalid(
            "finance.closing_future", t("Close the books through a day that is over."), field="through"
        )
    if ledger.closed_through is not None and through <= ledger.closed_through:
        raise Invalid(
            "finance.closing_twice", t("The books are already closed through that day."), field="through"
        )
    closing = Closing(through=through, closed_at=context.clock.now())
    context.session.add(closing)
    ledger.closed_through = through
    context.emit(PeriodClosed(through=through.isoformat()))
    return closing


def open_account(context: Context, *, number: str, name: str) -> LedgerAccount:
    """Add an account to the chart. Raises Refused `finance.account_known`."""
    require(context.by, KEEP_BOOKS)
    _locked(context)
    known = context.session.scalar(select(LedgerAccount.id).where(LedgerAccount.number == number))
    if known is not None or number in NAMES:
        raise Refused("finance.account_known", t("This account is already in the chart."), field="number")
    if not (number.isascii() and number.isdigit()):
        raise Invalid("finance.account_number", t("An account number is made of digits."), field="number")
    found = LedgerAccount(number=number, name=name)
    context.session.add(found)
    context.emit(AccountOpened(account=number))
    return found


def account(context: Context, number: str) -> LedgerAccount:
    """Return an account of the chart, opened when a tool first writes to it."""
    found = context.session.scalar(select(LedgerAccount).where(LedgerAccount.number == number))
    if found is None and number in NAMES:
        found = LedgerAccount(number=number)
        context.session.add(found)
        context.session.flush()
    if found is None:
        raise Invalid("finance.account_unknown", t("Account %(number)s is not in the chart.", number=number))
    return found


def _write(context: Context, ledger: Ledger, moved: Sequence[Moved], draft: Entry) -> Entry:
    """Give a draft its number and write it with its movements; the books are locked."""
    _check_day(context, ledger, draft.day)
    draft.number, draft.recorded_at, draft.size = ledger.last_number + 1, context.clock.now(), len(moved)
    context.session.add(draft)
    context.session.flush()
    context.session.add_all(_rows(context, draft, moved))
    context.session.flush()
    context.session.expire(ledger)  # the database counted the entry
    context.session.expire(draft, ["movements"])
    context.emit(EntryRecorded(entry=draft.number, source=draft.source))
    return draft


def _rows(context: Context, entry: Entry, moved: Sequence[Moved]) -> list[Movement]:
    numbers = sorted({number for one in moved for number in (one.debit, one.credit)})
    ids = {number: account(context, number).id for number in numbers}
    return [
        Movement(
            entry_id=entry.id, position=position, debit_id=ids[one.debit], credit_id=ids[one.credit],
            amount=one.amount,
        )
        for position, one in enumerate(moved, start=1)
    ]  # fmt: skip


def _check_day(context: Context, ledger: Ledger, on: date) -> None:
    check_reach(on, field="on")
    if ledger.closed_through is not None and on <= ledger.closed_through:
        raise Refused(
            "finance.period_closed",
            t("The books are closed through %(day)s: write on a later day.", day=ledger.closed_through),
            field="on",
        )
    if on > context.today:
        raise Invalid("finance.entry_future", t("An entry is not written ahead of its day."), field="on")


def _locked(context: Context) -> Ledger:
    """Return the state of the books, locked: numbers follow each other, whoever writes at once."""
    return context.session.scalars(select(Ledger).with_for_update()).one()
