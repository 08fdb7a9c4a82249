"""Set money aside for a loan that is in doubt, write it off, record what comes back after all."""

from datetime import date

from collegial.plugin import ZERO, Context, Invalid, Money, Refused, t
from collegial_finance.loans import bookkeeping
from collegial_finance.loans.models import LoanAct, LoanState, PoleLoan
from collegial_finance.loans.services import noting
from collegial_finance.modes import FundMode


def provide(context: Context, *, loan_id: int, amount: Money, note: str, on: date | None = None) -> PoleLoan:
    """Set the provision of a loan to an amount, between nothing and what remains."""
    found = noting.ready(context, loan_id, "provide")
    if found.fund.mode is not FundMode.OWN:
        raise Refused(
            "finance.provision_of_lender",
            t("The loan is the partner’s: what may be lost of it stands in the partner’s books."),
            field="amount",
        )
    change = amount - found.provision
    if not ZERO <= amount <= found.remaining or not change:
        raise Invalid(
            "finance.provision",
            t("A provision lies between zero and what remains, %(left)s, and changes.", left=found.remaining),
            field="amount",
        )
    found.provision = amount
    noting.note_step(
        context,
        found,
        LoanAct.PROVISION,
        on=on,
        note=note,
        moved=(change, ZERO),
        lines=bookkeeping.provide(change),
    )
    return found


def lose(context: Context, *, loan_id: int, note: str, on: date | None = None) -> PoleLoan:
    """Write off what remains of a loan: its provision is taken back, and the loss is in the books."""
    found = noting.ready(context, loan_id, "lose")
    gone, aside, day = found.remaining, found.provision, on or context.today
    found.lost, found.remaining, found.provision, found.state = gone, ZERO, ZERO, LoanState.LOST
    noting.note_step(
        context, found, LoanAct.LOST, on=day, note=note, moved=(gone, ZERO),
        lines=bookkeeping.lose(found.fund.mode, gone),
    )  # fmt: skip
    if aside:
        noting.note_step(
            context, found, LoanAct.PROVISION, on=day, moved=(-aside, ZERO), lines=bookkeeping.provide(-aside)
        )
    return found


def recover(context: Context, *, loan_id: int, amount: Money, on: date | None = None) -> PoleLoan:
    """Record what came back of a loan that was written off: never more than was lost."""
    found = noting.ready(context, loan_id, "recover")
    if not ZERO < amount <= found.lost - found.recovered:
        raise Refused(
            "finance.loan_recovery",
            t("What is recovered is above zero, and at most what was lost and has not been recovered yet."),
            field="amount",
        )
    found.recovered += amount
    if found.fund.mode is not FundMode.REFER:
        found.fund.available += amount
    lines = bookkeeping.recover(found.fund.mode, amount)
    noting.note_step(context, found, LoanAct.RECOVERY, on=on, moved=(amount, ZERO), lines=lines)
    return found
