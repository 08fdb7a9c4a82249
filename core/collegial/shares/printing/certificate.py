"""Word the certificate of shares (attestation de parts) and the subscription form (bulletin de souscription)."""

from collegial.documents.voice import Voice
from collegial.kernel.money import Money
from collegial.kernel.text import Text, nt, t
from collegial.membership.rules import LIABILITY
from collegial.shares.printing import layout
from collegial.shares.printing.facts import CertificateFacts, Line, SubscriptionFacts


def print_certificate(one: CertificateFacts, voice: Voice, *, locale: str) -> bytes:
    """Print what a member holds on a day."""
    certified = nt(
        "%(issuer)s certifies that on %(day)s %(name)s holds %(count)d share of its capital, of %(nominal)s.",
        "%(issuer)s certifies that on %(day)s %(name)s holds %(count)d shares of its capital, of %(nominal)s "
        "each.",
        one.shares,
        issuer=one.issuer.name,
        day=voice.date(one.day),
        name=one.holder.name,
        nominal=voice.money(one.nominal),
    )
    parts: list[layout.Part] = [
        layout.facts(voice, *layout.holder_facts(voice, one.holder)),
        {"notice": voice.say(certified)},
        layout.facts(
            voice,
            (t("Nominal value of the shares"), voice.money(one.worth)),
            (t("Paid"), voice.money(one.paid)),
            (t("Still due"), voice.money(one.worth - one.paid) if one.paid != one.worth else None),
        ),
        layout.heading(voice, t("Entries of the register")),
        _entries(one, voice),
        layout.paragraphs(
            voice,
            t(
                "Shares are in the holder’s name and cannot be traded. They change hands only by an entry in the "
                "register; this certificate transfers nothing."
            ),
        ),
        layout.boxes(voice, (t("For the cooperative"), one.issuer.name)),
        layout.fingerprint(voice, one.seal),
    ]
    title = voice.say(t("Certificate of shares"))
    subtitle = voice.say(
        t("Member %(number)s, on %(day)s", number=one.holder.number, day=voice.date(one.day))
    )
    return layout.print_paper(
        one.issuer, title=title, subtitle=subtitle, parts=parts, locale=locale, voice=voice, dated=one.day
    )


def print_subscription(one: SubscriptionFacts, voice: Voice, *, locale: str) -> bytes:
    """Print a subscription to be signed, filled in or to be filled in by hand."""
    parts = [
        layout.facts(voice, *layout.holder_facts(voice, one.holder)),
        _subscribed(one, voice),
        layout.paragraphs(voice, *_terms(one, voice)),
        layout.boxes(
            voice,
            (t("Subscriber, with the words “read and approved”"), one.holder.name),
            (t("For the cooperative"), one.issuer.name),
        ),
    ]
    title = voice.say(t("Subscription form for shares"))
    return layout.print_paper(one.issuer, title=title, subtitle=None, parts=parts, locale=locale, voice=voice)


def _subscribed(one: SubscriptionFacts, voice: Voice) -> layout.Part:
    whole = one.nominal * one.shares if one.shares is not None else None
    return layout.facts(
        voice,
        (t("Entry of the register"), str(one.number) if one.number else None),
        (t("Shares subscribed"), str(one.shares) if one.shares else ""),
        (t("Nominal of a share"), voice.money(one.nominal)),
        (t("Amount of the subscription"), voice.money(whole) if whole else ""),
        (t("Paid with the subscription"), _paid(one.paid, voice) or ""),
        (t("Day of the subscription"), voice.date(one.day) if one.day else ""),
    )


def _terms(one: SubscriptionFacts, voice: Voice) -> list[Text]:
    """Return what the subscriber signs."""
    return [
        t(
            "The undersigned subscribes to the shares above, in euros, after reading the statutes, and declares "
            "to accept them."
        ),
        t(
            "At least %(part)s is paid for each share when it is subscribed to. The rest is due when the board "
            "calls for it, within %(years)s years.",
            part=voice.money(one.first_part),
            years=one.years,
        ),
        t(
            "The capital is variable: shares are redeemed at their nominal value less the part of the losses, "
            "in the order of the requests and as long as the capital stays above its floor. Whoever leaves "
            "answers for %(years)s years, up to the amount of its shares, for the debts that existed then.",
            years=LIABILITY.value.numerator,
        ),
        t("Made in two originals, of which one is for the subscriber."),
    ]


def _entries(one: CertificateFacts, voice: Voice) -> layout.Part:
    headers = [t("Kind"), t("Day"), t("Entry"), t("Shares")]
    rows = [
        [layout.kind_of(voice, line), voice.short_date(line.day), str(line.number), _signed(line, voice)]
        for line in one.lines
    ]
    total = [voice.say(t("Shares held")), "", "", voice.number(one.shares)]
    return layout.table(voice, headers, rows, words=2, total=total)


def _signed(line: Line, voice: Voice) -> str:
    return f"{'+' if line.shares > 0 else '−'}{voice.number(abs(line.shares))}"  # noqa: RUF001 (a true minus sign)


def _paid(amount: Money | None, voice: Voice) -> str | None:
    return voice.money(amount) if amount is not None else None
