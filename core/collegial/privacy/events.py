"""What happens to personal data; actors are named by their numbers."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class DataExported(Event):
    """Someone's personal data were handed out."""

    key = "privacy.exported"
    sentence = t("The personal data of actor %(actor)s were handed out.")
    actor: int


@dataclass(frozen=True, kw_only=True)
class ErasureAsked(Event):
    """Someone asked to be forgotten."""

    key = "privacy.erasure_asked"
    sentence = t("Actor %(actor)s asked to be forgotten.")
    actor: int


@dataclass(frozen=True, kw_only=True)
class DataErased(Event):
    """Personal data were erased as far as the law allows."""

    key = "privacy.erased"
    sentence = t("The personal data of actor %(actor)s were erased; kept by law: %(kept)s.")
    actor: int
    erased: int
    kept: int


EVENTS = (DataExported, ErasureAsked, DataErased)
