"""What loan funds ask of those who manage their loans."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.plugin import ZERO, NextStep, Text, nt, t
from collegial_finance.asking import Waiting, ask, each_or_all
from collegial_finance.committees.queries import voted_on
from collegial_finance.loans.following import Due
from collegial_finance.loans.models import LoanState, PoleLoan
from collegial_finance.loans.queries import SUBJECT, standing
from collegial_finance.permissions import MANAGE_LOANS

AHEAD = timedelta(days=30)
Unpaid = tuple[PoleLoan, Sequence[Due]]


def steps(session: Session, day: date) -> Iterator[NextStep]:
    """Say which loans wait for a decision, which to pay out, and of which an instalment is due."""
    not_voted_on = PoleLoan.id.not_in(voted_on(SUBJECT))
    yield from each_or_all(_of(session, LoanState.REQUESTED, not_voted_on), _waiting, _all_waiting)
    yield from each_or_all(_of(session, LoanState.ACCEPTED), _accepted, _all_accepted)
    yield from each_or_all(_unpaid(session, day), _due, _all_due)


def _of(session: Session, state: LoanState, *where: ColumnElement[bool]) -> Waiting[PoleLoan]:
    query = select(PoleLoan).where(PoleLoan.state == state, *where).order_by(PoleLoan.id)
    return ask(session, query.options(joinedload(PoleLoan.borrower), joinedload(PoleLoan.fund)))


def _unpaid(session: Session, day: date) -> Waiting[Unpaid]:
    """Return the running loans with what is due of them by a day, or comes next within a month; the oldest first."""
    is_due = (PoleLoan.state == LoanState.RUNNING, PoleLoan.next_due <= day + AHEAD)
    options = (joinedload(PoleLoan.borrower), joinedload(PoleLoan.fund), selectinload(PoleLoan.steps))
    query = select(PoleLoan).where(*is_due).order_by(PoleLoan.next_due, PoleLoan.fund_id, PoleLoan.id)
    found = ask(session, query.options(*options))
    return Waiting(found.count, [(one, _dues(one, day)) for one in found.first])


def _dues(one: PoleLoan, day: date) -> Sequence[Due]:
    stand = standing(one, day)
    unpaid = [due for due in stand.dues if due.left and due.on <= day + AHEAD] if stand else []
    return [due for due in unpaid if due.on <= day] or unpaid[:1]


def _waiting(one: PoleLoan) -> NextStep:
    if one.fund.committee_id is None:
        return _step(one, "decide", t("A loan waits for its decision"), t("Record the decision"))
    return _step(one, "vote", t("A loan waits for the committee"), t("Put it to the vote"))


def _accepted(one: PoleLoan) -> NextStep:
    return _step(one, "lend", t("A loan is accepted and can be paid out"), t("Pay the loan"), weight=59)


def _due(pair: Unpaid) -> NextStep:
    one, dues = pair
    sentence = nt(
        "%(count)d instalment of a loan is due", "%(count)d instalments of a loan are due", len(dues)
    )
    return _step(
        one, "repay", sentence, t("Record what was repaid"), due_on=dues[0].on, weight=61,
        about=t("%(name)s: %(value)s", name=one.borrower.name, value=sum((due.left for due in dues), ZERO)),
    )  # fmt: skip


def _all_waiting(found: Waiting[PoleLoan]) -> NextStep:
    return _list(
        "waiting",
        nt("%(count)d loan waits for a decision", "%(count)d loans wait for a decision", found.count),
    )


def _all_accepted(found: Waiting[PoleLoan]) -> NextStep:
    sentence = nt("%(count)d loan is to be paid out", "%(count)d loans are to be paid out", found.count)
    return _list("accepted", sentence, weight=59)


def _all_due(found: Waiting[Unpaid]) -> NextStep:
    sentence = nt(
        "%(count)d loan has an instalment due", "%(count)d loans have an instalment due", found.count
    )
    return _list("due", sentence, due_on=found.first[0][1][0].on, weight=61)


def _step(
    one: PoleLoan,
    view: str,
    sentence: Text,
    act: Text,
    *,
    about: Text | None = None,
    due_on: date | None = None,
    weight: int = 60,
) -> NextStep:
    return NextStep(
        key=f"finance.loan.{one.id}", sentence=sentence, act=act, endpoint=f"finance_loans.{view}",
        values={"loan_id": one.id}, about=about or f"{one.borrower.name} · {one.purpose}"[:200], due_on=due_on,
        icon="money", permission=MANAGE_LOANS, weight=weight,
    )  # fmt: skip


def _list(key: str, sentence: Text, *, due_on: date | None = None, weight: int = 60) -> NextStep:
    return NextStep(
        key=f"finance.loans.{key}", sentence=sentence, act=t("See the loans"), endpoint="finance_loans.index",
        due_on=due_on, icon="money", permission=MANAGE_LOANS, weight=weight,
    )  # fmt: skip
