"""The lists on shares as tables for a spreadsheet: their columns, and a row for each line."""

from collections.abc import Mapping
from datetime import date

from collegial.kernel.money import Money
from collegial.kernel.text import t
from collegial.membership.models import Member
from collegial.shares.models import ShareEntry, Withdrawal
from collegial.shares.queries import Holding, Outstanding
from collegial.shares.words import CAUSES, KINDS, WITHDRAWALS
from collegial.tables.writing import Column, Row

ENTRY_COLUMNS = (
    Column(t("Entry"), "number"),
    Column(t("Day"), "date"),
    Column(t("Kind")),
    Column(t("Given by: number"), "number"),
    Column(t("Given by: name")),
    Column(t("Received by: number"), "number"),
    Column(t("Received by: name")),
    Column(t("Shares"), "number"),
    Column(t("Nominal of a share"), "money"),
    Column(t("Amount"), "money"),
    Column(t("Corrects entry"), "number"),
    Column(t("Corrected by entry"), "number"),
    Column(t("Remark")),
    Column(t("Recorded"), "date"),
    Column(t("Fingerprint")),
)
HOLDER_COLUMNS = (
    Column(t("Number"), "number"),
    Column(t("Name")),
    Column(t("Member since"), "date"),
    Column(t("Member until"), "date"),
    Column(t("Shares"), "number"),
    Column(t("Nominal value of the shares"), "money"),
    Column(t("Paid"), "money"),
    Column(t("Still due"), "money"),
)
DUE_COLUMNS = (
    Column(t("Number"), "number"),
    Column(t("Name")),
    Column(t("Entry"), "number"),
    Column(t("Subscribed on"), "date"),
    Column(t("Amount of the subscription"), "money"),
    Column(t("Paid"), "money"),
    Column(t("Still due"), "money"),
    Column(t("To pay by"), "date"),
    Column(t("Called on"), "date"),
)
WITHDRAWAL_COLUMNS = (
    Column(t("Place in the queue"), "number"),
    Column(t("Number"), "number"),
    Column(t("Name")),
    Column(t("Shares"), "number"),
    Column(t("Cause")),
    Column(t("Asked on"), "date"),
    Column(t("State")),
    Column(t("To be repaid"), "money"),
    Column(t("To be repaid by"), "date"),
)


def entry_row(one: ShareEntry) -> Row:
    """Return an entry as a row."""
    giver, receiver = one.from_member, one.to_member
    return (
        one.number, one.effective_on, KINDS[one.kind],
        giver.number if giver else None, giver.actor.name if giver else None,
        receiver.number if receiver else None, receiver.actor.name if receiver else None,
        one.shares, one.nominal, one.amount,
        one.corrects.number if one.corrects else None, one.corrected_by.number if one.corrected_by else None,
        one.reason, one.recorded_at.date(), one.digest,
    )  # fmt: skip


def holder_row(member: Member, held: Holding) -> Row:
    """Return a member and what it holds as a row."""
    return (
        member.number, member.actor.name, member.admitted_on, member.left_on,
        held.shares, held.worth, held.paid, held.due,
    )  # fmt: skip


def due_row(one: Outstanding, called_on: Mapping[int, date]) -> Row:
    """Return what is due for a subscription as a row."""
    return (
        one.member.number, one.member.actor.name, one.entry.number, one.entry.effective_on,
        one.subscribed, one.paid, one.due, one.due_by, called_on.get(one.entry.id),
    )  # fmt: skip


def withdrawal_row(place: int | None, one: Withdrawal) -> Row:
    """Return a withdrawal as a row; those that were executed have no place in the queue."""
    return (
        place, one.member.number, one.member.actor.name, one.shares, CAUSES[one.cause],
        one.requested_on, WITHDRAWALS[one.state], one.repayment, one.repayment_due_on,
    )  # fmt: skip


def statement_row(name: str, figures: tuple[Money, ...]) -> Row:
    """Return a line of the annual statement as a row."""
    return (name, *figures)
