"""What other programs read of the financial tools: amounts and states, by the numbers of the rows.

Nobody is named, no label of the books is given: those who need them read the pages.
"""

from datetime import date

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from collegial.plugin import ApiResource, Rows, Viewer, t
from collegial_finance.guarantees.models import GuaranteeFile
from collegial_finance.ledger.models import Entry, Movement
from collegial_finance.loans.models import PoleLoan
from collegial_finance.patronage.models import GiftReceipt
from collegial_finance.permissions import LEAD_PATRONAGE, READ
from collegial_finance.rounds.models import Pledge


class PledgeRecord(BaseModel):
    """What a funder of a round brings, and how far it has come."""

    number: int
    round: int
    instrument: str
    state: str
    amount_cents: int


class GuaranteeRecord(BaseModel):
    """A loan that a fund guarantees, and what the fund stands for."""

    number: int
    fund: int
    state: str
    principal_cents: int
    guaranteed_cents: int
    exposure_cents: int
    paid_cents: int
    recovered_cents: int


class LoanRecord(BaseModel):
    """A loan, and what remains of it."""

    number: int
    fund: int
    state: str
    principal_cents: int
    months: int
    lent_on: date | None
    remaining_cents: int
    provision_cents: int
    lost_cents: int
    recovered_cents: int


class ReceiptRecord(BaseModel):
    """A receipt for a gift, under its number."""

    number: int
    issuer: int
    reference: str
    amount_cents: int
    received_on: date
    is_cancelled: bool


class MovementRecord(BaseModel):
    """An amount that went from one account to another."""

    debit: str
    credit: str
    amount_cents: int


class EntryRecord(BaseModel):
    """An entry of the books."""

    number: int
    day: date
    source: str
    reverses: int | None
    movements: list[MovementRecord]


def _pledges(_session: Session, _viewer: Viewer) -> Rows:
    return select(Pledge).order_by(Pledge.id)


def _write_pledge(one: Pledge) -> PledgeRecord:
    return PledgeRecord(
        number=one.id, round=one.round_id, instrument=one.instrument.value, state=one.state.value,
        amount_cents=one.amount.cents,
    )  # fmt: skip


def _guarantees(_session: Session, _viewer: Viewer) -> Rows:
    return select(GuaranteeFile).order_by(GuaranteeFile.id)


def _write_guarantee(one: GuaranteeFile) -> GuaranteeRecord:
    return GuaranteeRecord(
        number=one.id, fund=one.fund_id, state=one.state.value, principal_cents=one.principal.cents,
        guaranteed_cents=one.guaranteed.cents, exposure_cents=one.exposure.cents, paid_cents=one.paid.cents,
        recovered_cents=one.recovered.cents,
    )  # fmt: skip


def _loans(_session: Session, _viewer: Viewer) -> Rows:
    return select(PoleLoan).order_by(PoleLoan.id)


def _write_loan(one: PoleLoan) -> LoanRecord:
    return LoanRecord(
        number=one.id, fund=one.fund_id, state=one.state.value, principal_cents=one.principal.cents,
        months=one.months, lent_on=one.lent_on, remaining_cents=one.remaining.cents,
        provision_cents=one.provision.cents, lost_cents=one.lost.cents, recovered_cents=one.recovered.cents,
    )  # fmt: skip


def _receipts(_session: Session, _viewer: Viewer) -> Rows:
    return select(GiftReceipt).options(selectinload(GiftReceipt.gift)).order_by(GiftReceipt.id)


def _write_receipt(one: GiftReceipt) -> ReceiptRecord:
    return ReceiptRecord(
        number=one.id, issuer=one.issuer_id, reference=one.reference, amount_cents=one.gift.amount.cents,
        received_on=one.gift.received_on, is_cancelled=one.cancelled_at is not None,
    )  # fmt: skip


def _entries(_session: Session, _viewer: Viewer) -> Rows:
    moved = selectinload(Entry.movements)
    options = (
        moved.joinedload(Movement.debit),
        moved.joinedload(Movement.credit),
        selectinload(Entry.reverses),
    )
    return select(Entry).options(*options).order_by(Entry.number)


def _write_entry(one: Entry) -> EntryRecord:
    moved = [
        MovementRecord(debit=each.debit.number, credit=each.credit.number, amount_cents=each.amount.cents)
        for each in one.movements
    ]
    reverses = one.reverses.number if one.reverses else None
    return EntryRecord(number=one.number, day=one.day, source=one.source, reverses=reverses, movements=moved)


RESOURCES = (
    ApiResource(
        key="finance.pledges", title=t("Pledges of the funding rounds"), record=PledgeRecord, rows=_pledges,
        number=Pledge.id, write=_write_pledge, permission=READ,
    ),
    ApiResource(
        key="finance.guarantees", title=t("Guarantees"), record=GuaranteeRecord, rows=_guarantees,
        number=GuaranteeFile.id, write=_write_guarantee, permission=READ,
    ),
    ApiResource(
        key="finance.loans", title=t("Loans"), record=LoanRecord, rows=_loans, number=PoleLoan.id,
        write=_write_loan, permission=READ,
    ),
    ApiResource(
        key="finance.receipts", title=t("Receipts for gifts"), record=ReceiptRecord, rows=_receipts,
        number=GiftReceipt.id, write=_write_receipt, permission=LEAD_PATRONAGE,
    ),
    ApiResource(
        key="finance.entries", title=t("Entries of the books"), record=EntryRecord, rows=_entries,
        number=Entry.number, write=_write_entry, permission=READ,
    ),
)  # fmt: skip
