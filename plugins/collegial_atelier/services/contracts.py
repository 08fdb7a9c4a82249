"""Draw up contracts, have them signed, record days, pay compensations."""

from datetime import date

from sqlalchemy import func, select

from collegial.plugin import (
    Actor,
    ActorKind,
    Context,
    Invalid,
    Missing,
    Money,
    Participation,
    ParticipationState,
    Refused,
    held_row,
    or_refuse,
    require,
    t,
)
from collegial_atelier import rules
from collegial_atelier.events import CompensationPaid, ContractDrawn, ContractSigned, DayRecorded
from collegial_atelier.models import Contract, Payment, WorkedDay
from collegial_atelier.permissions import MANAGE, PAY
from collegial_atelier.services.opening import held


def draw_contract(
    context: Context,
    *,
    atelier_id: int,
    participation_id: int,
    half_days: int,
    compensation: Money,
    person_id: int | None = None,
) -> Contract:
    """Draw up the contract of a structure that takes part; `person_id` is the professional it sends."""
    require(context.by, PAY)
    atelier = held(context, atelier_id)
    _check_takes_part(context, atelier.id, participation_id)
    if fault := rules.contract_fault(compensation, half_days):
        raise Invalid("atelier.contract", fault, field="half_days" if half_days < 1 else "compensation")
    if person_id is not None:
        _check_person(context, person_id)
    contract = Contract(
        atelier_id=atelier.id, number=_next_number(context, atelier.id), participation_id=participation_id,
        person_id=person_id, half_days=half_days, compensation=compensation, paid=Money(0),
        drawn_on=context.today,
    )  # fmt: skip
    _add_only_one(context, contract)
    context.session.expire(atelier, ["contracts"])
    context.emit(
        ContractDrawn(
            atelier=atelier.id, number=contract.number, half_days=half_days, cents=compensation.cents
        )
    )
    return contract


def _check_takes_part(context: Context, atelier_id: int, participation_id: int) -> None:
    part = context.session.get(Participation, participation_id)
    if part is None or part.work_id != atelier_id or part.state is not ParticipationState.ACCEPTED:
        raise Invalid(
            "atelier.not_in", t("This structure does not take part in the atelier."), field="participation_id"
        )


def _next_number(context: Context, atelier_id: int) -> int:
    last = select(func.max(Contract.number)).where(Contract.atelier_id == atelier_id)
    return (context.session.scalar(last) or 0) + 1


def _add_only_one(context: Context, contract: Contract) -> None:
    """Add a contract; raises Refused where the structure has one, as the database holds."""
    with or_refuse(
        context.session,
        Refused(
            "atelier.has_contract", t("This structure already has a contract."), field="participation_id"
        ),
    ):
        context.session.add(contract)


def sign_contract(context: Context, *, atelier_id: int, contract_id: int, signed_on: date) -> Contract:
    """Record the day on which both sides signed."""
    require(context.by, PAY)
    contract = _contract(context, atelier_id, contract_id)
    if contract.signed_on is not None:
        raise Refused("atelier.signed", t("This contract is already signed."))
    _check_past(context, signed_on, "signed_on")
    if signed_on < contract.drawn_on:
        raise Invalid(
            "atelier.signed_early", t("A contract is signed after it is drawn up."), field="signed_on"
        )
    contract.signed_on = signed_on
    context.emit(ContractSigned(atelier=atelier_id, number=contract.number))
    return contract


def record_day(
    context: Context, *, atelier_id: int, contract_id: int, done_on: date, half_days: int, what: str
) -> WorkedDay:
    """Record what was done on a day under a signed contract."""
    require(context.by, MANAGE)
    contract = _signed(context, atelier_id, contract_id)
    _check_past(context, done_on, "done_on")
    if half_days not in {1, 2}:
        raise Invalid("atelier.half_days", t("A day has one or two halves."), field="half_days")
    if not what.strip():
        raise Invalid("atelier.no_work", t("Write what was done."), field="what")
    row = WorkedDay(contract_id=contract.id, done_on=done_on, half_days=half_days, what=what.strip())
    context.session.add(row)
    context.session.flush()
    context.session.expire(contract, ["days"])
    context.emit(DayRecorded(atelier=atelier_id, number=contract.number, half_days=half_days))
    return row


def pay(
    context: Context,
    *,
    atelier_id: int,
    contract_id: int,
    amount: Money,
    paid_on: date,
    reference: str = "",
) -> Payment:
    """Pay a part of a compensation. Raises Invalid above what the contract leaves."""
    require(context.by, PAY)
    contract = _signed(context, atelier_id, contract_id)
    _check_past(context, paid_on, "paid_on")
    if contract.signed_on is not None and paid_on < contract.signed_on:
        raise Invalid(
            "atelier.paid_early",
            t(
                "This contract was signed on %(day)s: it is paid on that day or later.",
                day=contract.signed_on,
            ),
            field="paid_on",
        )
    if fault := rules.payment_fault(contract.ledger, amount):
        raise Invalid("atelier.above_contract", fault, field="amount")
    contract.paid = contract.paid + amount
    row = Payment(
        contract_id=contract.id, amount=amount, paid_on=paid_on, reference=reference.strip() or None
    )
    context.session.add(row)
    context.session.flush()
    context.session.expire(contract, ["payments"])
    context.emit(CompensationPaid(atelier=atelier_id, number=contract.number, cents=amount.cents))
    return row


def _contract(context: Context, atelier_id: int, contract_id: int) -> Contract:
    """Return a contract, locked with its atelier: two payments at once wait for each other."""
    held(context, atelier_id, to_report=True)  # what was done is paid, whatever became of the rest
    contract = held_row(context.session, Contract, contract_id)
    if contract is None or contract.atelier_id != atelier_id:
        raise Missing("atelier.no_contract", t("There is no such contract."))
    return contract


def _signed(context: Context, atelier_id: int, contract_id: int) -> Contract:
    contract = _contract(context, atelier_id, contract_id)
    if contract.signed_on is None:
        raise Refused("atelier.not_signed", t("This contract is not signed yet."))
    return contract


def _check_person(context: Context, person_id: int) -> None:
    person = context.session.get(Actor, person_id)
    if person is None or person.kind is not ActorKind.PERSON:
        raise Invalid("atelier.not_a_person", t("Choose a person from the directory."), field="person")


def _check_past(context: Context, day: date, field: str) -> None:
    if day > context.today:
        raise Invalid("atelier.future", t("This day is still to come."), field=field)
