"""What happens to actors."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import nt_by, t


@dataclass(frozen=True, kw_only=True)
class FamilyAdded(Event):
    """The deployment has a new family of actors."""

    key = "actors.family_added"
    sentence = t("The family of actors “%(family)s” was added.")
    family: str


@dataclass(frozen=True, kw_only=True)
class ActorAdded(Event):
    """The directory has a new actor."""

    key = "actors.added"
    sentence = t("Actor %(actor)s was added to the directory.")
    actor: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class ActorsAdded(Event):
    """The directory has many new actors at once."""

    key = "actors.many_added"
    sentence = nt_by(
        "count",
        "%(count)s actor was added to the directory.",
        "%(count)s actors were added to the directory together.",
    )
    count: int
    actors: list[int]


@dataclass(frozen=True, kw_only=True)
class RepresentativeNamed(Event):
    """Someone votes for an organisation from now on."""

    key = "actors.representative_named"
    sentence = t("Actor %(person)s represents organisation %(organisation)s from %(starts_on)s.")
    organisation: int
    person: int
    starts_on: str


@dataclass(frozen=True, kw_only=True)
class RepresentativeEnded(Event):
    """Someone votes for an organisation no longer."""

    key = "actors.representative_ended"
    sentence = t("Actor %(person)s no longer represents organisation %(organisation)s from %(ends_on)s.")
    organisation: int
    person: int
    ends_on: str


@dataclass(frozen=True, kw_only=True)
class ActorEdited(Event):
    """What the directory says of an actor changed; `facts` names what, not how."""

    key = "actors.edited"
    sentence = t("What the directory says of actor %(actor)s was corrected: %(facts)s.")
    actor: int
    facts: list[str]


@dataclass(frozen=True, kw_only=True)
class ContactsChanged(Event):
    """An actor is reached in other ways."""

    key = "actors.contacts_changed"
    sentence = t("The contacts of actor %(actor)s were changed.")
    actor: int


@dataclass(frozen=True, kw_only=True)
class AddressChanged(Event):
    """An actor is found elsewhere."""

    key = "actors.address_changed"
    sentence = t("Actor %(actor)s has another address from %(starts_on)s.")
    actor: int
    starts_on: str


@dataclass(frozen=True, kw_only=True)
class IdentifierRecorded(Event):
    """A number of an actor is known; never the number itself."""

    key = "actors.identifier_recorded"
    sentence = t("A number of actor %(actor)s was recorded: %(kind)s.")
    actor: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class IdentifierEnded(Event):
    """A number of an actor holds no longer."""

    key = "actors.identifier_ended"
    sentence = t("A number of actor %(actor)s was removed: %(kind)s.")
    actor: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class IdentifierRead(Event):
    """Someone looked at the number of a bank account, whole."""

    key = "actors.identifier_read"
    sentence = t("A number of actor %(actor)s was shown whole: %(kind)s.")
    actor: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class BirthRecorded(Event):
    """It is known, or no longer, when a person was born; never the day."""

    key = "actors.birth_recorded"
    sentence = t("The date of birth of actor %(actor)s was changed.")
    actor: int
    is_known: bool


@dataclass(frozen=True, kw_only=True)
class GuardianNamed(Event):
    """Someone votes for a minor from now on."""

    key = "actors.guardian_named"
    sentence = t("Actor %(person)s is the legal representative of minor %(minor)s from %(starts_on)s.")
    minor: int
    person: int
    kind: str
    starts_on: str


@dataclass(frozen=True, kw_only=True)
class GuardianEnded(Event):
    """Someone votes for a minor no longer."""

    key = "actors.guardian_ended"
    sentence = t(
        "Actor %(person)s is no longer the legal representative of minor %(minor)s from %(ends_on)s."
    )
    minor: int
    person: int
    ends_on: str


@dataclass(frozen=True, kw_only=True)
class HolderJoined(Event):
    """Someone is among joint holders."""

    key = "actors.holder_joined"
    sentence = t("Actor %(person)s is among joint holders %(joint)s from %(starts_on)s.")
    joint: int
    person: int
    starts_on: str


@dataclass(frozen=True, kw_only=True)
class HolderEnded(Event):
    """Someone is no longer among joint holders."""

    key = "actors.holder_ended"
    sentence = t("Actor %(person)s is no longer among joint holders %(joint)s from %(ends_on)s.")
    joint: int
    person: int
    ends_on: str


@dataclass(frozen=True, kw_only=True)
class ActorsMerged(Event):
    """Two actors were found to be one.

    Whoever holds a foreign key to an actor subscribes to it WITHIN the transaction and gives its rows to the
    kept one by `actors.services.give_to_kept`, or raises Refused when it knows that they are two.
    """

    key = "actors.merged"
    sentence = t("Actor %(dropped)s was found to be actor %(kept)s: the two were merged.")
    merge: int
    kept: int
    dropped: int


@dataclass(frozen=True, kw_only=True)
class ActorsDistinguished(Event):
    """Two actors that look alike are two."""

    key = "actors.distinguished"
    sentence = t("Actors %(first)s and %(second)s look alike, and are two.")
    first: int
    second: int


EVENTS = (
    FamilyAdded,
    ActorAdded,
    ActorsAdded,
    ActorEdited,
    ContactsChanged,
    AddressChanged,
    IdentifierRecorded,
    IdentifierEnded,
    IdentifierRead,
    BirthRecorded,
    RepresentativeNamed,
    RepresentativeEnded,
    GuardianNamed,
    GuardianEnded,
    HolderJoined,
    HolderEnded,
    ActorsMerged,
    ActorsDistinguished,
)
