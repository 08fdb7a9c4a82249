"""What the books receive of a loan, by whose money it is (L54).

Of the pole's own means: a claim on the borrower (274), its interest (762), its loss in value (297). A partner's
money is held for it (467). Where a partner lends itself, the books receive nothing.
"""

from collegial.plugin import ZERO, Money
from collegial_finance.ledger.chart import (
    BANK,
    ENDOWMENTS,
    HELD_FOR_LENDERS,
    LOAN_INTEREST,
    LOAN_LOSSES,
    LOAN_PROVISIONS,
    LOAN_RECOVERIES,
    LOANS,
    PROVISIONS_BACK,
    PROVISIONS_MADE,
)
from collegial_finance.ledger.rules import Line
from collegial_finance.modes import FundMode

Lines = tuple[Line, ...]


def put_in(mode: FundMode, amount: Money) -> Lines:
    """Return the lines of money put into a fund, or given back where it is below zero."""
    return _move(amount, BANK, ENDOWMENTS if mode is FundMode.OWN else HELD_FOR_LENDERS)


def lend(mode: FundMode, amount: Money) -> Lines:
    """Return the lines of the money paid to a borrower."""
    return () if mode is FundMode.REFER else _move(amount, _claim(mode), BANK)


def repay(mode: FundMode, capital: Money, interest: Money) -> Lines:
    """Return the lines of a repayment."""
    if mode is FundMode.REFER:
        return ()
    if mode is FundMode.DELEGATED:
        return _move(capital + interest, BANK, HELD_FOR_LENDERS)
    owed = (Line(LOANS, credit=capital), Line(LOAN_INTEREST, credit=interest))
    return (Line(BANK, debit=capital + interest), *(one for one in owed if one.credit))


def provide(change: Money) -> Lines:
    """Return the lines of a provision that grows, or of one taken back where the change is below zero."""
    if change > ZERO:
        return _move(change, PROVISIONS_MADE, LOAN_PROVISIONS)
    return _move(-change, LOAN_PROVISIONS, PROVISIONS_BACK)


def lose(mode: FundMode, amount: Money) -> Lines:
    """Return the lines of a loan that will not be repaid."""
    return _move(amount, LOAN_LOSSES, LOANS) if mode is FundMode.OWN else ()


def recover(mode: FundMode, amount: Money) -> Lines:
    """Return the lines of what came back after all."""
    if mode is FundMode.REFER:
        return ()
    return _move(amount, BANK, LOAN_RECOVERIES if mode is FundMode.OWN else HELD_FOR_LENDERS)


def _claim(mode: FundMode) -> str:
    return LOANS if mode is FundMode.OWN else HELD_FOR_LENDERS


def _move(amount: Money, debit: str, credit: str) -> Lines:
    if amount < ZERO:
        amount, debit, credit = -amount, credit, debit
    return (Line(debit, debit=amount), Line(credit, credit=amount))
