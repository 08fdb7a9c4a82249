"""The key by which this deployment signs: made once, sealed, replaced when people want it."""

import os
import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.exc import IntegrityError

from collegial.plugin import (
    Context,
    Refused,
    derived_secret,
    pays_name,
    promise,
    public_address,
    require,
    t,
)
from collegial_partners import queries
from collegial_partners.events import KeyReplaced
from collegial_partners.models import DeploymentKey, DeploymentPeer, ExchangedParcel, FormerKey, ParcelWay
from collegial_partners.permissions import EXCHANGE
from collegial_partners.rules import (
    SUCCESSION,
    Parcel,
    fingerprint,
    public_key_of,
    read_parcel,
    succession,
    write_parcel,
)

DELIVER = "partners.deliver"
_SECRET = "partners.key"  # noqa: S105 (what the secret is drawn for)
_NONCE = 12


def own_key(context: Context) -> DeploymentKey:
    """Return the key by which this deployment signs; the first who asks makes it."""
    found = context.session.get(DeploymentKey, 1)
    if found is not None:
        return found
    private = Ed25519PrivateKey.generate()
    made = DeploymentKey(
        id=1, public_key=public_key_of(private), sealed=_sealed(private), made_on=context.today
    )
    try:
        with context.session.begin_nested():
            context.session.add(made)
    except IntegrityError:  # another process was quicker
        return context.session.get_one(DeploymentKey, 1)
    return made


def private_half(key: DeploymentKey) -> Ed25519PrivateKey:
    """Open the private half of a key. Raises Refused after a change of the secret that seals it."""
    try:
        plain = AESGCM(derived_secret(_SECRET)).decrypt(key.sealed[:_NONCE], key.sealed[_NONCE:], None)
    except InvalidTag:
        raise Refused(
            "partners.key_shut",
            t(
                "The key of this Pays was sealed by another secret: set the former secrets.key again, "
                "or replace the key."
            ),
        ) from None
    return Ed25519PrivateKey.from_private_bytes(plain)


def replace_key(context: Context, *, replacing: str) -> Sequence[ExchangedParcel]:
    """Sign by a new key from now on, and announce it to the others by the former one; return the announcements.

    The former private half is gone. Where it cannot be opened, nothing is announced: people then give the new key to
    the others by hand. Raises Refused when the key is another one already than whoever asks has seen.
    """
    require(context.by, EXCHANGE)
    own_key(context)
    key = context.session.get_one(DeploymentKey, 1, with_for_update=True)
    if key.public_key != replacing:
        raise Refused(
            "partners.key_replaced", t("Someone has replaced this key meanwhile. Look at the new one.")
        )
    former = FormerKey(public_key=key.public_key, made_on=key.made_on, replaced_on=context.today)
    context.session.add(former)
    context.session.flush()  # the announcements name it by its number
    private = Ed25519PrivateKey.generate()
    announced = _announce(context, key, former, private)
    key.public_key, key.sealed, key.made_on = public_key_of(private), _sealed(private), context.today
    context.session.flush()
    context.emit(KeyReplaced(former=fingerprint(former.public_key), fingerprint=fingerprint(key.public_key)))
    return announced


def _announce(
    context: Context, key: DeploymentKey, former: FormerKey, private: Ed25519PrivateKey
) -> list[ExchangedParcel]:
    """Sign an announcement to hand over, and one that leaves by itself for each deployment with an address."""
    try:
        signing = private_half(key)
    except Refused:
        return []
    reached = [one for one in queries.peers(context.session) if one.address]
    return [_announcement(context, former, private, signing, peer) for peer in (None, *reached)]


def _announcement(
    context: Context,
    former: FormerKey,
    private: Ed25519PrivateKey,
    signing: Ed25519PrivateKey,
    peer: DeploymentPeer | None,
) -> ExchangedParcel:
    new = public_key_of(private)
    content = write_parcel(
        Parcel(
            number=secrets.token_hex(16), kind=SUCCESSION, title=pays_name(),
            made_on=context.today.isoformat(), origin=pays_name(), address=public_address(""),
            public_key=former.public_key, text=f"{fingerprint(former.public_key)} → {fingerprint(new)}",
            data=succession(former.public_key, private), recipient=peer.public_key if peer else "",
        ),
        signing,
    )  # fmt: skip
    parcel = read_parcel(content)
    row = ExchangedParcel(
        way=ParcelWay.GIVEN, number=parcel.number, kind=SUCCESSION, title=parcel.title, digest=parcel.digest,
        peer_id=peer.id if peer else None, subject_id=former.id, exchanged_on=context.today, content=content,
    )  # fmt: skip
    context.session.add(row)
    context.session.flush()
    if peer is not None:
        promise(context.session, DELIVER, {"parcel": row.id}, at=context.clock.now())
    return row


def _sealed(private: Ed25519PrivateKey) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(derived_secret(_SECRET)).encrypt(nonce, private.private_bytes_raw(), None)
