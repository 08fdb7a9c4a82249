"""Give and cancel the receipts of gifts."""

from collegial.plugin import Context, Invalid, Missing, Refused, require, t
from collegial_finance.patronage import queries
from collegial_finance.patronage.events import ReceiptCancelled, ReceiptIssued
from collegial_finance.patronage.models import GiftKind, GiftReceipt, PatronGift
from collegial_finance.patronage.rules import check_siren
from collegial_finance.patronage.services.gifts import held_gift
from collegial_finance.permissions import LEAD_PATRONAGE


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
    gift = held_gift(context, gift_id)
    issuer_id, year = gift.campaign.issuer_id, gift.received_on.year
    if gift.withdrawn_at is not None:
        raise Refused("finance.gift_withdrawn", t("This gift was withdrawn: it stays as it is."))
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
    if (refusal := receipt_hindrance(receipt)) is not None:
        raise refusal
    receipt.cancelled_at, receipt.reason = context.clock.now(), reason
    context.session.flush()
    context.emit(ReceiptCancelled(issuer=receipt.issuer_id, reference=receipt.reference))
    return receipt


def receipt_hindrance(receipt: GiftReceipt) -> Refused | None:
    """Return why a receipt cannot be cancelled; None where it can."""
    if receipt.cancelled_at is None:
        return None
    return Refused("finance.receipt_cancelled", t("This receipt has already been cancelled."))


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
