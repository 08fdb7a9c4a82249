"""Follow a guarantee that was issued: what is repaid, what is not, what is set aside."""

from datetime import date

from collegial.plugin import ZERO, Context, Money, Refused, require, t
from collegial_finance.guarantees import rules
from collegial_finance.guarantees.models import FileState, GuaranteeFile
from collegial_finance.guarantees.services import noting
from collegial_finance.ledger.chart import RISKS, RISKS_BACK, RISKS_MADE
from collegial_finance.ledger.rules import Line
from collegial_finance.loans.rules import remaining_after, schedule
from collegial_finance.permissions import MANAGE_GUARANTEES


def note_repayments(context: Context, *, file_id: int, months: int) -> GuaranteeFile:
    """Note how many instalments were repaid: the exposure follows, and the last one releases the fund."""
    require(context.by, MANAGE_GUARANTEES)
    found = noting.ready(context, file_id, "note_repayments")
    if not found.repaid_months < months <= found.months:
        raise Refused(
            "finance.repayments",
            t("While the guarantee runs, the instalments repaid only grow, up to the last one."),
            field="months",
        )
    left = remaining_after(schedule(found.terms), found.principal, months)
    exposed = rules.exposure(found.cover, left, found.guaranteed)
    free_provision(context, found, down_to=exposed)
    found.repaid_months, found.exposure = months, exposed
    noting.note_step(context, found, FileState.RELEASED if months == found.months else FileState.ISSUED)
    return found


def note_incident(context: Context, *, file_id: int, note: str) -> GuaranteeFile:
    """Note that the borrower does not pay; the fund stays exposed."""
    require(context.by, MANAGE_GUARANTEES)
    found = noting.ready(context, file_id, "note_incident")
    noting.note_step(context, found, FileState.INCIDENT, note=note)
    return found


def resume(context: Context, *, file_id: int, note: str) -> GuaranteeFile:
    """Note that the borrower pays again."""
    require(context.by, MANAGE_GUARANTEES)
    found = noting.ready(context, file_id, "resume")
    noting.note_step(context, found, FileState.ISSUED, note=note)
    return found


def provide(
    context: Context, *, file_id: int, amount: Money, note: str, on: date | None = None
) -> GuaranteeFile:
    """Set aside an amount for a call that is likely; the fund stands for as much as before."""
    require(context.by, MANAGE_GUARANTEES)
    found = noting.ready(context, file_id, "provide")
    rules.check_provision(amount, found.provision, found.exposure)
    _change_provision(context, found, amount, note=note, on=on)
    return found


def free_provision(
    context: Context, found: GuaranteeFile, *, down_to: Money = ZERO, on: date | None = None
) -> None:
    """Take back what is set aside beyond an amount."""
    if found.provision > down_to:
        _change_provision(context, found, down_to, on=on)


def _change_provision(
    context: Context, found: GuaranteeFile, amount: Money, *, note: str | None = None, on: date | None = None
) -> None:
    change = amount - found.provision
    debit, credit = (RISKS_MADE, RISKS) if change > ZERO else (RISKS, RISKS_BACK)
    moved = change if change > ZERO else -change
    lines = (Line(debit, debit=moved), Line(credit, credit=moved))
    entry = noting.entry_of(context, found.fund, found.borrower, lines, on)
    found.provision = amount
    noting.note_step(context, found, found.state, note=note, set_aside=change, entry=entry)
