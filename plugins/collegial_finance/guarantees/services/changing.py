"""Put a mistaken file right, or take it back, before anybody decides on it."""

from fractions import Fraction

from collegial.plugin import ZERO, Context, Invalid, Money, Refused, require, t
from collegial_finance.committees.queries import is_voting
from collegial_finance.guarantees import queries, rules
from collegial_finance.guarantees.events import FileChanged
from collegial_finance.guarantees.models import SAID, FileChange, FileState, GuaranteedLoan, GuaranteeFile
from collegial_finance.guarantees.services import noting
from collegial_finance.guarantees.services.opening import loan_of
from collegial_finance.loans.rules import Terms
from collegial_finance.parties import known_actor
from collegial_finance.permissions import MANAGE_GUARANTEES
from collegial_finance.rereading import check_seen


def change_file(
    context: Context,
    *,
    file_id: int,
    borrower_id: int,
    lender: str,
    purpose: str,
    terms: Terms,
    cover: Fraction,
    reason: str,
    commission: Fraction = Fraction(0),
    ceiling: Fraction = Fraction(1),
    elsewhere: Money = ZERO,
    seen: int | None = None,
) -> GuaranteeFile:
    """Change what a file says, with the reason; never while the committee votes, or once it is decided on.

    `seen` is how often the file had changed for its writer. The loan itself changes only while no other fund is asked
    to guarantee it. Raises Refused and Invalid.
    """
    found = _undecided(context, file_id)
    check_seen(seen, len(found.changes))
    borrower = known_actor(context, borrower_id, "borrower_id")
    rules.check_cover(cover, commission)
    loan = loan_of(terms, ceiling, elsewhere)
    before = _told(found)
    of_loan = (borrower.id, lender, terms, ceiling, elsewhere)
    if before == (*of_loan, purpose, cover, commission):
        raise Invalid("finance.file_unchanged", t("Nothing of the file is changed."))
    _keep(context, found, reason)
    if of_loan != before[: len(of_loan)]:
        _change_loan(found, loan)
    found.borrower_id, found.lender, found.purpose = borrower.id, lender, purpose
    found.principal, found.rate, found.months = terms.principal, terms.rate, terms.months
    found.deferred, found.repayment = terms.deferred, terms.repayment
    found.cover, found.commission = cover, commission
    found.guaranteed = rules.guaranteed(terms.principal, cover)
    rules.check_ceiling(loan.most, elsewhere, found.guaranteed)
    noting.write_step(context, found, note=reason)
    context.session.expire(found, ["borrower", "loan"])
    context.emit(FileChanged(fund=found.fund_id, file=found.id))
    return found


def withdraw_file(context: Context, *, file_id: int, reason: str) -> GuaranteeFile:
    """Take a file back, with the reason; never while the committee votes, or once it is decided on."""
    found = _undecided(context, file_id)
    noting.note_step(context, found, FileState.WITHDRAWN, note=reason)
    return found


def hindrance(context: Context, found: GuaranteeFile) -> Refused | None:
    """Return why a file can be neither changed nor withdrawn; None where it can."""
    if found.state is not FileState.REQUESTED:
        return Refused(
            "finance.file_decided", t("This file was decided on, or withdrawn: it stays as it is.")
        )
    case = queries.case_of(found)
    if case is not None and is_voting(context.session, case):
        return Refused(
            "finance.file_voting", t("The committee is voting on this file: it stays as it is until then.")
        )
    return None


def _undecided(context: Context, file_id: int) -> GuaranteeFile:
    require(context.by, MANAGE_GUARANTEES)
    found = noting.locked_file(context, file_id)
    if (refusal := hindrance(context, found)) is not None:
        raise refusal
    return found


def _keep(context: Context, found: GuaranteeFile, reason: str) -> None:
    """Keep what a file says before it is changed."""
    said = {name: getattr(found, name) for name in SAID}
    now, name = context.clock.now(), context.by.name[:200]
    found.changes.append(FileChange(reason=reason, changed_by=name, changed_at=now, **said))


def _told(found: GuaranteeFile) -> tuple[object, ...]:
    """Return what a file says: first what it says of its loan, which other files may say too."""
    loan = found.loan
    shared = (loan.ceiling, loan.elsewhere) if loan else (Fraction(1), ZERO)
    return (
        found.borrower_id, found.lender, found.terms, *shared, found.purpose, found.cover, found.commission,
    )  # fmt: skip


def _change_loan(found: GuaranteeFile, loan: GuaranteedLoan) -> None:
    """Put another loan, which is written once, in the place of the file's own."""
    if len(queries.sharing(found)) > 1:
        raise Refused(
            "finance.loan_shared",
            t("Another fund is asked to guarantee this loan too: the loan stays as it is."),
            field="principal",
        )
    found.loan = loan
