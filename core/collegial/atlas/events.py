"""What happens to the public list of actors."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class ActorShown(Event):
    """An actor agreed to be shown to everyone."""

    key = "atlas.shown"
    sentence = t("Actor %(actor)s agreed to be shown on the public site.")
    actor: int


@dataclass(frozen=True, kw_only=True)
class ActorHidden(Event):
    """An actor is no longer shown to everyone."""

    key = "atlas.hidden"
    sentence = t("Actor %(actor)s is no longer shown on the public site.")
    actor: int


EVENTS = (ActorShown, ActorHidden)
