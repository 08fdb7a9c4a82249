"""Read what a report says."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, extract, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from collegial.plugin import ZERO, Money, t
from collegial_finance.guarantees.models import GuaranteeFile
from collegial_finance.guarantees.queries import standings
from collegial_finance.ledger import chart
from collegial_finance.ledger.models import Closing, Entry, LedgerAccount, Movement
from collegial_finance.ledger.queries import PeriodLine, period
from collegial_finance.loans.models import LoanAct, LoanFund, LoanStep, PoleLoan
from collegial_finance.patronage.models import GiftKind, GiftReceipt, PatronGift
from collegial_finance.reports import experiments
from collegial_finance.reports.experiments import Moved
from collegial_finance.reports.rules import Breakdown, Figure, Part
from collegial_finance.rounds.models import FundingRound, Pledge, RoundState
from collegial_finance.rounds.rules import COUNTED


def years(session: Session) -> Sequence[int]:
    """Return the years in which something was written in the books or given, the latest first."""
    written = session.scalars(select(extract("year", Entry.day)).distinct())
    counts = PatronGift.withdrawn_at.is_(None)
    given = session.scalars(select(extract("year", PatronGift.received_on)).where(counts).distinct())
    return sorted({int(one) for one in (*written, *given)}, reverse=True)


def closing(session: Session, closing_id: int) -> tuple[Closing, date | None] | None:
    """Return a closing, and the last day of the one before it."""
    found = session.get(Closing, closing_id)
    if found is None:
        return None
    before = session.scalar(select(func.max(Closing.through)).where(Closing.through < found.through))
    return found, before


def year_lines(session: Session, year: int) -> Sequence[PeriodLine]:
    """Return what each account moved in a year."""
    return period(session, date(year - 1, 12, 31), date(year, 12, 31))


def parts(session: Session, year: int) -> Sequence[Part]:
    """Return what each tool did in a year, and where it stands today."""
    moved = _moved(session, year)
    return (
        _rounds(session, moved),
        _guarantees(session, moved),
        _loans(session, year),
        experiments.part(session, year, moved),
        _gifts(session, year),
    )


def _moved(session: Session, year: int) -> Moved:
    """Give a function that adds up what a tool moved in a year from accounts to others."""
    debit, credit = _account(Movement.debit_id), _account(Movement.credit_id)
    query = (
        select(Entry.source, debit, credit, func.sum(Movement.amount))
        .join(Entry)
        .where(Entry.day.between(date(year, 1, 1), date(year, 12, 31)))
        .group_by(Entry.source, debit, credit)
    )
    rows = [(*row[:3], _money(row[3])) for row in session.execute(query)]

    def between(tool: str, to: str, out_of: str) -> Money:
        fitting = (
            amount
            for source, one, other, amount in rows
            if source.startswith(f"{tool}:") and (one, other) == (to, out_of)
        )
        return sum(fitting, ZERO)

    return between


def _account(column: InstrumentedAttribute[int]) -> ColumnElement[str]:
    return select(LedgerAccount.number).where(LedgerAccount.id == column).scalar_subquery()


def _rounds(session: Session, moved: Moved) -> Part:
    state = select(func.count(FundingRound.id))
    held = session.scalar(state.where(FundingRound.state == RoundState.HELD)) or 0
    is_open = FundingRound.state == RoundState.OPEN
    pledged = session.scalar(
        select(func.sum(Pledge.amount)).join(FundingRound).where(is_open, Pledge.state.in_(COUNTED))
    )
    received = moved("round", chart.BANK, chart.HELD_FOR_PROJECTS)
    paid_on = moved("round", chart.HELD_FOR_PROJECTS, chart.BANK)
    return Part(
        t("Funding rounds"),
        (
            Figure(t("Open today"), session.scalar(state.where(is_open)) or 0),
            Figure(t("Pledged to open rounds"), _money(pledged)),
            Figure(t("Rounds that held, in all"), held),
            Figure(t("Received from funders in the year"), received),
            Figure(t("Paid to projects, or given back, in the year"), paid_on),
        ),
    )


def _guarantees(session: Session, moved: Moved) -> Part:
    known = standings(session)
    exposed = sum((stands_for for _, stands_for in known), ZERO)
    provided = session.scalar(select(func.sum(GuaranteeFile.provision)))
    return Part(
        t("Guarantee funds"),
        (
            Figure(t("Capacity today"), sum((rule.capacity for rule, _ in known), ZERO)),
            Figure(t("Exposure today"), exposed),
            Figure(t("Set aside today"), _money(provided)),
            Figure(t("Paid into the funds in the year"), moved("guarantee", chart.BANK, chart.ENDOWMENTS)),
            Figure(t("Commissions of the year"), moved("guarantee", chart.BANK, chart.COMMISSIONS)),
            Figure(t("Called in the year"), moved("guarantee", chart.LOSSES, chart.BANK)),
            Figure(t("Recovered in the year"), moved("guarantee", chart.BANK, chart.RECOVERIES)),
        ),
        whole=(
            (t("Exposure today"), exposed),
            (t("Can still be guaranteed"), sum((rule.left(stands_for) for rule, stands_for in known), ZERO)),
        ),
    )


def _loans(session: Session, year: int) -> Part:
    remaining, provided = session.execute(
        select(func.sum(PoleLoan.remaining), func.sum(PoleLoan.provision))
    ).one()
    available = session.scalar(select(func.sum(LoanFund.available)))
    in_year = LoanStep.on.between(date(year, 1, 1), date(year, 12, 31))

    def acted(column: InstrumentedAttribute[Money], *acts: LoanAct) -> Money:
        return _money(session.scalar(select(func.sum(column)).where(in_year, LoanStep.act.in_(acts))))

    back = (LoanAct.REPAYMENT, LoanAct.EARLY)
    return Part(
        t("Loans"),
        (
            Figure(t("Remains to be repaid today"), _money(remaining)),
            Figure(t("Can be lent today"), _money(available)),
            Figure(t("Set aside today"), _money(provided)),
            Figure(t("Lent in the year"), acted(LoanStep.capital, LoanAct.LENT)),
            Figure(t("Principal repaid in the year"), acted(LoanStep.capital, *back)),
            Figure(t("Interest of the year"), acted(LoanStep.interest, *back)),
            Figure(t("Written off in the year"), acted(LoanStep.capital, LoanAct.LOST)),
            Figure(t("Recovered in the year"), acted(LoanStep.capital, LoanAct.RECOVERY)),
        ),
        _loan_funds(session),
        whole=(
            (t("Remains to be repaid today"), _money(remaining)),
            (t("Can be lent today"), _money(available)),
        ),
    )


def _loan_funds(session: Session) -> tuple[Breakdown, ...]:
    remains = select(func.sum(PoleLoan.remaining)).where(PoleLoan.fund_id == LoanFund.id).scalar_subquery()
    lost = select(func.sum(PoleLoan.lost - PoleLoan.recovered)).where(PoleLoan.fund_id == LoanFund.id)
    query = select(LoanFund.name, LoanFund.available, remains, lost.scalar_subquery())
    rows = [
        ((name,), (_money(available), _money(left), _money(gone)))
        for name, available, left, gone in session.execute(query.order_by(LoanFund.name, LoanFund.id))
    ]
    amounts = (t("Can be lent"), t("Remains to be repaid"), t("Lost and not recovered"))
    return (Breakdown(t("Loan funds today"), (t("Fund"),), amounts, tuple(rows)),) if rows else ()


def _gifts(session: Session, year: int) -> Part:
    in_year = PatronGift.received_on.between(date(year, 1, 1), date(year, 12, 31))
    counts = PatronGift.withdrawn_at.is_(None)
    query = (
        select(PatronGift.kind, func.sum(PatronGift.amount)).where(in_year, counts).group_by(PatronGift.kind)
    )
    given = {kind: _money(amount) for kind, amount in session.execute(query)}
    receipts = select(func.count(GiftReceipt.id)).where(
        GiftReceipt.year == year, GiftReceipt.cancelled_at.is_(None)
    )
    gifts = (
        (t("Given in money"), given.get(GiftKind.MONEY, ZERO)),
        (t("Given in kind, at its value"), given.get(GiftKind.IN_KIND, ZERO)),
        (t("Given in skills, at their value"), given.get(GiftKind.SKILLS, ZERO)),
    )
    figures = (*(Figure(*one) for one in gifts), Figure(t("Receipts given"), session.scalar(receipts) or 0))
    return Part(t("Local patronage"), figures, whole=gifts)


def _money(found: object) -> Money:
    return found if isinstance(found, Money) else Money(int(str(found or 0)))
