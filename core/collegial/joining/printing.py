"""Print the call for payment of a newcomer's shares, and the certificate that welcomes a new member."""

from datetime import date

from sqlalchemy.orm import Session

from collegial.config import Bank, Pays
from collegial.documents.accounts import TIED, in_fours
from collegial.documents.voice import Voice
from collegial.joining.models import Application
from collegial.kernel.text import Text, nt, t
from collegial.shares.papers import certificate_of, issuer_of
from collegial.shares.printing import layout, print_certificate


def print_newcomers_call(one: Application, pays: Pays, bank: Bank, voice: Voice, *, locale: str) -> bytes:
    """Print the call of an accepted application; without an IBAN it says to ask for it."""
    issuer = issuer_of(pays)
    title = voice.say(t("Call for payment %(reference)s", reference=one.reference))
    return layout.print_paper(
        issuer, title=title, subtitle=None, parts=_parts(one, pays, bank, voice), locale=locale, voice=voice
    )


def print_first_certificate(
    session: Session, one: Application, pays: Pays, day: date, voice: Voice, *, locale: str
) -> bytes:
    """Print what a new member holds on a day."""
    assert one.member is not None
    return print_certificate(certificate_of(session, issuer_of(pays), one.member, day), voice, locale=locale)


def _parts(one: Application, pays: Pays, bank: Bank, voice: Voice) -> list[layout.Part]:
    opening = t("The board has accepted your application. You become a member once your shares are paid.")
    closing = t(
        "You may pay everything at once. What is left after the first payment is due within the time that the "
        "statutes give. If nothing is paid by the day above, your application lapses."
    )
    return [
        {"address": [one.name, one.street, f"{one.postcode} {one.locality}"]},
        layout.paragraphs(voice, opening),
        _what(one, voice),
        layout.heading(voice, t("How to pay")),
        layout.paragraphs(voice, _how(bank)),
        layout.facts(
            voice,
            (t("Account holder"), pays.name),
            (t("IBAN"), in_fours(bank.iban, TIED)),
            (t("BIC"), bank.bic),
            (t("Reference to give"), one.reference),
        ),
        {"notice": voice.say(closing)},
    ]


def _what(one: Application, voice: Voice) -> layout.Part:
    assert one.least is not None
    assert one.subscribed is not None
    assert one.nominal is not None
    assert one.due_on is not None
    shares = nt(
        "%(count)d share of %(nominal)s", "%(count)d shares of %(nominal)s", one.shares or 0,
        nominal=voice.money(one.nominal),
    )  # fmt: skip
    return layout.facts(
        voice,
        (t("Reference"), one.reference),
        (t("Shares"), voice.say(shares)),
        (t("Whole amount"), voice.money(one.subscribed)),
        (t("To pay at least"), voice.money(one.least)),
        (t("To pay by"), voice.date(one.due_on)),
    )


def _how(bank: Bank) -> Text:
    if bank.iban:
        return t(
            "By transfer to the account below, with the reference; or by cheque, or in cash at our office."
        )
    return t(
        "By cheque, or in cash at our office, with the reference; ask us for our account to pay by transfer."
    )
