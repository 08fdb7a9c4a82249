"""Open a fund, record who promises what to it, receive the money."""

from datetime import date

from collegial.plugin import (
    ZERO,
    Actor,
    Context,
    Group,
    Invalid,
    Missing,
    Money,
    Refused,
    or_refuse,
    require,
    t,
)
from collegial_finance.fund import queries
from collegial_finance.fund.events import ExperimentFundOpened, FundConventionAmended, FundConventionMoved
from collegial_finance.fund.models import (
    ConventionAmendment,
    ExperimentFund,
    FundConvention,
    FundReceipt,
    ProjectCall,
)
from collegial_finance.fund.rules import (
    ContributorKind,
    check_amendment,
    check_convention,
    check_receipt,
)
from collegial_finance.fund.services.holding import locked_fund
from collegial_finance.ledger.chart import BANK, COMMITMENTS_RECEIVED, EXPERIMENTS, RECEIVED_AGAINST
from collegial_finance.ledger.models import Entry
from collegial_finance.ledger.rules import Line
from collegial_finance.ledger.services import write
from collegial_finance.parties import known_actor
from collegial_finance.permissions import LEAD_EXPERIMENTS, OPEN_FUNDS


def open_experiment_fund(context: Context, *, name: str, purpose: str, committee_id: int) -> ExperimentFund:
    """Open a fund, with the group that decides on its applications."""
    require(context.by, OPEN_FUNDS)
    if context.session.get(Group, committee_id) is None:
        raise Invalid("finance.committee_unknown", t("Choose one from the list."), field="committee_id")
    found = ExperimentFund(name=name, purpose=purpose, committee_id=committee_id, opened_on=context.today)
    with or_refuse(
        context.session, Refused("finance.fund_named", t("A fund already has this name."), field="name")
    ):
        context.session.add(found)
    context.emit(ExperimentFundOpened(fund=found.id))
    return found


def record_convention(
    context: Context,
    *,
    fund_id: int,
    contributor_id: int,
    kind: ContributorKind,
    amount: Money,
    starts_on: date,
    ends_on: date,
    call_id: int | None = None,
    earmark: str | None = None,
) -> FundConvention:
    """Record what a contributor promises; nothing of it can be committed before it is paid in."""
    require(context.by, LEAD_EXPERIMENTS)
    check_convention(amount, starts_on, ends_on)
    found, contributor = locked_fund(context, fund_id), known_actor(context, contributor_id, "contributor_id")
    if call_id is not None and _call_of(context, call_id) != found.id:
        raise Invalid("finance.call_unknown", t("Choose one from the list."), field="call_id")
    lines = (Line(COMMITMENTS_RECEIVED, debit=amount), Line(RECEIVED_AGAINST, credit=amount))
    entry = _entry(context, found, contributor, lines)
    made = FundConvention(
        fund_id=found.id, contributor_id=contributor.id, kind=kind, amount=amount, call_id=call_id,
        earmark=earmark, starts_on=starts_on, ends_on=ends_on, entry_id=entry.id,
    )  # fmt: skip
    context.session.add(made)
    _told(context, made, "recorded", entry)
    return made


def receive(context: Context, *, convention_id: int, amount: Money, on: date | None = None) -> FundReceipt:
    """Write that money came in under a convention: it may be committed from now on."""
    require(context.by, LEAD_EXPERIMENTS)
    found = _held(context, convention_id)
    day = on or context.today
    check_receipt(amount, found.left, day, found.starts_on, found.ends_on)
    lines = (
        Line(BANK, debit=amount), Line(EXPERIMENTS, credit=amount),
        Line(RECEIVED_AGAINST, debit=amount), Line(COMMITMENTS_RECEIVED, credit=amount),
    )  # fmt: skip
    entry = _entry(context, found.fund, found.contributor, lines, day)
    receipt = FundReceipt(convention_id=found.id, amount=amount, received_on=day, entry_id=entry.id)
    context.session.add(receipt)
    _told(context, found, "received", entry)
    return receipt


def amend_convention(
    context: Context, *, convention_id: int, amount: Money, ends_on: date, signed_on: date, reason: str
) -> ConventionAmendment:
    """Record what both sides changed in a convention: what stood before is kept, the promise follows in the books."""
    require(context.by, LEAD_EXPERIMENTS)
    found = _held(context, convention_id)
    if found.ended_on is not None:
        raise Refused("finance.convention_over", t("Nothing is promised any more under this convention."))
    if signed_on > context.today:
        raise Invalid(
            "finance.amendment_day", t("An amendment is recorded once it is signed."), field="signed_on"
        )
    last = max([found.starts_on, *(one.received_on for one in found.receipts)])
    check_amendment(amount, found.amount, found.received, ends_on, found.ends_on, no_earlier=last)
    entry = _promise_more(context, found, amount - found.amount)
    made = ConventionAmendment(
        convention_id=found.id, signed_on=signed_on, reason=reason, amount_before=found.amount, amount=amount,
        ends_before=found.ends_on, ends_on=ends_on, recorded_at=context.clock.now(),
        entry_id=entry.id if entry else None,
    )  # fmt: skip
    context.session.add(made)
    context.session.flush()  # the amendment stands before the convention follows it
    found.amount, found.ends_on = amount, ends_on
    context.session.flush()
    context.session.expire(found, ["amendments"])
    context.emit(FundConventionAmended(fund=found.fund_id, convention=found.id))
    return made


def _promise_more(context: Context, found: FundConvention, more: Money) -> Entry | None:
    if not more:
        return None
    change = more if more > ZERO else -more
    debit, credit = COMMITMENTS_RECEIVED, RECEIVED_AGAINST
    if more < ZERO:
        debit, credit = credit, debit
    return _entry(
        context, found.fund, found.contributor, (Line(debit, debit=change), Line(credit, credit=change))
    )


def end_convention(context: Context, *, convention_id: int, reason: str) -> FundConvention:
    """End a convention before all was paid in: the rest is promised no more. What came in stays."""
    require(context.by, LEAD_EXPERIMENTS)
    found = _held(context, convention_id)
    left = found.left
    if not left:
        raise Refused("finance.convention_over", t("Nothing is promised any more under this convention."))
    lines = (Line(RECEIVED_AGAINST, debit=left), Line(COMMITMENTS_RECEIVED, credit=left))
    entry = _entry(context, found.fund, found.contributor, lines)
    found.ended_on, found.end_reason = context.today, reason
    _told(context, found, "ended", entry)
    return found


def _held(context: Context, convention_id: int) -> FundConvention:
    known = queries.convention(context.session, convention_id)
    if known is None:
        raise Missing("finance.convention_unknown", t("There is no such convention."))
    locked_fund(context, known.fund_id)
    context.session.refresh(known)  # another may have paid in before the lock
    context.session.expire(known, ["receipts"])
    return known


def _call_of(context: Context, call_id: int) -> int | None:
    found = context.session.get(ProjectCall, call_id)
    return found.fund_id if found else None


def _entry(
    context: Context, found: ExperimentFund, party: Actor, lines: tuple[Line, ...], on: date | None = None
) -> Entry:
    label = f"{found.name} – {party.name}"[:200]
    return write(
        context, on=on or context.today, label=label, source=found.source, lines=lines, party_id=party.id
    )


def _told(context: Context, found: FundConvention, step: str, entry: Entry) -> None:
    context.session.flush()
    context.session.expire(found, ["receipts"])
    context.emit(FundConventionMoved(fund=found.fund_id, convention=found.id, step=step, entry=entry.number))
