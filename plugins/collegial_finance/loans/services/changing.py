"""Put a mistaken file right, or take it back, before anybody decides on it."""

from collegial.plugin import Context, Invalid, Refused, t
from collegial_finance.committees.queries import is_voting
from collegial_finance.loans import queries
from collegial_finance.loans.models import LoanAct, LoanState, PoleLoan
from collegial_finance.loans.rules import Terms
from collegial_finance.loans.services import noting
from collegial_finance.loans.services.opening import check_terms
from collegial_finance.parties import known_actor
from collegial_finance.rereading import check_seen


def change_loan(
    context: Context,
    *,
    loan_id: int,
    borrower_id: int,
    purpose: str,
    terms: Terms,
    reason: str,
    may_wait: bool = False,
    seen: int | None = None,
) -> PoleLoan:
    """Change what a file says, with the reason; never while the committee votes, or once it is decided on.

    `seen` is how often it had changed for its writer. Raises Refused and Invalid.
    """
    found = _undecided(context, loan_id)
    check_seen(seen, found.times_changed)
    borrower = known_actor(context, borrower_id, "borrower_id")
    if (borrower.id, purpose, terms) == (found.borrower_id, found.purpose, found.terms):
        raise Invalid("finance.loan_unchanged", t("Nothing of the file is changed."))
    check_terms(context, found.fund, terms, may_wait=may_wait)
    found.borrower_id, found.purpose, found.principal = borrower.id, purpose, terms.principal
    found.rate, found.months, found.deferred = terms.rate, terms.months, terms.deferred
    found.repayment = terms.repayment
    noting.note_step(context, found, LoanAct.CHANGED, note=reason)
    context.session.expire(found, ["borrower"])
    return found


def withdraw_loan(context: Context, *, loan_id: int, reason: str) -> PoleLoan:
    """Take a file back, with the reason; never while the committee votes, or once it is decided on."""
    found = _undecided(context, loan_id)
    found.state = LoanState.WITHDRAWN
    noting.note_step(context, found, LoanAct.WITHDRAWN, note=reason)
    return found


def hindrance(context: Context, found: PoleLoan) -> Refused | None:
    """Return why a file can be neither changed nor withdrawn; None where it can."""
    if found.state is not LoanState.REQUESTED:
        return Refused(
            "finance.loan_decided", t("This file was decided on, or withdrawn: it stays as it is.")
        )
    case = queries.case_of(found)
    if case is not None and is_voting(context.session, case):
        return Refused(
            "finance.loan_voting", t("The committee is voting on this file: it stays as it is until then.")
        )
    return None


def _undecided(context: Context, loan_id: int) -> PoleLoan:
    found = noting.locked_loan(context, loan_id)
    if (refusal := hindrance(context, found)) is not None:
        raise refusal
    return found
