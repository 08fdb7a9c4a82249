"""Open and endow a fund; take a file from its request to its release, or to the call and what is recovered."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from collegial.plugin import (
    ZERO,
    Actor,
    Context,
    Invalid,
    Missing,
    Money,
    Refused,
    local_day,
    require,
    t,
)
from collegial_finance.guarantees import queries, rules
from collegial_finance.guarantees.events import FileMoved, FundEndowed, FundOpened
from collegial_finance.guarantees.models import (
    Endowment,
    FileState,
    FileStep,
    GuaranteeFile,
    GuaranteeFund,
)
from collegial_finance.ledger.chart import (
    BANK,
    COMMISSIONS,
    ENDOWMENTS,
    LOSSES,
    RECOVERIES,
    RISKS,
    RISKS_BACK,
    RISKS_MADE,
)
from collegial_finance.ledger.models import Entry
from collegial_finance.ledger.rules import Line
from collegial_finance.ledger.services import write
from collegial_finance.loans.rules import Terms, remaining_after, schedule
from collegial_finance.modes import FundMode
from collegial_finance.permissions import MANAGE_GUARANTEES, OPEN_FUNDS

NEXT: Mapping[FileState, frozenset[FileState]] = {
    FileState.REQUESTED: frozenset({FileState.ACCEPTED, FileState.REFUSED}),
    FileState.ACCEPTED: frozenset({FileState.ISSUED, FileState.REFUSED}),
    FileState.ISSUED: frozenset({FileState.INCIDENT, FileState.RELEASED}),
    FileState.INCIDENT: frozenset({FileState.ISSUED, FileState.CALLED}),
}


def open_fund(
    context: Context, *, name: str, mode: FundMode, multiplier: Fraction, legal_basis: str | None = None
) -> GuaranteeFund:
    """Open a fund. Guaranteeing as a business is regulated: `own` needs its legal basis (L54)."""
    require(context.by, OPEN_FUNDS)
    if mode is FundMode.OWN and not legal_basis:
        raise Invalid(
            "finance.no_legal_basis",
            t("To guarantee loans itself, the structure states the legal basis on which it does."),
            field="legal_basis",
        )
    rules.check_multiplier(multiplier)
    found = GuaranteeFund(
        name=name, mode=mode, legal_basis=legal_basis, multiplier=multiplier, endowment=ZERO, capacity=ZERO
    )
    context.session.add(found)
    context.session.flush()
    context.emit(FundOpened(fund=found.id, mode=mode.value))
    return found


def endow(
    context: Context, *, fund_id: int, contributor_id: int, amount: Money, on: date | None = None
) -> Endowment:
    """Write that somebody paid into a fund: its capacity grows by as much as its multiplier allows."""
    require(context.by, MANAGE_GUARANTEES)
    found = _locked(context, fund_id)
    contributor = _actor(context, contributor_id, "contributor_id")
    lines = (Line(BANK, debit=amount), Line(ENDOWMENTS, credit=amount))
    entry = _entry(context, found, f"{found.name} – {contributor.name}", lines, on)
    contribution = Endowment(
        fund_id=found.id, contributor_id=contributor.id, amount=amount, entry_id=entry.id
    )
    found.endowment += amount
    found.capacity = found.rule.capacity
    context.session.add(contribution)
    context.session.flush()
    context.session.expire(found, ["contributions"])
    context.emit(FundEndowed(fund=found.id, entry=entry.number))
    return contribution


def request_guarantee(
    context: Context,
    *,
    fund_id: int,
    borrower_id: int,
    lender: str,
    purpose: str,
    terms: Terms,
    cover: Fraction,
    commission: Fraction = Fraction(0),
) -> GuaranteeFile:
    """Open a file on a loan."""
    require(context.by, MANAGE_GUARANTEES)
    found = _locked(context, fund_id)
    schedule(terms)  # raises for a loan that cannot be
    rules.check_cover(cover, commission)
    asked = GuaranteeFile(
        fund_id=found.id, borrower_id=_actor(context, borrower_id, "borrower_id").id, lender=lender,
        purpose=purpose, principal=terms.principal, rate=terms.rate, months=terms.months,
        deferred=terms.deferred, repayment=terms.repayment, cover=cover, commission=commission,
        guaranteed=rules.guaranteed(terms.principal, cover), state=FileState.REQUESTED, repaid_months=0,
        exposure=ZERO, paid=ZERO, recovered=ZERO, requested_on=_today(context),
    )  # fmt: skip
    context.session.add(asked)
    context.session.flush()
    _note(context, asked, FileState.REQUESTED)
    return asked


def decide(context: Context, *, file_id: int, accepted: bool, reasons: str) -> GuaranteeFile:
    """Record what the committee decided, with its reasons."""
    require(context.by, MANAGE_GUARANTEES)
    wanted = FileState.ACCEPTED if accepted else FileState.REFUSED
    found = _ready(context, file_id, wanted)
    _note(context, found, wanted, note=reasons)
    return found


def issue(context: Context, *, file_id: int, on: date | None = None) -> GuaranteeFile:
    """Commit the fund. Raises Refused `finance.over_capacity` beyond what it can commit."""
    require(context.by, MANAGE_GUARANTEES)
    found = _ready(context, file_id, FileState.ISSUED)
    if found.fund.mode is FundMode.REFER:
        raise Refused(
            "finance.only_refers", t("This fund introduces files to a guarantor; it issues no guarantee.")
        )
    asked = rules.exposure(found.cover, found.principal, found.guaranteed)
    rules.check_capacity(found.fund.rule, queries.exposure(context.session, found.fund_id), asked)
    fee = rules.commission(found.guaranteed, [found.commission])
    lines = (Line(BANK, debit=fee), Line(COMMISSIONS, credit=fee))
    entry = _entry(context, found.fund, _label(found), lines, on) if fee else None
    found.exposure = asked
    _note(context, found, FileState.ISSUED, amount=fee, entry=entry)
    return found


def note_repayments(context: Context, *, file_id: int, months: int) -> GuaranteeFile:
    """Note how many instalments were repaid: the exposure follows, and the last one releases the fund."""
    require(context.by, MANAGE_GUARANTEES)
    found = _locked_file(context, file_id)
    if found.state is not FileState.ISSUED or not found.repaid_months < months <= found.months:
        raise Refused(
            "finance.repayments",
            t("While the guarantee runs, the instalments repaid only grow, up to the last one."),
            field="months",
        )
    left = remaining_after(schedule(found.terms), found.principal, months)
    exposed = rules.exposure(found.cover, left, found.guaranteed)
    _free_provision(context, found, down_to=exposed)
    found.repaid_months, found.exposure = months, exposed
    _note(context, found, FileState.RELEASED if months == found.months else FileState.ISSUED)
    return found


def note_incident(context: Context, *, file_id: int, note: str) -> GuaranteeFile:
    """Note that the borrower does not pay; the fund stays exposed."""
    require(context.by, MANAGE_GUARANTEES)
    found = _ready(context, file_id, FileState.INCIDENT)
    _note(context, found, FileState.INCIDENT, note=note)
    return found


def provide(
    context: Context, *, file_id: int, amount: Money, note: str, on: date | None = None
) -> GuaranteeFile:
    """Set aside an amount for a call that is likely; the fund stands for as much as before."""
    require(context.by, MANAGE_GUARANTEES)
    found = _locked_file(context, file_id)
    if found.state not in {FileState.ISSUED, FileState.INCIDENT}:
        raise Refused("finance.file_step", t("This file cannot take this step from where it stands."))
    rules.check_provision(amount, found.provision, found.exposure)
    _change_provision(context, found, amount, note=note, on=on)
    return found


def resume(context: Context, *, file_id: int, note: str) -> GuaranteeFile:
    """Note that the borrower pays again."""
    require(context.by, MANAGE_GUARANTEES)
    found = _ready(context, file_id, FileState.ISSUED)
    if found.state is not FileState.INCIDENT:
        raise Refused("finance.file_step", t("This file cannot take this step from where it stands."))
    _note(context, found, FileState.ISSUED, note=note)
    return found


def call(context: Context, *, file_id: int, final_loss: Money, on: date | None = None) -> GuaranteeFile:
    """Pay the lender its share of a final loss, which is never more than what remained to be repaid."""
    require(context.by, MANAGE_GUARANTEES)
    found = _ready(context, file_id, FileState.CALLED)
    left = remaining_after(schedule(found.terms), found.principal, found.repaid_months)
    if not ZERO < final_loss <= left:
        raise Invalid(
            "finance.loss_beyond_loan",
            t("A final loss is above zero and at most what remained to be repaid: %(left)s.", left=left),
            field="final_loss",
        )
    due = rules.payment(found.cover, final_loss, found.guaranteed)
    lines = (Line(LOSSES, debit=due), Line(BANK, credit=due))
    _free_provision(context, found, on=on)
    entry = _entry(context, found.fund, _label(found), lines, on)
    found.paid, found.exposure = due, ZERO
    _note(context, found, FileState.CALLED, amount=due, entry=entry)
    return found


def recover(context: Context, *, file_id: int, amount: Money, on: date | None = None) -> GuaranteeFile:
    """Write what came back after a call: never more than what was paid."""
    require(context.by, MANAGE_GUARANTEES)
    found = _locked_file(context, file_id)
    if found.state is not FileState.CALLED or not ZERO < amount <= found.paid - found.recovered:
        raise Refused(
            "finance.recovery",
            t("What is recovered is above zero and at most what was paid and is not recovered yet."),
            field="amount",
        )
    lines = (Line(BANK, debit=amount), Line(RECOVERIES, credit=amount))
    entry = _entry(context, found.fund, _label(found), lines, on)
    found.recovered += amount
    _note(context, found, FileState.CALLED, amount=amount, entry=entry)
    return found


def _free_provision(
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
    entry = _entry(context, found.fund, _label(found), lines, on)
    found.provision = amount
    _note(context, found, found.state, note=note, set_aside=change, entry=entry)


def _ready(context: Context, file_id: int, wanted: FileState) -> GuaranteeFile:
    """Return the file, locked with its fund, where it can take this step."""
    found = _locked_file(context, file_id)
    if wanted not in NEXT.get(found.state, frozenset()):
        raise Refused("finance.file_step", t("This file cannot take this step from where it stands."))
    return found


def _note(
    context: Context,
    found: GuaranteeFile,
    state: FileState,
    *,
    note: str | None = None,
    amount: Money = ZERO,
    set_aside: Money = ZERO,
    entry: Entry | None = None,
) -> None:
    """Put the file in its state, and write the step down."""
    found.state = state
    context.session.add(
        FileStep(
            file_id=found.id, state=found.state, note=note, amount=amount, set_aside=set_aside, exposure=found.exposure,
            taken_at=context.clock.now(), entry_id=entry.id if entry else None,
        )
    )  # fmt: skip
    context.session.flush()
    context.session.expire(found, ["steps"])
    context.emit(FileMoved(fund=found.fund_id, file=found.id, state=found.state.value))


def _entry(
    context: Context, found: GuaranteeFund, label: str, lines: tuple[Line, Line], on: date | None
) -> Entry:
    return write(context, on=on or _today(context), label=label[:200], source=found.source, lines=lines)


def _label(found: GuaranteeFile) -> str:
    return f"{found.fund.name} – {found.borrower.name}"


def _actor(context: Context, actor_id: int, field: str) -> Actor:
    found = context.session.get(Actor, actor_id)
    if found is None:
        raise Invalid("finance.actor_unknown", t("Choose one of the list."), field=field)
    return found


def _locked(context: Context, fund_id: int) -> GuaranteeFund:
    """Return the fund, locked: two committees at once must not commit it beyond its capacity."""
    found = context.session.get(GuaranteeFund, fund_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise Missing("finance.fund_unknown", t("There is no such guarantee fund."))
    return found


def _locked_file(context: Context, file_id: int) -> GuaranteeFile:
    known = queries.file(context.session, file_id)
    if known is None:
        raise Missing("finance.file_unknown", t("There is no such file."))
    _locked(context, known.fund_id)
    context.session.refresh(known)  # another may have moved it before the lock
    return known


def _today(context: Context) -> date:
    return local_day(context.clock.now(), context.zone)
