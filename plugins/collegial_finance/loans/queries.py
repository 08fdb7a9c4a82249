"""Read loan funds."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.plugin import ZERO, Actor, Money
from collegial_finance.committees.rules import Case
from collegial_finance.loans.following import Due, Position, position
from collegial_finance.loans.models import LoanFund, LoanMeans, LoanState, PoleLoan

SUBJECT = "finance.loan"


def funds(session: Session) -> Sequence[LoanFund]:
    """Return all funds by name, with their loans."""
    loans = selectinload(LoanFund.loans)
    query = select(LoanFund).options(loans.selectinload(PoleLoan.steps))
    return session.scalars(query.order_by(LoanFund.name, LoanFund.id)).all()


def fund(session: Session, fund_id: int) -> LoanFund | None:
    """Return a fund with its means and its loans."""
    loans = selectinload(LoanFund.loans)
    options = (
        joinedload(LoanFund.committee),
        selectinload(LoanFund.means).joinedload(LoanMeans.contributor),
        loans.joinedload(PoleLoan.borrower),
        loans.selectinload(PoleLoan.steps),
    )
    return session.scalar(select(LoanFund).where(LoanFund.id == fund_id).options(*options))


def loan(session: Session, loan_id: int) -> PoleLoan | None:
    """Return a loan with its fund and its steps."""
    options = (joinedload(PoleLoan.borrower), joinedload(PoleLoan.fund), selectinload(PoleLoan.steps))
    return session.scalar(select(PoleLoan).where(PoleLoan.id == loan_id).options(*options))


def case_of(found: PoleLoan) -> Case | None:
    """Return what the committee of the fund decides on; None where the fund has no committee."""
    committee_id = found.fund.committee_id
    if committee_id is None:
        return None
    return Case(subject=SUBJECT, subject_id=found.id, committee_id=committee_id, concerns=found.borrower_id)


def running(session: Session) -> Sequence[PoleLoan]:
    """Return the loans that run, by fund and borrower."""
    options = (joinedload(PoleLoan.borrower), joinedload(PoleLoan.fund), selectinload(PoleLoan.steps))
    query = select(PoleLoan).where(PoleLoan.state == LoanState.RUNNING).options(*options)
    return session.scalars(query.order_by(PoleLoan.fund_id, PoleLoan.id)).all()


def standing(found: PoleLoan, day: date) -> Position | None:
    """Return where a loan stands on a day; None before it was paid out, and once it was written off."""
    course = found.course
    return position(course, day) if course and found.state is not LoanState.LOST else None


def kept_for_accepted(session: Session, fund_id: int) -> Money:
    """Return what the loans that are accepted will take from a fund once they are paid out."""
    mine = PoleLoan.fund_id == fund_id
    query = select(func.sum(PoleLoan.principal)).where(mine, PoleLoan.state == LoanState.ACCEPTED)
    return session.scalar(query) or ZERO


def lent(found: LoanFund) -> Money:
    """Return what is lent and not repaid yet."""
    return sum((one.remaining for one in found.loans), ZERO)


def late(loans: Sequence[PoleLoan], day: date) -> Mapping[PoleLoan, Position]:
    """Return the loans of which an instalment is late, the longest wait first."""
    stands = {one: found for one in loans if (found := standing(one, day)) is not None}
    waiting = {one: found for one, found in stands.items() if found.late}
    return dict(sorted(waiting.items(), key=lambda pair: -pair[1].days_late))


def contributed(found: LoanFund) -> Mapping[Actor, Money]:
    """Return what each put in less what it took back, by name."""
    sums: dict[Actor, Money] = {}
    for one in found.means:
        sums[one.contributor] = sums.get(one.contributor, ZERO) + one.amount
    return dict(sorted(sums.items(), key=lambda pair: pair[0].search_name))


def by_state(found: LoanFund) -> Mapping[LoanState, Sequence[PoleLoan]]:
    """Return the loans of a fund by state, in the order in which a loan goes through them."""
    return {state: [one for one in found.loans if one.state is state] for state in LoanState}


def first_unpaid(found: PoleLoan) -> Due | None:
    """Return the oldest instalment of a running loan that is not wholly paid."""
    stand = standing(found, date.min)
    return next((one for one in stand.dues if one.left), None) if stand else None


def next_due(found: PoleLoan) -> date | None:
    """Return the day of that instalment; None for a loan that does not run."""
    due = first_unpaid(found) if found.state is LoanState.RUNNING else None
    return due.on if due else None


def figures(session: Session) -> Mapping[str, object]:
    """Return how many loans run, what remains of them, and since when the oldest unpaid instalment is due."""
    sums = (func.count(PoleLoan.id), func.sum(PoleLoan.remaining), func.min(PoleLoan.next_due))
    number, remaining, oldest = session.execute(
        select(*sums).where(PoleLoan.state == LoanState.RUNNING)
    ).one()
    return {"running": number, "remaining": remaining or ZERO, "oldest": oldest}
