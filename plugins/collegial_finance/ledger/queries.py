"""Read the books."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.plugin import ZERO, Money, Page, page_of
from collegial_finance.ledger.models import Closing, Entry, Ledger, LedgerAccount, Movement


def entries(session: Session, page: int, source: str = "") -> Page[Entry]:
    """Return a page of the entries, the latest first, of one source or of all."""
    query = select(Entry).options(*_WHOLE).order_by(Entry.number.desc())
    return page_of(session, query.where(Entry.source == source) if source else query, number=page)


def entry(session: Session, number: int) -> Entry | None:
    """Return an entry with its movements, and what took it back."""
    links = (joinedload(Entry.reverses), joinedload(Entry.reversed_by))
    return session.scalar(select(Entry).where(Entry.number == number).options(*_WHOLE, *links))


def accounts(session: Session) -> Sequence[LedgerAccount]:
    """Return the chart in the order of its numbers."""
    return session.scalars(select(LedgerAccount).order_by(LedgerAccount.number)).all()


def balances(session: Session, through: date | None = None) -> Mapping[LedgerAccount, Money]:
    """Return each account's debits less its credits, through a day; those that moved nothing are left out."""
    sides: dict[int, int] = {}
    for column, sign in ((Movement.debit_id, 1), (Movement.credit_id, -1)):
        query = select(column, func.sum(Movement.amount)).join(Entry).group_by(column)
        for account_id, amount in session.execute(_through(query, through)).all():
            sides[account_id] = sides.get(account_id, 0) + sign * _cents(amount)
    return {one: Money(sides[one.id]) for one in accounts(session) if one.id in sides}


@dataclass(frozen=True)
class PeriodLine:
    """What an account held before a period, what was debited and credited in it: debits less credits are held."""

    account: LedgerAccount
    before: Money
    debits: Money
    credits: Money

    @property
    def after(self) -> Money:
        """Return what it holds at the end."""
        return self.before + self.debits - self.credits


def period(session: Session, after: date | None, through: date) -> Sequence[PeriodLine]:
    """Return what each account moved after a day and through another; those that hold and move nothing are left out."""
    before = balances(session, after) if after else {}
    sides = []
    for column in (Movement.debit_id, Movement.credit_id):
        query = (
            select(column, func.sum(Movement.amount)).join(Entry).where(Entry.day <= through).group_by(column)
        )
        rows = session.execute(query.where(Entry.day > after) if after else query).all()
        sides.append({account_id: Money(_cents(amount)) for account_id, amount in rows})
    lines = (
        PeriodLine(one, before.get(one, ZERO), sides[0].get(one.id, ZERO), sides[1].get(one.id, ZERO))
        for one in accounts(session)
    )
    return [one for one in lines if one.before or one.debits or one.credits]


def sources(session: Session) -> Sequence[str]:
    """Return what wrote in the books."""
    return session.scalars(select(Entry.source).distinct().order_by(Entry.source)).all()


def closed_through(session: Session) -> date | None:
    """Return the last day that is closed."""
    return session.scalar(select(Ledger.closed_through))


def closings(session: Session) -> Sequence[Closing]:
    """Return the closings, the latest first."""
    return session.scalars(select(Closing).order_by(Closing.through.desc())).all()


def incomplete(session: Session) -> Sequence[int]:
    """Return the numbers of entries that have not the movements they were written with; none, unless tampered."""
    counted = select(func.count(Movement.id)).where(Movement.entry_id == Entry.id).scalar_subquery()
    return session.scalars(select(Entry.number).where(counted != Entry.size).order_by(Entry.number)).all()


def balance_of(session: Session, account: str, source: str) -> Money:
    """Return the debits less the credits of an account in the entries of one source."""
    of_source = Entry.source == source
    sides = []
    for column in (Movement.debit_id, Movement.credit_id):
        query = select(func.sum(Movement.amount)).join(Entry)
        known = select(LedgerAccount.id).where(LedgerAccount.number == account).scalar_subquery()
        sides.append(_cents(session.scalar(query.where(of_source, column == known)) or 0))
    return Money(sides[0] - sides[1])


def debits_of(session: Session, account: str, source: str) -> Money:
    """Return what was debited to an account in the entries of one source, those taken back left out."""
    return debits_by_source(session, account, Entry.source == source).get(source, ZERO)


def debits_by_source(
    session: Session, account: str, where: ColumnElement[bool] | None = None
) -> Mapping[str, Money]:
    """Return what was debited to an account, by the source of the entries, those taken back left out."""
    known = select(LedgerAccount.id).where(LedgerAccount.number == account).scalar_subquery()
    stands = (Movement.debit_id == known, Entry.reverses_id.is_(None), ~Entry.reversed_by.has())
    query = select(Entry.source, func.sum(Movement.amount)).join(Movement.entry).where(*stands)
    if where is not None:
        query = query.where(where)
    return {source: Money(_cents(one)) for source, one in session.execute(query.group_by(Entry.source))}


def balances_by_source(session: Session, account: str) -> Mapping[str, Money]:
    """Return the debits less the credits of an account, by the source of the entries."""
    sides: dict[str, int] = {}
    known = select(LedgerAccount.id).where(LedgerAccount.number == account).scalar_subquery()
    for column, sign in ((Movement.debit_id, 1), (Movement.credit_id, -1)):
        query = select(Entry.source, func.sum(Movement.amount)).join(Movement.entry).where(column == known)
        for source, amount in session.execute(query.group_by(Entry.source)).all():
            sides[source] = sides.get(source, 0) + sign * _cents(amount)
    return {source: Money(cents) for source, cents in sides.items()}


def _through(query: Select[int, Money], day: date | None) -> Select[int, Money]:
    return query.where(Entry.day <= day) if day else query


def _cents(amount: Money | int) -> int:
    return amount.cents if isinstance(amount, Money) else int(amount)


_WHOLE = (
    selectinload(Entry.movements).joinedload(Movement.debit),
    selectinload(Entry.movements).joinedload(Movement.credit),
)
