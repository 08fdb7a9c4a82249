"""Pay a loan out, and record what comes back of it, in time or early."""

from datetime import date

from collegial.plugin import ZERO, Context, Money, Refused, t
from collegial_finance.loans import bookkeeping
from collegial_finance.loans.following import check_came, check_first_due, early, months_after, split
from collegial_finance.loans.models import LoanAct, LoanState, PoleLoan
from collegial_finance.loans.services import noting
from collegial_finance.modes import FundMode


def lend(
    context: Context, *, loan_id: int, on: date | None = None, first_due: date | None = None
) -> PoleLoan:
    """Pay a loan to its borrower; its first instalment is due a month later unless told otherwise.

    Raises Refused `finance.beyond_means` beyond what the fund has to lend.
    """
    found = noting.ready(context, loan_id, "lend")
    day = on or context.today
    starts = first_due or months_after(day, 1)
    check_first_due(day, starts)
    _take_from_fund(found)
    found.state, found.remaining = LoanState.RUNNING, found.principal
    found.lent_on, found.first_due = day, starts
    noting.note_step(
        context, found, LoanAct.LENT, on=day, moved=(found.principal, ZERO),
        lines=bookkeeping.lend(found.fund.mode, found.principal),
    )  # fmt: skip
    return found


def repay(context: Context, *, loan_id: int, amount: Money, on: date | None = None) -> PoleLoan:
    """Record a repayment: it pays the oldest instalment first, its interest before its principal."""
    found = noting.ready(context, loan_id, "repay")
    moved = split(noting.course_of(found), on or context.today, amount)
    return _came_back(context, found, LoanAct.REPAYMENT, moved, on=on)


def repay_early(
    context: Context, *, loan_id: int, amount: Money, on: date | None = None, came: Money | None = None
) -> PoleLoan:
    """Record that a part of the principal, or all of it, comes back before its time, with the interest run on it.

    Where it is told what `came` in all, that has to be both: Refused `finance.early_interest`.
    """
    found = noting.ready(context, loan_id, "repay_early")
    day = on or context.today
    made, interest = early(noting.course_of(found), day, amount)
    if came is not None:
        check_came(came, amount, interest, day)
    return _came_back(context, found, LoanAct.EARLY, (amount, interest), on=on, after=made.after)


def _came_back(
    context: Context,
    found: PoleLoan,
    act: LoanAct,
    moved: tuple[Money, Money],
    *,
    on: date | None,
    after: int | None = None,
) -> PoleLoan:
    capital, interest = moved
    mode = found.fund.mode
    # What is set aside never exceeds what remains: it is taken back first.
    before, found.remaining = found.provision, found.remaining - capital
    found.provision = min(before, found.remaining)
    if not found.remaining:
        found.state = LoanState.REPAID
    if mode is not FundMode.REFER:
        found.fund.available += capital if mode is FundMode.OWN else capital + interest
    lines = bookkeeping.repay(mode, capital, interest)
    noting.note_step(context, found, act, on=on, moved=moved, lines=lines, after=after)
    if before > found.provision:
        back = found.provision - before
        noting.note_step(
            context, found, LoanAct.PROVISION, on=on, moved=(back, ZERO), lines=bookkeeping.provide(back)
        )
    return found


def _take_from_fund(found: PoleLoan) -> None:
    if found.fund.mode is FundMode.REFER:
        return
    if found.principal > found.fund.available:
        raise Refused(
            "finance.beyond_means",
            t(
                "The fund has %(available)s to lend, and %(asked)s is asked for.",
                available=found.fund.available,
                asked=found.principal,
            ),
        )
    found.fund.available -= found.principal
