"""Name issuers, open campaigns, record gifts, give and cancel receipts."""

from datetime import date

from collegial.plugin import (
    ZERO,
    Context,
    Invalid,
    Missing,
    Money,
    Refused,
    held_row,
    or_refuse,
    require,
    t,
)
from collegial_finance.parties import known_actor
from collegial_finance.patronage import queries
from collegial_finance.patronage.events import (
    CampaignOpened,
    GiftReceived,
    ReceiptCancelled,
    ReceiptIssued,
)
from collegial_finance.patronage.models import (
    Campaign,
    GiftDeed,
    GiftKind,
    GiftMethod,
    GiftReceipt,
    PatronGift,
    ReceiptIssuer,
)
from collegial_finance.patronage.rules import IssuerForm, check_issuer, check_siren
from collegial_finance.permissions import LEAD_PATRONAGE


def name_issuer(
    context: Context, *, actor_id: int, form: IssuerForm, purpose: str, address: str, signatory: str
) -> ReceiptIssuer:
    """Name who receives gifts and gives receipts. A company is refused, a SCIC included."""
    require(context.by, LEAD_PATRONAGE)
    check_issuer(form)
    found = ReceiptIssuer(
        actor_id=known_actor(context, actor_id, "actor_id").id, form=form, purpose=purpose, address=address,
        signatory=signatory,
    )  # fmt: skip
    with or_refuse(
        context.session,
        Refused("finance.issuer_known", t("It is already among the issuers."), field="actor_id"),
    ):
        context.session.add(found)
    return found


def open_campaign(
    context: Context,
    *,
    issuer_id: int,
    title: str,
    text: str,
    target: Money,
    opens_on: date,
    closes_on: date,
    is_public: bool,
) -> Campaign:
    """Prepare a campaign for an issuer."""
    require(context.by, LEAD_PATRONAGE)
    if context.session.get(ReceiptIssuer, issuer_id) is None:
        raise Invalid("finance.issuer_unknown", t("Choose one from the list."), field="issuer_id")
    if target <= ZERO:
        raise Invalid("finance.campaign_target", t("The target is above zero."), field="target")
    if closes_on < opens_on:
        raise Invalid("finance.campaign_days", t("A campaign ends after it begins."), field="closes_on")
    found = Campaign(
        issuer_id=issuer_id, title=title, text=text, target=target, opens_on=opens_on, closes_on=closes_on,
        is_public=is_public,
    )  # fmt: skip
    context.session.add(found)
    context.session.flush()
    context.emit(CampaignOpened(campaign=found.id, title=title))
    return found


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


def give_receipt(
    context: Context,
    *,
    gift_id: int,
    patron_name: str,
    patron_address: str,
    patron_siren: str | None = None,
    patron_form: str | None = None,
) -> GiftReceipt:
    """Give the receipt of a gift, under the issuer's next number of the year. Raises Refused for a second one."""
    require(context.by, LEAD_PATRONAGE)
    gift = _gift(context, gift_id)
    issuer_id, year = gift.campaign.issuer_id, gift.received_on.year
    held_row(context.session, ReceiptIssuer, issuer_id)
    if gift.receipt is not None:
        raise Refused("finance.receipt_twice", t("This gift already has its receipt."))
    _check_company(gift, patron_siren, patron_form)
    receipt = GiftReceipt(
        issuer_id=issuer_id, year=year, number=queries.next_number(context.session, issuer_id, year),
        gift_id=gift.id, patron_name=patron_name, patron_address=patron_address,
        patron_siren=patron_siren or None, patron_form=(patron_form or None) if patron_siren else None,
        issued_at=context.clock.now(),
    )  # fmt: skip
    context.session.add(receipt)
    context.session.flush()
    context.session.expire(gift, ["receipts"])
    context.emit(ReceiptIssued(issuer=issuer_id, reference=receipt.reference, gift=gift.id))
    return receipt


def cancel_receipt(context: Context, *, receipt_id: int, reason: str) -> GiftReceipt:
    """Cancel a receipt: it keeps its number, and another may be given for the gift."""
    require(context.by, LEAD_PATRONAGE)
    receipt = queries.receipt(context.session, receipt_id)
    if receipt is None:
        raise Missing("finance.receipt_unknown", t("There is no such receipt."))
    if receipt.cancelled_at is not None:
        raise Refused("finance.receipt_cancelled", t("This receipt has already been cancelled."))
    receipt.cancelled_at, receipt.reason = context.clock.now(), reason
    context.session.flush()
    context.emit(ReceiptCancelled(issuer=receipt.issuer_id, reference=receipt.reference))
    return receipt


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


def _check_company(gift: PatronGift, written: str | None, form: str | None) -> None:
    """Refuse a company's receipt without its SIREN or its legal form, which the form 16216 asks for (L52).

    Who gives the time and skills of people is their company, whoever stands as patron.
    """
    if written:
        check_siren(written)
        _check_legal_form(form)
    elif gift.patron.is_person and gift.kind is GiftKind.SKILLS:
        raise Invalid(
            "finance.skills_of_company",
            t("Time and skills are a gift of the company of those people: state its SIREN."),
            field="patron_siren",
        )
    elif not gift.patron.is_person:
        raise Invalid(
            "finance.siren_needed", t("The receipt of an organisation names its SIREN."), field="patron_siren"
        )


def _check_legal_form(form: str | None) -> None:
    if not form:
        raise Invalid(
            "finance.form_needed", t("A company’s receipt states its legal form."), field="patron_form"
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


def _gift(context: Context, gift_id: int) -> PatronGift:
    found = queries.gift(context.session, gift_id)
    if found is None:
        raise Missing("finance.gift_unknown", t("There is no such gift."))
    return found
