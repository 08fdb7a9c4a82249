"""What is printed: a protocol to sign, and the review of a year to take to the meeting."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from collegial.plugin import Context, DocumentTemplate, Missing, Text, Voice, show_fraction, t
from collegial_partners import queries, words
from collegial_partners.models import PartnerProtocol, ProtocolReview
from collegial_partners.permissions import READ
from collegial_partners.rules import Direction, ReferralFigures
from collegial_partners.rules.plain import plain_paragraphs

One = TypeVar("One")
_TEMPLATES = Path(__file__).parent / "templates" / "print"


def protocol_data(context: Context, voice: Voice, protocol_id: int) -> Mapping[str, object]:
    """Return what a protocol prints: all that is signed, and places to sign."""
    protocol = queries.protocol(context.session, protocol_id)
    if protocol is None:
        raise Missing("partners.unknown", t("There is no such protocol."))
    texts = (
        (t("Objectives"), protocol.objectives),
        (t("How people are informed"), protocol.information),
        (t("How project holders are referred"), protocol.orientation),
    )
    parts = [{"heading": voice.say(head), "texts": plain_paragraphs(text)} for head, text in texts if text]
    lists = ((t("Shared posts"), _posts(protocol, voice)), (t("Names agreed on"), _names(protocol, voice)))
    return {
        "title": protocol.title,
        "facts": _facts(protocol, voice),
        "parts": [*parts, *({"heading": voice.say(head), "texts": rows} for head, rows in lists if rows)],
        "indicators": _indicators(protocol, voice),
        "indicators_heading": voice.say(t("Indicators")),
        "signatures_heading": voice.say(t("Signatures")),
        "signatures": _signatures(protocol, voice),
        "digest": voice.say(t("Digest of what was signed: %(digest)s", digest=protocol.digest))
        if protocol.digest else None,
    }  # fmt: skip


def review_data(context: Context, voice: Voice, review_id: int) -> Mapping[str, object]:
    """Return what a review prints: the year's figures, who met, what they concluded."""
    review = context.session.get(ProtocolReview, review_id)
    if review is None:
        raise Missing("partners.no_review", t("There is no such review of this protocol."))
    figures = queries.figures_of(context.session, review)
    texts = (
        (t("Technical leads"), review.technical),
        (t("Political leads"), review.political),
        (t("Conclusions"), review.conclusions),
    )
    return {
        "title": voice.say(t("Annual review: %(title)s", title=review.protocol.title)),
        "facts": _review_facts(review, voice),
        "tables": [
            _indicator_table(review, figures, voice),
            _table(voice, t("State"), words.REFERRAL_STATES, figures.states),
            _table(voice, t("Outcome"), words.OUTCOMES, figures.outcomes),
        ],
        "parts": [
            {"heading": voice.say(head), "texts": plain_paragraphs(text)} for head, text in texts if text
        ],
    }


def _facts(protocol: PartnerProtocol, voice: Voice) -> list[dict[str, str]]:
    pairs = [
        (t("Form"), voice.say(words.FORMS[protocol.form])),
        (t("Parties"), ", ".join(_said(voice, words.party_name(one)) for one in protocol.parties)),
        (t("From"), voice.date(protocol.starts_on)),
        (t("Until"), voice.date(protocol.ends_on)),
    ]
    if protocol.seat:
        pairs.append((t("Seat of the partner"), protocol.seat))
    if protocol.renewed_until:
        pairs.append((t("Renewed until"), voice.date(protocol.renewed_until)))
    return [{"label": voice.say(label), "value": value} for label, value in pairs]


def _posts(protocol: PartnerProtocol, voice: Voice) -> list[str]:
    return [
        voice.say(
            t(
                "%(post)s: %(share)s full-time equivalent, employed by %(employer)s, from %(day)s.",
                post=one.function,
                share=show_fraction(one.share),
                day=voice.date(one.from_on),
                employer=one.employer.name if one.employer else words.POLE,
            )
        )
        for one in protocol.posts
    ]


def _names(protocol: PartnerProtocol, voice: Voice) -> list[str]:
    return [
        voice.say(
            t(
                "“%(former)s” is called “%(agreed)s” from %(day)s. %(reason)s",
                former=one.former_name,
                agreed=one.agreed_name,
                day=voice.date(one.from_on),
                reason=one.reason,
            )
        )
        for one in protocol.names
    ]


def _indicators(protocol: PartnerProtocol, voice: Voice) -> Mapping[str, object] | None:
    if not protocol.indicators:
        return None
    rows = [
        [one.label, "–" if one.target is None else voice.number(one.target)] for one in protocol.indicators
    ]
    headers = [voice.say(t("Indicator")), voice.say(t("Target for a year"))]
    return {"headers": headers, "rows": rows, "total": None}


def _signatures(protocol: PartnerProtocol, voice: Voice) -> list[dict[str, str]]:
    waits = voice.say(t("Name, date and signature"))
    return [
        {
            "role": _said(voice, words.party_name(one)),
            "name": f"{one.signatory}, {voice.date(one.signed_on)}" if one.signed_on else waits,
        }
        for one in protocol.parties
    ]


def _review_facts(review: ProtocolReview, voice: Voice) -> list[dict[str, str]]:
    pairs = [(t("Days covered"), f"{voice.date(review.from_on)} – {voice.date(review.due_on)}")]
    if review.held_on:
        pairs.append((t("Meeting"), voice.date(review.held_on)))
    if review.place:
        pairs.append((t("Place"), review.place))
    if review.decision:
        pairs.append((t("Decision"), voice.say(words.DECISIONS[review.decision])))
    return [{"label": voice.say(label), "value": value} for label, value in pairs]


def _indicator_table(review: ProtocolReview, figures: ReferralFigures, voice: Voice) -> dict[str, object]:
    rows = [
        [label, *("–" if one is None else voice.number(one) for one in (value, target))]
        for label, value, target in queries.indicator_values(review, figures)
    ]
    heads = (t("Indicator"), t("Figure of the year"), t("Target for a year"))
    return {"headers": [voice.say(one) for one in heads], "rows": rows, "total": None}


def _table(
    voice: Voice, head: Text, names: Mapping[One, Text], counts: Mapping[tuple[Direction, One], int]
) -> dict[str, object]:
    ways = list(Direction)
    headers: Sequence[Text] = (head, *(words.DIRECTIONS[way] for way in ways))
    rows = [
        [voice.say(name), *(voice.number(counts[way, one]) for way in ways)] for one, name in names.items()
    ]
    return {"headers": [voice.say(one) for one in headers], "rows": rows, "total": None}


def _said(voice: Voice, name: Text | str) -> str:
    return name if isinstance(name, str) else voice.say(name)


PROTOCOL = DocumentTemplate(
    key="partners.protocol", title=t("Protocol with a partner"), template=_TEMPLATES / "protocol.typ",
    data=protocol_data, permission=READ,
)  # fmt: skip
REVIEW = DocumentTemplate(
    key="partners.review", title=t("Annual review of a protocol"), template=_TEMPLATES / "review.typ",
    data=review_data, permission=READ,
)  # fmt: skip
