"""What happens between the pole and its partners; project holders are codes here, never names."""

from dataclasses import dataclass
from typing import ClassVar

from collegial.plugin import Event, t
from collegial_partners.words import DECISIONS, REFERRAL_STATES


@dataclass(frozen=True, kw_only=True)
class ProtocolDrawn(Event):
    """A protocol was begun."""

    key = "partners.drawn"
    sentence = t("The protocol %(protocol)s was begun: “%(title)s”.")
    protocol: int
    title: str
    form: str


@dataclass(frozen=True, kw_only=True)
class ProtocolSigned(Event):
    """A party signed."""

    key = "partners.signed"
    sentence = t(
        "The party %(party)s signed the protocol %(protocol)s, whose content has the digest %(digest)s."
    )
    protocol: int
    party: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class ProtocolInForce(Event):
    """Every party has signed."""

    key = "partners.in_force"
    sentence = t("The protocol %(protocol)s is in force.")
    protocol: int


@dataclass(frozen=True, kw_only=True)
class ProtocolEnded(Event):
    """A protocol ended."""

    key = "partners.ended"
    sentence = t("The protocol %(protocol)s ended.")
    protocol: int


@dataclass(frozen=True, kw_only=True)
class LinkMade(Event):
    """A personal link was sent to someone of a partner."""

    key = "partners.link_made"
    sentence = t("The personal link %(link)s was sent to the party %(party)s.")
    link: int
    party: int


@dataclass(frozen=True, kw_only=True)
class LinkRevoked(Event):
    """A personal link was revoked."""

    key = "partners.link_revoked"
    sentence = t("The personal link %(link)s was revoked.")
    link: int


@dataclass(frozen=True, kw_only=True)
class ReferralMade(Event):
    """A project holder was referred; `link` is the personal link by which a partner did so."""

    key = "partners.referred"
    sentence = t("The referral %(code)s was sent under the protocol %(protocol)s.")
    code: str
    protocol: int
    direction: str
    link: int | None


@dataclass(frozen=True, kw_only=True)
class ReferralMoved(Event):
    """A side took a step in a referral."""

    key = "partners.moved"
    sentence = t("The referral %(code)s is now “%(state)s”.")
    words: ClassVar = {"state": {state.value: name for state, name in REFERRAL_STATES.items()}}
    code: str
    state: str
    side: str
    link: int | None


@dataclass(frozen=True, kw_only=True)
class ReferralTaken(Event):
    """Someone of the staff took a referral over, and so reads the name."""

    key = "partners.taken"
    sentence = t("The account %(account)s took charge of the referral %(code)s, and reads the name.")
    code: str
    account: int


@dataclass(frozen=True, kw_only=True)
class HolderErased(Event):
    """The name of a project holder was erased."""

    key = "partners.erased"
    sentence = t("Who the referral %(code)s is about was erased.")
    code: str


@dataclass(frozen=True, kw_only=True)
class ReviewConcluded(Event):
    """An annual review was concluded."""

    key = "partners.reviewed"
    sentence = t("The review %(number)s of the protocol %(protocol)s was concluded: “%(decision)s”.")
    words: ClassVar = {"decision": {one.value: name for one, name in DECISIONS.items()}}
    protocol: int
    number: int
    decision: str


@dataclass(frozen=True, kw_only=True)
class PeerKnown(Event):
    """The key of another deployment was recorded."""

    key = "partners.peer_known"
    sentence = t("The Pays “%(name)s” is recognised by the key %(fingerprint)s.")
    name: str
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class PeerForgotten(Event):
    """The key of another deployment is trusted no more."""

    key = "partners.peer_forgotten"
    sentence = t("The key %(fingerprint)s of the Pays “%(name)s” is no longer trusted.")
    name: str
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class KeyReplaced(Event):
    """The key by which this deployment signs was replaced."""

    key = "partners.key_replaced"
    sentence = t("This Pays signs by the key %(fingerprint)s from now on, in place of %(former)s.")
    former: str
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class PeerKeyReplaced(Event):
    """Another deployment announced its new key by the former one."""

    key = "partners.peer_key_replaced"
    sentence = t("The Pays “%(name)s” has announced the key %(fingerprint)s in place of %(former)s.")
    name: str
    former: str
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class ParcelGiven(Event):
    """A thing was signed for another deployment."""

    key = "partners.given"
    sentence = t("“%(title)s” was signed for other Pays; its parcel has the digest %(digest)s.")
    title: str
    kind: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class ParcelReceived(Event):
    """A thing came from another deployment."""

    key = "partners.received"
    sentence = t("“%(title)s” came from the Pays “%(peer)s”; its parcel has the digest %(digest)s.")
    title: str
    kind: str
    peer: str
    digest: str


EVENTS: tuple[type[Event], ...] = (
    ProtocolDrawn,
    ProtocolSigned,
    ProtocolInForce,
    ProtocolEnded,
    LinkMade,
    LinkRevoked,
    ReferralMade,
    ReferralMoved,
    ReferralTaken,
    HolderErased,
    ReviewConcluded,
    PeerKnown,
    PeerForgotten,
    KeyReplaced,
    PeerKeyReplaced,
    ParcelGiven,
    ParcelReceived,
)
