"""Know other deployments by their keys, give them things that this one signs, and receive theirs."""

import secrets
from collections.abc import Mapping
from typing import Any

from collegial.plugin import (
    Context,
    ExchangeKind,
    Forbidden,
    Given,
    Invalid,
    Missing,
    Refused,
    exchange_kinds,
    or_refuse,
    pays_name,
    promise,
    public_address,
    require,
    t,
)
from collegial_partners import queries
from collegial_partners.events import ParcelGiven, ParcelReceived, PeerForgotten, PeerKnown
from collegial_partners.models import DeploymentPeer, ExchangedParcel, ParcelWay, ProtocolParty
from collegial_partners.permissions import EXCHANGE
from collegial_partners.rules import (
    HEADING,
    RECEIVED_TWICE,
    SUCCESSION,
    Parcel,
    Tampered,
    Unreadable,
    fingerprint,
    is_home,
    is_public_key,
    is_reachable,
    is_still_taken,
    read_parcel,
    write_parcel,
)
from collegial_partners.services.bringing import REFERRAL, bring_referral_in
from collegial_partners.services.keys import DELIVER, own_key, private_half
from collegial_partners.services.succeeding import follow_succession


def know_peer(
    context: Context, *, name: str, public_key: str, address: str | None, party_id: int | None
) -> DeploymentPeer:
    """Record the key of another deployment, which two people have compared."""
    require(context.by, EXCHANGE)
    public_key, address = public_key.strip(), (address or "").strip().rstrip("/") or None
    _check_key(context, public_key)
    _check_place(context, address, party_id)
    row = queries.peer_with(context.session, public_key, even_forgotten=True)
    if (row is not None and row.forgotten_on is None) or queries.former_peer_key(context.session, public_key):
        raise Refused("partners.peer_twice", t("This key is already known."), field="public_key")
    row = row or DeploymentPeer(public_key=public_key)
    row.name, row.address, row.party_id = name.strip(), address, party_id
    row.known_on, row.forgotten_on = context.today, None
    context.session.add(row)
    context.session.flush()
    context.emit(PeerKnown(name=row.name, fingerprint=fingerprint(public_key)))
    return row


def _check_key(context: Context, public_key: str) -> None:
    if not is_public_key(public_key):
        raise Invalid("partners.no_key", t("This is not a public key. Copy it whole."), field="public_key")
    if queries.was_ours(context.session, public_key) or public_key == own_key(context).public_key:
        raise Invalid("partners.own_key", t("This is the key of this very Pays."), field="public_key")


def _check_place(context: Context, address: str | None, party_id: int | None) -> None:
    at_home = is_home(public_address("/"))
    if address is not None and not is_reachable(address, at_home=at_home):
        raise Invalid(
            "partners.address",
            t("Write the address of a site, which begins with https:// and that everyone can reach."),
            field="address",
        )
    if party_id is not None and context.session.get(ProtocolParty, party_id) is None:
        raise Invalid("partners.no_party", t("There is no such party in this protocol."), field="party_id")


def forget_peer(context: Context, *, peer_id: int) -> None:
    """Trust a key no more, nor those before it, even if it is known again; what came from it stays, with its origin."""
    require(context.by, EXCHANGE)
    row = peer_of(context, peer_id)
    row.forgotten_on = context.today
    for one in row.former_keys:
        one.refused_on = one.refused_on or context.today
    context.emit(PeerForgotten(name=row.name, fingerprint=fingerprint(row.public_key)))


def give(context: Context, *, kind_key: str, subject_id: int, peer_id: int | None = None) -> ExchangedParcel:
    """Sign a thing for another deployment; with a peer that has an address, it leaves for it as well."""
    require(context.by, EXCHANGE)
    kind = kind_named(context, kind_key)
    if subject_id not in choices(context, kind):
        raise Missing("partners.nothing_to_give", t("There is no such thing, or you may not give it."))
    peer = peer_of(context, peer_id) if peer_id is not None else None
    row = ExchangedParcel(
        way=ParcelWay.GIVEN, number=secrets.token_hex(16), kind=kind.key, peer=peer, subject_id=subject_id,
        exchanged_on=context.today,
    )  # fmt: skip
    content = _signed(context, kind, row)
    parcel = read_parcel(content)
    row.title, row.digest = parcel.title, parcel.digest
    row.content = None if kind.key == REFERRAL else content
    context.session.add(row)
    context.session.flush()
    if peer is not None and peer.address:
        promise(context.session, DELIVER, {"parcel": row.id}, at=context.clock.now())
    context.emit(ParcelGiven(title=row.title, kind=row.kind, digest=row.digest))
    return row


def send_again(context: Context, *, parcel_id: int) -> ExchangedParcel:
    """Promise anew to bring a parcel: the other deployment was down for longer than the program tries by itself.

    One that comes twice is kept once there. Raises Refused for what has arrived, or has no address to go to.
    """
    require(context.by, EXCHANGE)
    row = parcel_of(context, parcel_id)
    if not is_on_its_way(row):
        raise Refused("partners.not_on_its_way", t("This parcel has arrived, or has no address to go to."))
    promise(context.session, DELIVER, {"parcel": row.id}, at=context.clock.now())
    return row


def is_on_its_way(row: ExchangedParcel) -> bool:
    """Tell whether a parcel leaves by itself and has not arrived yet."""
    reached = row.peer is not None and row.peer.address is not None and row.peer.forgotten_on is None
    return row.way is ParcelWay.GIVEN and row.delivered_on is None and reached


def receive(context: Context, content: bytes) -> ExchangedParcel:
    """Take in a signed file that someone brings."""
    require(context.by, EXCHANGE)
    return _take_in(context, content)


def receive_from_peer(context: Context, content: bytes) -> ExchangedParcel:
    """Take in what another deployment sends by itself: its signature is all that lets it in."""
    return _take_in(context, content)


def file_of(context: Context, row: ExchangedParcel) -> bytes:
    """Return the signed file of a parcel; one that names a person is signed again, for whoever may give it."""
    if row.content is not None:
        return row.content
    if row.way is ParcelWay.RECEIVED or row.subject_id is None:
        raise Missing("partners.not_kept", t("The file of a referral is not kept: it names a person."))
    kind = kind_named(context, row.kind)
    if row.subject_id not in choices(context, kind):
        raise Forbidden("partners.not_yours", t("Only whoever is in charge of a referral gives it."))
    return _signed(context, kind, row)


def opened(row: ExchangedParcel, content: bytes) -> Parcel:
    """Read a parcel that is kept, and check again that it is what was signed."""
    parcel = _read(content)
    if parcel.digest != row.digest:
        raise _tampered(HEADING)
    return parcel


def parcel_of(context: Context, parcel_id: int) -> ExchangedParcel:
    """Return a parcel that was given or received. Raises Missing."""
    row = context.session.get(ExchangedParcel, parcel_id)
    if row is None:
        raise Missing("partners.no_parcel", t("There is no such parcel."))
    return row


def peer_of(context: Context, peer_id: int) -> DeploymentPeer:
    """Return a known deployment. Raises Missing."""
    row = context.session.get(DeploymentPeer, peer_id)
    if row is None or row.forgotten_on is not None:
        raise Missing("partners.no_peer", t("No such Pays is recognised."))
    return row


def kind_named(context: Context, key: str) -> ExchangeKind:
    """Return a kind of things that may be given now. Raises Missing; Forbidden without its right."""
    kind = next((one for one in exchange_kinds(context.session) if one.key == key), None)
    if kind is None:
        raise Missing("partners.no_kind", t("Things of this kind are not given, or their module is off."))
    require(context.by, kind.permission)
    return kind


def choices(context: Context, kind: ExchangeKind) -> Mapping[int, str]:
    """Return what of a kind whoever acts may give, by number."""
    return {row[0]: row[1] for row in context.session.execute(kind.rows(context.session, context.by))}


def _signed(context: Context, kind: ExchangeKind, row: ExchangedParcel) -> bytes:
    """Write what a row says was given as a signed file, for the deployment that it names alone."""
    given: Given = kind.write(context, row.subject_id or 0)
    key = own_key(context)
    parcel = Parcel(
        number=row.number, kind=kind.key, title=given.title, made_on=row.exchanged_on.isoformat(),
        origin=pays_name(), address=public_address(""), public_key=key.public_key, text=given.text,
        data=given.data, files=given.files, recipient=row.peer.public_key if row.peer else "",
    )  # fmt: skip
    return write_parcel(parcel, private_half(key))


def _take_in(context: Context, content: bytes) -> ExchangedParcel:
    parcel = _read(content)
    peer = _signer(context, parcel)
    _refuse_anothers(context, parcel)
    _check(context, parcel)
    row = ExchangedParcel(
        way=ParcelWay.RECEIVED, number=parcel.number, kind=parcel.kind, title=parcel.title,
        digest=parcel.digest, peer_id=peer.id, exchanged_on=context.today,
        content=None if parcel.kind == REFERRAL else content,
    )  # fmt: skip
    with or_refuse(context.session, Refused(RECEIVED_TWICE, t("This parcel was received before."))):
        context.session.add(row)
    if parcel.kind == REFERRAL:
        bring_referral_in(context, peer, parcel)
    elif parcel.kind == SUCCESSION:
        follow_succession(context, peer, parcel)
    context.emit(ParcelReceived(title=row.title, kind=row.kind, peer=peer.name, digest=row.digest))
    return row


def _signer(context: Context, parcel: Parcel) -> DeploymentPeer:
    """Return the known deployment whose key signed a parcel, or has lately. Raises Forbidden."""
    peer = queries.peer_with(context.session, parcel.public_key)
    if peer is not None:
        return peer
    former = queries.former_peer_key(context.session, parcel.public_key)
    if former is None or former.peer.forgotten_on is not None or former.refused_on is not None:
        raise Forbidden(
            "partners.unknown_key",
            t(
                "“%(origin)s” signs by a key that is not known here: %(fingerprint)s. Compare it, then record it.",
                origin=parcel.origin,
                fingerprint=fingerprint(parcel.public_key),
            ),
        )
    if not is_still_taken(former.replaced_on, context.today):
        raise Forbidden(
            "partners.former_key", t("This key was replaced too long ago: ask for it to be signed again.")
        )
    return former.peer


def _refuse_anothers(context: Context, parcel: Parcel) -> None:
    """Refuse what was given to another deployment, which may have passed it on as if it were for this one."""
    if parcel.recipient and not (
        parcel.recipient == own_key(context).public_key or queries.was_ours(context.session, parcel.recipient)
    ):
        raise Forbidden(
            "partners.for_another", t("This parcel was signed for another Pays: it is not taken in.")
        )


def _check(context: Context, parcel: Parcel) -> None:
    """Refuse data whose own seal does not fit; a kind that nothing here knows is kept as it came."""
    kind = next((one for one in exchange_kinds(context.session) if one.key == parcel.kind), None)
    wrong: Any = kind.fault(parcel.data) if kind else None
    if wrong is not None:
        raise Invalid("partners.unsound", wrong, field="file")


def _read(content: bytes) -> Parcel:
    try:
        return read_parcel(content)
    except Unreadable:
        raise Invalid(
            "partners.unreadable", t("This file is no parcel of another Pays."), field="file"
        ) from None
    except Tampered as error:
        raise _tampered(error.part) from None


def _tampered(part: str) -> Invalid:
    if part == HEADING:
        text = t("The signature does not fit: the heading of this file was changed after it was signed.")
    else:
        text = t("“%(part)s” in this file was changed after it was signed.", part=part)
    return Invalid("partners.tampered", text, field="file")
