"""The receipt of a gift, with the fields of the forms 11580 and 16216 of the tax office (L52)."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from num2words import num2words

from collegial.plugin import (
    Context,
    DocumentTemplate,
    Identity,
    Missing,
    Money,
    Voice,
    identity_of,
    local_day,
    t,
)
from collegial_finance.patronage import queries
from collegial_finance.patronage.models import GiftReceipt
from collegial_finance.permissions import LEAD_PATRONAGE
from collegial_finance.words import GIFT_DEEDS, GIFT_KINDS, GIFT_METHODS, ISSUER_FORMS

_TEMPLATE = Path(__file__).parent.parent / "templates" / "print" / "receipt.typ"


def receipt(context: Context, voice: Voice, receipt_id: int) -> Mapping[str, object]:
    """Return what the receipt prints."""
    found = queries.receipt(context.session, receipt_id)
    if found is None:
        raise Missing("finance.receipt_unknown", t("There is no such receipt."))
    issued_on, issuer = local_day(found.issued_at, context.zone), found.issuer
    return {
        # Who gives the receipt stands at its head: not the Pays, which may be a company and give none.
        "letterhead": {"name": issuer.actor.name, "legal_line": ", ".join(issuer.address.splitlines())},
        "title": voice.say(t("Receipt for a gift, number %(number)s", number=found.reference)),
        "cancelled": voice.say(t("Cancelled: %(reason)s", reason=found.reason)) if found.reason else None,
        "parties": _parties(found, identity_of(context.session, issuer.actor_id), voice),
        "gift": voice.say(t("The gift")),
        "dated": issued_on.isoformat(),
        "received": voice.say(
            t("The issuer acknowledges that it received this gift, which gives right to a relief of tax.")
        ),
        "facts": _facts(found, voice, issued_on),
        "statement": voice.say(
            t(
                "The issuer certifies on its honour that the gifts it receives give right to the relief of article "
                "%(article)s of the general tax code.",
                article=article(found),
            )
        ),
        "signatures": [
            {"name": issuer.signatory, "role": voice.say(t("Signed for the issuer"))},
        ],
    }


def article(found: GiftReceipt) -> str:
    """Return the article under which the relief is given: of organisations and people in business, or of people."""
    return "238 bis" if found.of_company else "200"


def in_words(amount: Money) -> str:
    """Write an amount in French words: receipts are read by the French tax office."""
    euros, cents = divmod(amount.cents, 100)
    words = f"{num2words(euros, lang='fr')} euro{'s' if euros > 1 else ''}"
    if not cents:
        return words
    return f"{words} et {num2words(cents, lang='fr')} centime{'s' if cents > 1 else ''}"


def _parties(found: GiftReceipt, known: Identity, voice: Voice) -> list[dict[str, object]]:
    issuer = found.issuer
    return [
        {
            "heading": voice.say(t("Who received the gift")),
            "lines": [
                issuer.actor.name,
                voice.say(ISSUER_FORMS[issuer.form]),
                *_numbers(known.siren, known.rna, voice),
                issuer.purpose,
                issuer.address,
            ],
        },
        {
            "heading": voice.say(t("Who gave")),
            "lines": [
                found.patron_name,
                *([found.patron_form] if found.patron_form else []),
                *_numbers(found.patron_siren, None, voice),
                found.patron_address,
            ],
        },
    ]


def _numbers(siren: str | None, rna: str | None, voice: Voice) -> list[str]:
    """Return the number of an organisation in the public registers: its SIREN, else its RNA number."""
    if siren:
        return [voice.say(t("SIREN %(number)s", number=siren))]
    return [voice.say(t("RNA %(number)s", number=rna))] if rna else []


def _facts(found: GiftReceipt, voice: Voice, issued_on: date) -> list[dict[str, str]]:
    gift = found.gift
    facts = (
        (t("Amount"), voice.money(gift.amount)),
        (t("Amount in words"), in_words(gift.amount)),
        (t("Received on"), voice.date(gift.received_on)),
        (t("Form of the gift"), voice.say(GIFT_DEEDS[gift.deed])),
        (t("Nature"), voice.say(GIFT_KINDS[gift.kind])),
        (t("What it is"), gift.description or ""),
        (t("How it came"), voice.say(GIFT_METHODS[gift.way]) if gift.way else ""),
        (t("Issued on"), voice.date(issued_on)),
    )
    return [{"label": voice.say(label), "value": value} for label, value in facts if value]


RECEIPT = DocumentTemplate(
    key="finance.receipt",
    title=t("Receipt for a gift"),
    template=_TEMPLATE,
    data=receipt,
    permission=LEAD_PATRONAGE,
    locale=lambda _context, _receipt_id: "fr",  # the tax office reads it
)
