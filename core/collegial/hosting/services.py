"""Switch plugins on and off, and choose among several offers; data stay in every case."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import structlog
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from collegial.hooks.extensions import Lifecycle
from collegial.hosting.activation import failed_upgrades, forget
from collegial.hosting.capabilities import holder, offered_by
from collegial.hosting.host import Host
from collegial.hosting.models import CapabilityChoice, PluginState
from collegial.hosting.permissions import MANAGE
from collegial.hosting.settings import SettingsChanged
from collegial.kernel.errors import DomainError, Missing, Refused
from collegial.kernel.events import Context, Event
from collegial.kernel.permissions import require
from collegial.kernel.text import Text, nt_by, t


@dataclass(frozen=True, kw_only=True)
class PluginEnabled(Event):
    """A plugin was switched on."""

    key = "modules.enabled"
    sentence = t("The module %(plugin)s was switched on.")
    plugin: str


@dataclass(frozen=True, kw_only=True)
class PluginDisabled(Event):
    """A plugin was switched off."""

    key = "modules.disabled"
    sentence = t("The module %(plugin)s was switched off; its data stay.")
    plugin: str


@dataclass(frozen=True, kw_only=True)
class PluginDisabledInUse(Event):
    """A plugin was switched off although something rested on it."""

    key = "modules.disabled_in_use"
    sentence = nt_by(
        "uses",
        "The module %(plugin)s was switched off although %(uses)s thing rested on it.",
        "The module %(plugin)s was switched off although %(uses)s things rested on it.",
    )
    plugin: str
    uses: int


@dataclass(frozen=True, kw_only=True)
class CapabilityChosen(Event):
    """An administrator chose among several modules that offer one thing."""

    key = "modules.chosen"
    sentence = t("The module %(plugin)s is now used for “%(capability)s”.")
    capability: str
    plugin: str


EVENTS = (PluginEnabled, PluginDisabled, PluginDisabledInUse, CapabilityChosen, SettingsChanged)
log = structlog.get_logger(__name__)


class InUse(Refused):
    """A plugin on which something rests: it is switched off only by someone who says so."""

    def __init__(self, name: str, uses: Sequence[Text]) -> None:
        super().__init__(
            "modules.in_use",
            t("“%(name)s” is in use. Read what would stop, then confirm.", name=name),
        )
        self.uses = tuple(uses)


def enable_plugin(context: Context, host: Host, name: str) -> None:
    """Switch a usable plugin on. Raises Missing for an unknown one, Refused for one that cannot work."""
    require(context.by, MANAGE)
    _usable(host, name)
    _migrated(context.session, host, name)
    _supplied(context.session, host, name)
    if _switch(context, name, on=True):
        _settle_choices(context, host, name)
        context.emit(PluginEnabled(plugin=name))
        for one in _lifecycles(host, name):
            _run(context, name, one.enabled)


def disable_plugin(context: Context, host: Host, name: str, *, despite_use: bool = False) -> None:
    """Switch a plugin off: its pages answer 404, its rules keep shut what they guard.

    Raises InUse while something rests on it, unless that is said to be known.
    """
    require(context.by, MANAGE)
    _usable(host, name)
    uses = host.uses(context.session, name) if name in host.active(context.session) else []
    if uses and not despite_use:
        raise InUse(name, uses)
    for one in _lifecycles(host, name) if name in host.active(context.session) else ():
        _close(context, name, one.disabled)
    if _switch(context, name, on=False):
        context.emit(
            PluginDisabledInUse(plugin=name, uses=len(uses)) if uses else PluginDisabled(plugin=name)
        )


def choose_offer(context: Context, host: Host, *, capability: str, name: str) -> None:
    """Use one of the active modules that offer a capability; the data of the others can still be read."""
    require(context.by, MANAGE)
    if name not in host.offers(context.session).get(capability, []):
        raise Refused(
            "modules.no_offer",
            t("“%(name)s” is not on, or does not offer “%(what)s”.", name=name, what=capability),
        )
    if _choose(context, capability, name):
        context.emit(CapabilityChosen(capability=capability, plugin=name))


def _lifecycles(host: Host, name: str) -> list[Lifecycle]:
    return [one for owner, one in host.declared("lifecycle") if owner == name]


def _run(context: Context, name: str, act: Callable[[Context], None]) -> None:
    """Let a plugin prepare itself; one that fails is not switched on."""
    try:
        act(context)
    except DomainError:
        raise
    except Exception as error:
        log.exception("plugin.enabling_failed", plugin=name)
        raise Refused(
            "modules.enabling_failed",
            t("“%(name)s” failed while it was switched on; the log says more.", name=name),
        ) from error


def _close(context: Context, name: str, act: Callable[[Context], None]) -> None:
    """Let a plugin close; one that fails is switched off all the same, without what it tried."""
    try:
        with context.session.begin_nested():
            act(context)
    except Exception:
        log.exception("plugin.disabling_failed", plugin=name)


def _supplied(session: Session, host: Host, name: str) -> None:
    lacking = host.lacking(session, name)
    if not lacking:
        return
    able = offered_by(host.metas(), host.loaded).get(lacking[0], [])
    refusal = (
        t("“%(name)s” needs “%(what)s”. Switch one of these on first: %(able)s.",
          name=name, what=lacking[0], able=", ".join(able))
        if able
        else t("“%(name)s” needs “%(what)s”, which no installed module offers.", name=name, what=lacking[0])
    )  # fmt: skip
    raise Refused("modules.requires", refusal)


def _settle_choices(context: Context, host: Host, name: str) -> None:
    """Keep using what was in use: a newcomer takes a place only where nobody is on."""
    offers = host.offers(context.session)
    for capability in host.loaded[name].meta.provides:
        others = [one for one in offers.get(capability, []) if one != name]
        _choose(context, capability, holder(context.session, capability, others) or name)


def _choose(context: Context, capability: str, name: str) -> bool:
    """Write the choice down; tell whether it is another one."""
    row = context.session.get(CapabilityChoice, capability, with_for_update=True)
    if row is not None and row.plugin == name:
        return False
    now = context.clock.now()
    if row is None:
        context.session.add(CapabilityChoice(capability=capability, plugin=name, chosen_at=now))
    else:
        row.plugin, row.chosen_at = name, now
    context.session.flush()
    return True


def _usable(host: Host, name: str) -> None:
    if name in host.loaded:
        return
    for broken in host.broken:
        if broken.name == name:
            raise Refused(
                "modules.broken", t("“%(name)s” cannot be switched on: %(why)s", name=name, why=broken.reason)
            )
    raise Missing("modules.unknown", t("No module called “%(name)s” is installed.", name=name))


def _migrated(session: Session, host: Host, name: str) -> None:
    """Refuse a plugin whose tables are not there, or not as its code needs them."""
    failure = failed_upgrades(session).get(name)
    if failure is not None:
        raise Refused(
            "modules.upgrade_failed",
            t(
                "The tables of “%(name)s” could not be upgraded: %(why)s. Install a version that can be, "
                "then run “collegial db upgrade”.",
                name=name, why=failure,
            ),
        )  # fmt: skip
    known = inspect(session.connection())
    if name in host.behind(session) or not all(known.has_table(table.name) for table in host.tables_of(name)):
        raise Refused(
            "modules.not_migrated",
            t(
                "The tables of “%(name)s” are missing or not up to date. Run “collegial db upgrade”, then switch "
                "it on.",
                name=name,
            ),
        )


def _switch(context: Context, name: str, *, on: bool) -> bool:
    """Set the switch; tell whether it moved."""
    state = _state(context, name)
    if state.is_active == on:
        return False
    state.is_active, state.changed_at = on, context.clock.now()
    context.session.flush()
    forget(context.session)
    return True


def _state(context: Context, name: str) -> PluginState:
    """Return the switch, locked, and made when it is missing; two administrators may press it at once."""
    if context.session.get(PluginState, name) is None:
        state = PluginState(name=name, is_active=False, changed_at=context.clock.now())
        with suppress(IntegrityError), context.session.begin_nested():
            context.session.add(state)
    return context.session.get_one(PluginState, name, with_for_update=True)
