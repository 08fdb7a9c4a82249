"""Switch plugins on and off; data stay in either case."""

from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from collegial.hosting.activation import forget
from collegial.hosting.host import Host
from collegial.hosting.models import PluginState
from collegial.hosting.permissions import MANAGE
from collegial.kernel.errors import Missing, Refused
from collegial.kernel.events import Context, Event
from collegial.kernel.permissions import require
from collegial.kernel.text import t


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


EVENTS = (PluginEnabled, PluginDisabled)


def enable_plugin(context: Context, host: Host, name: str) -> None:
    """Switch a usable plugin on. Raises Missing for an unknown one, Refused for one that cannot work."""
    require(context.by, MANAGE)
    _usable(host, name)
    _migrated(context.session, host, name)
    if _switch(context, name, on=True):
        context.emit(PluginEnabled(plugin=name))


def disable_plugin(context: Context, host: Host, name: str) -> None:
    """Switch a plugin off: its pages answer 404, its rules keep shut what they guard."""
    require(context.by, MANAGE)
    _usable(host, name)
    if _switch(context, name, on=False):
        context.emit(PluginDisabled(plugin=name))


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
    """Refuse a plugin whose tables are not there: it was installed after the last upgrade."""
    known = inspect(session.connection())
    if not all(known.has_table(table.name) for table in host.tables_of(name)):
        raise Refused(
            "modules.not_migrated",
            t("“%(name)s” has no tables yet. Run “collegial db upgrade”, then switch it on.", name=name),
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
    return context.session.get_one(PluginState, name, with_for_update=True, populate_existing=True)
