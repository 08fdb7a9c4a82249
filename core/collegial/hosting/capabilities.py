"""Which module is used where several offer one thing, and which do nothing for want of another."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.hooks.contracts import PluginMeta
from collegial.hosting.models import CapabilityChoice


def offered_by(metas: Mapping[str, PluginMeta], names: Iterable[str]) -> dict[str, list[str]]:
    """Return the capabilities that some modules offer, each with those that offer it, by name."""
    found: dict[str, list[str]] = {}
    for name in sorted(names):
        for capability in metas[name].provides:
            found.setdefault(capability, []).append(name)
    return found


def supplied(metas: Mapping[str, PluginMeta], on: Iterable[str]) -> frozenset[str]:
    """Return the modules that have all they require among those that are on; others do nothing."""
    left = set(on)
    while True:
        offers = offered_by(metas, left)
        inert = {name for name in left if not set(metas[name].requires) <= set(offers)}
        if not inert:
            return frozenset(left)
        left -= inert


def missing(metas: Mapping[str, PluginMeta], name: str, active: Iterable[str]) -> list[str]:
    """Return the capabilities that a module requires and no active one offers."""
    offers = offered_by(metas, set(active) - {name})
    return [one for one in metas[name].requires if one not in offers]


def holder(session: Session, capability: str, offering: Sequence[str]) -> str | None:
    """Return the module in use for a capability: the one chosen while it is on, else the first by name."""
    chosen = session.get(CapabilityChoice, capability)
    if chosen is not None and chosen.plugin in offering:
        return chosen.plugin
    return min(offering, default=None)


def choices(session: Session) -> dict[str, str]:
    """Return what was chosen."""
    return {one.capability: one.plugin for one in session.scalars(select(CapabilityChoice))}
