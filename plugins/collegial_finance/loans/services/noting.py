"""What every act on a loan shares: the lock, the entry in the books, the step."""

from collections.abc import Mapping
from datetime import date

from collegial.plugin import (
    ZERO,
    Actor,
    Context,
    Invalid,
    Missing,
    Money,
    Refused,
    held_row,
    require,
    t,
)
from collegial_finance.ledger.models import Entry
from collegial_finance.ledger.services import write
from collegial_finance.loans import queries
from collegial_finance.loans.bookkeeping import Lines
from collegial_finance.loans.events import LoanMoved
from collegial_finance.loans.following import Course
from collegial_finance.loans.models import LoanAct, LoanFund, LoanState, LoanStep, PoleLoan
from collegial_finance.permissions import MANAGE_LOANS


def locked_fund(context: Context, fund_id: int) -> LoanFund:
    """Return a fund, locked: two loans at once must not lend more than there is."""
    require(context.by, MANAGE_LOANS)
    return held_fund(context, fund_id)


def held_fund(context: Context, fund_id: int) -> LoanFund:
    """Return a fund as `locked_fund`, for an act whose right follows from something else."""
    found = held_row(context.session, LoanFund, fund_id)
    if found is None:
        raise Missing("finance.loan_fund_unknown", t("There is no such loan fund."))
    return found


# By act: the states of a loan in which it is its turn.
TURNS: Mapping[str, frozenset[LoanState]] = {
    "accept": frozenset({LoanState.REQUESTED}),
    "decide": frozenset({LoanState.REQUESTED, LoanState.ACCEPTED}),
    "lend": frozenset({LoanState.ACCEPTED}),
    "repay": frozenset({LoanState.RUNNING}),
    "repay_early": frozenset({LoanState.RUNNING}),
    "provide": frozenset({LoanState.RUNNING}),
    "lose": frozenset({LoanState.RUNNING}),
    "recover": frozenset({LoanState.LOST}),
}


def ready(context: Context, loan_id: int, act: str) -> PoleLoan:
    """Return a loan, locked with its fund, where it is the turn of an act."""
    found = locked_loan(context, loan_id)
    check_turn(found, act)
    return found


def check_turn(found: PoleLoan, act: str) -> None:
    """Refuse an act out of its turn: Refused `finance.loan_step`."""
    if (refusal := out_of_turn(found, act)) is not None:
        raise refusal


def out_of_turn(found: PoleLoan, act: str) -> Refused | None:
    """Return why an act cannot be done on a loan from where it stands; None where it is its turn."""
    is_recovered = act == "recover" and found.recovered == found.lost
    return None if found.state in TURNS[act] and not is_recovered else _no_step()


def _no_step() -> Refused:
    return Refused("finance.loan_step", t("This loan cannot take this step from where it stands."))


def locked_loan(context: Context, loan_id: int) -> PoleLoan:
    """Return a loan, locked with its fund."""
    require(context.by, MANAGE_LOANS)
    return held_loan(context, loan_id)


def held_loan(context: Context, loan_id: int) -> PoleLoan:
    """Return a loan as `locked_loan`, for an act whose right follows from something else."""
    found = queries.loan(context.session, loan_id)
    if found is None:
        raise Missing("finance.loan_unknown", t("There is no such loan."))
    held_fund(context, found.fund_id)
    context.session.refresh(found)  # another may have moved it before the lock
    return found


def course_of(found: PoleLoan) -> Course:
    """Return the course of a loan that was paid out."""
    course = found.course
    if course is None:
        raise _no_step()
    return course


def entry_of(context: Context, found: LoanFund, party: Actor, lines: Lines, on: date) -> Entry | None:
    """Write an entry between a fund and a third party; none where the books receive nothing."""
    if not lines:
        return None
    label = f"{found.name} – {party.name}"[:200]
    return write(context, on=on, label=label, source=found.source, lines=lines, party_id=party.id)


def note_step(
    context: Context,
    found: PoleLoan,
    act: LoanAct,
    *,
    on: date | None = None,
    note: str | None = None,
    moved: tuple[Money, Money] = (ZERO, ZERO),
    lines: Lines = (),
    after: int | None = None,
) -> None:
    """Write down a step of a loan, with what it moved of the principal and of the interest."""
    day = on or context.today
    check_day(context, found, day)
    entry = entry_of(context, found.fund, found.borrower, lines, day)
    capital, interest = moved
    context.session.add(
        LoanStep(
            loan_id=found.id, act=act, on=day, note=note, capital=capital, interest=interest,
            remaining=found.remaining, after=after, taken_at=context.clock.now(),
            entry_id=entry.id if entry else None,
        )
    )  # fmt: skip
    context.session.flush()
    context.session.expire(found, ["steps"])
    found.next_due = queries.next_due(found)
    context.emit(LoanMoved(fund=found.fund_id, loan=found.id, act=act.value))


def check_day(context: Context, found: PoleLoan, day: date) -> None:
    """Refuse a day to come, or one before the loan's last movement."""
    if day > context.today:
        raise Invalid("finance.loan_future", t("This is recorded once it happened."), field="on")
    moves = [one.on for one in found.steps if one.capital or one.interest]
    if moves and day < max(moves):
        raise Invalid(
            "finance.loan_order",
            t("The loan last changed on %(day)s: record a later day.", day=max(moves)),
            field="on",
        )
