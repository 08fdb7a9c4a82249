"""What happens to actors."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


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
    sentence = t("%(count)s actors were added to the directory together.")
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


EVENTS = (FamilyAdded, ActorAdded, ActorsAdded, RepresentativeNamed, RepresentativeEnded)
