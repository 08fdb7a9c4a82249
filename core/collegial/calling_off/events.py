"""What happens to a convened assembly before it is held; each change by its number."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import nt_by, t


@dataclass(frozen=True, kw_only=True)
class AssemblyCalledOff(Event):
    """A convened assembly was called off."""

    key = "calling_off.called_off"
    sentence = t("Assembly %(assembly)s was called off: %(reason)s")
    assembly: int
    change: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class AssemblyMoved(Event):
    """A convened assembly was moved to another hour or place of its day."""

    key = "calling_off.moved"
    sentence = t("Assembly %(assembly)s was moved to another hour or place of its day: %(reason)s")
    assembly: int
    change: int
    reason: str
    starts_at: str
    place: str


@dataclass(frozen=True, kw_only=True)
class ReplacementPrepared(Event):
    """An assembly was prepared in the place of one that was called off."""

    key = "calling_off.replaced"
    sentence = t(
        "Assembly %(assembly)s was prepared in place of assembly %(replaces)s, which was called off."
    )
    assembly: int
    replaces: int


@dataclass(frozen=True, kw_only=True)
class ChangeLettersPosted(Event):
    """Letters that tell a change were posted or handed over."""

    key = "calling_off.posted"
    sentence = nt_by(
        "count",
        "Assembly %(assembly)s: %(count)s letter about change %(change)s left on paper.",
        "Assembly %(assembly)s: %(count)s letters about change %(change)s left on paper.",
    )
    assembly: int
    change: int
    count: int


EVENTS = (AssemblyCalledOff, AssemblyMoved, ReplacementPrepared, ChangeLettersPosted)
