"""Record gifts, take back what was recorded by mistake, and put it right."""

from datetime import date
from typing import Any

from collegial.plugin import ZERO, Context, Invalid, Missing, Money, Refused, held_row, require, t
from collegial_finance.parties import known_actor
from collegial_finance.patronage import queries
from collegial_finance.patronage.events import GiftReceived, GiftReplaced, GiftWithdrawn
from collegial_finance.patronage.models import (
    Campaign,
    GiftDeed,
    GiftKind,
    GiftMethod,
    PatronGift,
    ReceiptIssuer,
)
from collegial_finance.permissions import LEAD_PATRONAGE


def receive_gift(
    context: Context,
    *,
    campaign_id: int,
    patron_id: int,
    kind: GiftKind,
    amount: Money,
    received_on: date,
    method: GiftMethod | None = None,
    deed: GiftDeed = GiftDeed.MANUAL,
    description: str | None = None,
    may_thank: bool = False,
) -> PatronGift:
    """Record a gift; in kind or in skills it says what it is, its amount is its value, and nothing was paid."""
    require(context.by, LEAD_PATRONAGE)
    found = queries.campaign(context.session, campaign_id)
    if found is None:
        raise Missing("finance.campaign_unknown", t("There is no such campaign."))
    _check_told(kind, method, description)
    _check_gift(context, found, amount, received_on)
    # The column has no empty value: what is no money came by no way of payment, and none is told of it.
    way = method if kind is GiftKind.MONEY else None
    gift = PatronGift(
        campaign_id=found.id, patron_id=known_actor(context, patron_id, "patron_id").id, kind=kind,
        method=way or GiftMethod.OTHER, deed=deed, amount=amount, received_on=received_on,
        description=description or None, may_thank=may_thank,
    )  # fmt: skip
    context.session.add(gift)
    context.session.flush()
    context.session.expire(found, ["gifts"])
    context.emit(GiftReceived(campaign=found.id, gift=gift.id))
    return gift


def withdraw_gift(context: Context, *, gift_id: int, reason: str) -> PatronGift:
    """Take back a gift that was recorded by mistake, with the reason; it counts no more, and stays as it was."""
    require(context.by, LEAD_PATRONAGE)
    gift = held_gift(context, gift_id)
    if (refusal := hindrance(gift)) is not None:
        raise refusal
    gift.withdrawn_at, gift.reason = context.clock.now(), reason
    context.session.flush()
    context.emit(GiftWithdrawn(campaign=gift.campaign_id, gift=gift.id))
    return gift


def change_gift(context: Context, *, gift_id: int, reason: str, **facts: Any) -> PatronGift:
    """Put a gift right: what was recorded is withdrawn, and another is recorded in its stead.

    Nothing is overwritten: a receipt that was cancelled goes on saying what it said.
    """
    before = withdraw_gift(context, gift_id=gift_id, reason=reason)
    gift = receive_gift(context, campaign_id=before.campaign_id, **facts)
    if told(gift) == told(before):
        raise Invalid("finance.gift_unchanged", t("Nothing of the gift is changed."))
    gift.replaces_id = before.id
    context.session.flush()
    context.session.expire(before, ["replaced_by"])
    context.emit(GiftReplaced(campaign=gift.campaign_id, gift=gift.id, before=before.id))
    return gift


def hindrance(gift: PatronGift) -> Refused | None:
    """Return why a gift can be neither changed nor withdrawn; None where it can."""
    if gift.withdrawn_at is not None:
        return Refused("finance.gift_withdrawn", t("This gift was withdrawn: it stays as it is."))
    if gift.receipt is not None:
        return Refused(
            "finance.gift_has_receipt",
            t("This gift has its receipt: cancel the receipt first, then put the gift right."),
        )
    return None


def held_gift(context: Context, gift_id: int) -> PatronGift:
    """Return a gift with its issuer locked: it is not withdrawn while its receipt is given. Raises Missing."""
    found = queries.gift(context.session, gift_id)
    if found is None:
        raise Missing("finance.gift_unknown", t("There is no such gift."))
    held_row(context.session, ReceiptIssuer, found.campaign.issuer_id)
    context.session.refresh(found)  # another may have moved it before the lock
    return found


def told(gift: PatronGift) -> dict[str, Any]:
    """Return what is told of a gift when it is recorded."""
    return {
        "patron_id": gift.patron_id, "kind": gift.kind, "method": gift.way, "deed": gift.deed,
        "amount": gift.amount, "description": gift.description, "received_on": gift.received_on,
        "may_thank": gift.may_thank,
    }  # fmt: skip


def _check_told(kind: GiftKind, method: GiftMethod | None, description: str | None) -> None:
    """Refuse money of which nobody says how it came, and what is no money of which nobody says what it is."""
    if kind is GiftKind.MONEY and method is None:
        raise Invalid("finance.gift_method", t("Say how the money came."), field="method")
    if kind is not GiftKind.MONEY and not description:
        raise Invalid(
            "finance.gift_described",
            t("Say what is given, and how its value was found."),
            field="description",
        )


def _check_gift(context: Context, found: Campaign, amount: Money, day: date) -> None:
    if amount <= ZERO:
        raise Invalid("finance.gift_amount", t("A gift is above zero."), field="amount")
    if day > context.today:
        raise Invalid(
            "finance.gift_future", t("A gift is recorded once it was received."), field="received_on"
        )
    if not found.opens_on <= day <= found.closes_on:
        raise Invalid(
            "finance.gift_outside", t("The campaign was not open on that day."), field="received_on"
        )
