"""What leaves by itself: personal links, news of referrals, reminders; and what ends by itself."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from flask import url_for

from collegial.plugin import Context, Job, Text, letter_at, outside, promise, say, t
from collegial_partners import words
from collegial_partners.links import path_of
from collegial_partners.models import (
    PartnerLink,
    PartnerProtocol,
    ProtocolParty,
    ProtocolReview,
    ProtocolState,
    Referral,
)
from collegial_partners.posting import bring
from collegial_partners.rules import ReferralState, Side, read_parcel
from collegial_partners.services.exchanging import file_of, parcel_of
from collegial_partners.services.keys import DELIVER
from collegial_partners.services.linking import SEND_LINK
from collegial_partners.services.protocols import close_protocol
from collegial_partners.services.recalling import LAPSE, REMIND
from collegial_partners.services.referring import ERASE, TELL, erase_if_due

Reader = TypeVar("Reader")


def send_link(context: Context, payload: Mapping[str, Any]) -> None:
    """Send a personal link to whom it is for, unless it was taken back meanwhile."""
    link = context.session.get(PartnerLink, payload["link"])
    if link is None or link.revoked_at is not None:
        return
    partner = link.party.actor
    given = {
        "name": link.name, "title": link.party.protocol.title, "partner": partner.name if partner else "",
        "until": link.expires_at,
    }  # fmt: skip
    letter_at(
        link.email, locale=_locale(link.party), subject=t("your personal link"),
        template="partners/mail/link.txt", path=path_of(link), given=given,
    ).send()  # fmt: skip


def tell(context: Context, payload: Mapping[str, Any]) -> None:
    """Tell the other side that a referral was sent or moved on: the code and the state, never a name.

    Each reader is a work of its own: an address that is refused sends nothing twice to the others.
    """
    row = context.session.get_one(Referral, payload["referral"])
    by_pole = Side(payload["by"]) is Side.POLE
    is_new = row.state is ReferralState.SENT
    subject = t("new referral %(code)s", code=row.code) if is_new else t("referral %(code)s", code=row.code)
    given = {
        "code": row.code,
        "title": row.protocol.title,
        "is_new": is_new,
        "state": _Spoken(words.REFERRAL_STATES[row.state]),
    }
    readers = _readers(context, row) if by_pole else _own(row)
    for address, locale, path in _one_by_one(context, TELL, payload, readers):
        letter_at(
            address, locale=locale, subject=subject, template="partners/mail/tell.txt", path=path, given=given
        ).send()


def remind(context: Context, payload: Mapping[str, Any]) -> None:
    """Remind the responsibles of a review, unless it was concluded or the protocol ended meanwhile."""
    review = context.session.get_one(ProtocolReview, payload["review"])
    if review.concluded_on is not None or review.protocol.state is not ProtocolState.IN_FORCE:
        return
    path = url_for("partners.review", protocol_id=review.protocol_id, number=review.number)
    given = {"title": review.protocol.title, "day": review.due_on}
    for address, locale in _one_by_one(context, REMIND, payload, _responsibles(review)):
        letter_at(
            address, locale=locale, subject=t("annual review of a protocol"),
            template="partners/mail/remind.txt", path=path, given=given,
        ).send()  # fmt: skip


def lapse(context: Context, payload: Mapping[str, Any]) -> None:
    """End a protocol whose last day is over; one that was renewed meanwhile goes on."""
    protocol = context.session.get_one(PartnerProtocol, payload["protocol"], with_for_update=True)
    if protocol.state is ProtocolState.IN_FORCE and protocol.last_day < context.today:
        close_protocol(context, protocol, None)


def erase(context: Context, payload: Mapping[str, Any]) -> None:
    """Erase who a referral is about, once the duty to keep it is over."""
    erase_if_due(context, context.session.get_one(Referral, payload["referral"], with_for_update=True))


def _one_by_one(
    context: Context, key: str, payload: Mapping[str, Any], readers: Iterable[tuple[str, Reader]]
) -> Iterator[Reader]:
    """Promise one work for each reader; give the one whose work this is, while it still is a reader."""
    known = dict(readers)
    if "reader" in payload:
        yield from (known[one] for one in (payload["reader"],) if one in known)
        return
    for one in known:
        promise(context.session, key, {**payload, "reader": one}, at=context.clock.now())


def _responsibles(review: ProtocolReview) -> Iterator[tuple[str, tuple[str, str | None]]]:
    """Yield who answers for a protocol on each side, under a name that says who without an address."""
    for party in review.protocol.parties:
        for kind, address in (("technical", party.technical_email), ("political", party.political_email)):
            if address:
                yield f"{party.id} {kind}", (address, _locale(party))


def _readers(context: Context, row: Referral) -> Iterator[tuple[str, tuple[str, str | None, str]]]:
    """Yield the partner's people who hold a link, each with the page that their own link opens."""
    for link in row.party.links:
        if link.revoked_at is None and link.expires_at > context.clock.now():
            yield f"link {link.id}", (link.email, _locale(row.party), path_of(link))


def _own(row: Referral) -> Iterator[tuple[str, tuple[str, str | None, str]]]:
    """Yield who answers for the protocol at the pole."""
    pole = row.protocol.pole
    if pole.technical_email:
        yield "pole", (pole.technical_email, None, url_for("partners.referral", code=row.code))


def _locale(party: ProtocolParty) -> str | None:
    return party.actor.locale if party.actor else None


class _Spoken:
    """A text of ours inside a letter, said in the language in which the letter is written."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def __str__(self) -> str:
        return say(self.text)


def deliver(context: Context, payload: Mapping[str, Any]) -> None:
    """Bring a parcel to the deployment that it was given to, unless its key is trusted no more."""
    row = parcel_of(context, payload["parcel"])
    if row.peer is None or not row.peer.address or row.peer.forgotten_on is not None:
        return
    content = file_of(context, row)
    with outside():
        bring(row.peer.address, content)
    row.delivered_on = context.today
    row.digest = read_parcel(content).digest  # one that is not kept may be signed by a newer key


JOBS = (
    Job(key=DELIVER, label=t("Delivery to another Pays"), run=deliver),
    Job(key=SEND_LINK, label=t("Personal link for a partner"), run=send_link),
    Job(key=TELL, label=t("News of a referral"), run=tell),
    Job(key=REMIND, label=t("Reminder of an annual review"), run=remind),
    Job(key=LAPSE, label=t("End of a protocol"), run=lapse),
    Job(key=ERASE, label=t("Erasure of names in old referrals"), run=erase),
)
