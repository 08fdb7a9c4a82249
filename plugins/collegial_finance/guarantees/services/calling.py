"""Pay the lender after a loss, and record what comes back."""

from datetime import date

from collegial.plugin import ZERO, Context, Invalid, Money, Refused, require, t
from collegial_finance.guarantees import rules
from collegial_finance.guarantees.models import FileState, GuaranteeFile
from collegial_finance.guarantees.services import noting
from collegial_finance.guarantees.services.running import free_provision
from collegial_finance.ledger.chart import BANK, LOSSES, RECOVERIES
from collegial_finance.ledger.rules import Line
from collegial_finance.loans.rules import remaining_after, schedule
from collegial_finance.permissions import MANAGE_GUARANTEES


def call(context: Context, *, file_id: int, final_loss: Money, on: date | None = None) -> GuaranteeFile:
    """Pay the lender its share of a final loss, which is never more than what remained to be repaid.

    What is paid is gone from the endowment: the fund can commit less, and keeps what it guarantees.
    """
    require(context.by, MANAGE_GUARANTEES)
    found = noting.ready(context, file_id, "call")
    left = remaining_after(schedule(found.terms), found.principal, found.repaid_months)
    if not ZERO < final_loss <= left:
        raise Invalid(
            "finance.loss_beyond_loan",
            t("A final loss is above zero and at most what remained to be repaid: %(left)s.", left=left),
            field="final_loss",
        )
    due = rules.payment(found.cover, final_loss, found.guaranteed)
    lines = (Line(LOSSES, debit=due), Line(BANK, credit=due))
    free_provision(context, found, on=on)
    entry = noting.entry_of(context, found.fund, found.borrower, lines, on)
    found.paid, found.exposure = due, ZERO
    noting.resize(found.fund, lost=due)
    noting.note_step(context, found, FileState.CALLED, amount=due, entry=entry)
    return found


def recover(context: Context, *, file_id: int, amount: Money, on: date | None = None) -> GuaranteeFile:
    """Write what came back after a call, never more than what was paid: the fund can commit more again."""
    require(context.by, MANAGE_GUARANTEES)
    found = noting.ready(context, file_id, "recover")
    if not ZERO < amount <= found.paid - found.recovered:
        raise Refused(
            "finance.recovery",
            t("What is recovered is above zero, and at most what was paid and has not been recovered yet."),
            field="amount",
        )
    lines = (Line(BANK, debit=amount), Line(RECOVERIES, credit=amount))
    entry = noting.entry_of(context, found.fund, found.borrower, lines, on)
    found.recovered += amount
    noting.resize(found.fund, lost=-amount)
    noting.note_step(context, found, FileState.CALLED, amount=amount, entry=entry)
    return found
