"""Word the call for what is due on shares (appel de versement)."""

from collegial.documents.accounts import TIED, in_fours
from collegial.documents.voice import Voice
from collegial.kernel.text import Text, nt, t
from collegial.shares.printing import layout
from collegial.shares.printing.facts import CallFacts


def print_call(one: CallFacts, voice: Voice, *, locale: str) -> bytes:
    """Print a call for payment."""
    asked = t("Please pay %(amount)s by %(day)s.", amount=voice.money(one.amount), day=voice.date(one.pay_by))
    parts: list[layout.Part] = [
        {"address": [one.holder.name, *one.holder.address]},
        layout.paragraphs(voice, _opening(one, voice)),
        {"notice": voice.say(asked)},
        layout.facts(
            voice,
            (t("Amount of the subscription"), voice.money(one.subscribed)),
            (t("Paid so far"), voice.money(one.subscribed - one.amount)),
            (t("Still due"), voice.money(one.amount)),
        ),
        layout.heading(voice, t("How to pay")),
        layout.paragraphs(voice, _how(one)),
        layout.facts(
            voice,
            (t("Account holder"), one.issuer.name),
            (t("IBAN"), in_fours(one.iban, TIED) or None),
            (t("BIC"), one.bic or None),
            (t("Reference to give"), one.reference),
        ),
        layout.paragraphs(
            voice,
            t(
                "If you cannot pay by that day, tell us before: shares that stay unpaid can be cancelled as the "
                "statutes say."
            ),
        ),
        layout.boxes(voice, (t("For the cooperative"), one.issuer.name)),
    ]
    subtitle = voice.say(
        t("Member %(number)s, on %(day)s", number=one.holder.number, day=voice.date(one.called_on))
    )
    return layout.print_paper(
        one.issuer, title=voice.say(t("Call for payment of shares")), subtitle=subtitle, parts=parts,
        locale=locale, voice=voice, dated=one.called_on,
    )  # fmt: skip


def _opening(one: CallFacts, voice: Voice) -> Text:
    return nt(
        "On %(day)s you subscribed to %(count)d share (entry %(entry)s of the register). It is not paid in full "
        "yet.",
        "On %(day)s you subscribed to %(count)d shares (entry %(entry)s of the register). They are not paid in "
        "full yet.",
        one.shares,
        day=voice.date(one.subscribed_on),
        entry=one.number,
    )


def _how(one: CallFacts) -> Text:
    if one.iban:
        return t(
            "By transfer to the account below, with the reference; or by cheque, or in cash at our office."
        )
    return t(
        "By cheque, or in cash at our office, with the reference; ask us for our account to pay by transfer."
    )
