"""What happens in secret votes; no event names a ballot."""

from dataclasses import dataclass
from typing import ClassVar

from collegial.kernel.events import Event
from collegial.kernel.text import nt_by, t
from collegial.secret.profiles import PROFILES

_NAMES = {one.profile.value: one.name for one in PROFILES}


@dataclass(frozen=True, kw_only=True)
class CeremonyPrepared(Event):
    """Resolutions were marked secret, and scrutineers named."""

    key = "secret.prepared"
    sentence = t(
        "Secret vote %(ceremony)s was prepared in assembly %(assembly)s (resolutions: %(resolutions)s, "
        "scrutineers: %(scrutineers)s, needed for the count: %(needed)s, fewest ballots of a published sum: %(floor)s)."
    )
    ceremony: int
    assembly: int
    resolutions: int
    scrutineers: int
    needed: int
    floor: int


@dataclass(frozen=True, kw_only=True)
class ProfileChosen(Event):
    """The bureau chose how a secret vote is guarded; `proposed` is what the questionnaire said."""

    key = "secret.profile"
    sentence = t("Secret vote %(ceremony)s: profile %(profile)s; the questionnaire proposed %(proposed)s.")
    words: ClassVar = {"profile": _NAMES, "proposed": _NAMES}
    ceremony: int
    profile: str
    proposed: str


@dataclass(frozen=True, kw_only=True)
class CeremonyCancelled(Event):
    """A secret vote was given up before its opening: its resolutions are voted openly, or prepared again."""

    key = "secret.cancelled"
    sentence = t(
        "Secret vote %(ceremony)s was cancelled before its opening: its resolutions are no longer secret."
    )
    ceremony: int


@dataclass(frozen=True, kw_only=True)
class CollegesMerged(Event):
    """The bureau chose to count a small college with another."""

    key = "secret.merged"
    sentence = t("Secret vote %(ceremony)s: college %(source)s is counted together with college %(target)s.")
    ceremony: int
    source: str
    target: str


@dataclass(frozen=True, kw_only=True)
class CodesReceived(Event):
    """Who makes the codes sent their public halves; `digest` seals them."""

    key = "secret.codes"
    sentence = nt_by(
        "codes",
        "Secret vote %(ceremony)s: %(codes)s code was made apart from the server, "
        "its public half is sealed as %(digest)s.",
        "Secret vote %(ceremony)s: %(codes)s codes were made apart from the server, "
        "their public halves are sealed as %(digest)s.",
    )
    ceremony: int
    codes: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class KeyEstablished(Event):
    """All scrutineers made their part of the key; `digest` seals their public parts."""

    key = "secret.key"
    sentence = t("Secret vote %(ceremony)s: the key is made, its public part is sealed as %(digest)s.")
    ceremony: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class KeyConfirmed(Event):
    """A scrutineer passed the rehearsal."""

    key = "secret.confirmed"
    sentence = t("Secret vote %(ceremony)s: scrutineer %(owner)s passed the rehearsal.")
    ceremony: int
    owner: int


@dataclass(frozen=True, kw_only=True)
class BoardOpened(Event):
    """An election was opened; its parameters and its roll are sealed from here on."""

    key = "secret.opened"
    sentence = nt_by(
        "rights",
        "Secret vote %(ceremony)s: election %(uuid)s was opened for %(rights)s right, sealed as %(head)s.",
        "Secret vote %(ceremony)s: election %(uuid)s was opened for %(rights)s rights, sealed as %(head)s.",
    )
    ceremony: int
    uuid: str
    rights: int
    head: str


@dataclass(frozen=True, kw_only=True)
class BallotReplaced(Event):
    """A voting right was used again, as the rule of this vote allows."""

    key = "secret.replaced"
    sentence = t(
        "Vote %(vote)s: entry %(giver)s of the roll voted again, by mandate %(mandate)s of entry "
        "%(holder)s, in election %(uuid)s."
    )
    vote: int
    giver: int
    holder: int
    mandate: int
    uuid: str


@dataclass(frozen=True, kw_only=True)
class BoardClosed(Event):
    """An election was closed and its encrypted sums made."""

    key = "secret.closed"
    sentence = nt_by(
        "ballots",
        "Secret vote %(ceremony)s: election %(uuid)s was closed with %(ballots)s ballot, sealed as %(head)s.",
        "Secret vote %(ceremony)s: election %(uuid)s was closed with %(ballots)s ballots, sealed as %(head)s.",
    )
    ceremony: int
    uuid: str
    ballots: int
    head: str


@dataclass(frozen=True, kw_only=True)
class PartDecrypted(Event):
    """A scrutineer decrypted the sums of an election."""

    key = "secret.decrypted"
    sentence = t("Secret vote %(ceremony)s: scrutineer %(owner)s decrypted the sums of election %(uuid)s.")
    ceremony: int
    uuid: str
    owner: int


@dataclass(frozen=True, kw_only=True)
class ResultPublished(Event):
    """The sums were published; the results of the resolutions follow."""

    key = "secret.counted"
    sentence = t("Secret vote %(ceremony)s: the sums of all colleges were published.")
    ceremony: int


@dataclass(frozen=True, kw_only=True)
class VoteAnnulled(Event):
    """A secret vote was annulled: its ballots stay encrypted, its resolutions can be voted again."""

    key = "secret.annulled"
    sentence = t("Secret vote %(ceremony)s was annulled: %(reason)s")
    ceremony: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class VotePartlyAnnulled(Event):
    """Some colleges of a secret vote were decrypted and others could not be: the former's sums are published."""

    key = "secret.partly_annulled"
    sentence = t(
        "Secret vote %(ceremony)s: the sums of elections %(published)s were published; elections %(sealed)s could not "
        "be decrypted, as the parts of scrutineers %(missing)s are missing, and what depends on them was annulled: "
        "%(reason)s"
    )
    ceremony: int
    published: str
    sealed: str
    missing: str
    reason: str


EVENTS = (
    CeremonyPrepared, ProfileChosen, CeremonyCancelled, CollegesMerged, CodesReceived, KeyEstablished, KeyConfirmed,
    BoardOpened, BallotReplaced, BoardClosed, PartDecrypted, ResultPublished, VoteAnnulled,
    VotePartlyAnnulled,
)  # fmt: skip
