"""What the pages of the modules show: each module's state, what it adds, and what it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from collegial.hooks.contracts import NavItem, PersonalDataSource, PluginMeta
from collegial.hooks.extensions import Exporter, SettingsSection
from collegial.hosting.activation import active_names, failed_upgrades
from collegial.hosting.capabilities import holder
from collegial.hosting.host import Host
from collegial.hosting.isolation import Failure
from collegial.hosting.migrations import behind_in
from collegial.hosting.settings import settings_of
from collegial.kernel.errors import Missing, Refused
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import Text, t


@dataclass(frozen=True, kw_only=True)
class Held:
    """A table of a module, and how many rows are in it; None while the table is not made."""

    table: str
    rows: int | None


@dataclass(frozen=True, kw_only=True)
class Module:
    """A usable module as its page shows it.

    `failing` names the hooks that raise now; `lacking` the capabilities without which it does nothing;
    `unreadable` the sections whose stored values no longer fit; `is_behind` tells that its tables wait for
    an upgrade, `failure` says why they could not be upgraded; `deprecated` what it uses of the plugin API
    that will be gone; `used_instead` names what is used for all that it offers; `left_menu` leads to what is only
    read, because other modules are used for it.
    """

    meta: PluginMeta
    origin: str
    is_on: bool
    is_set_aside: bool
    used_instead: Sequence[Text]
    left_menu: Sequence[NavItem]
    is_behind: bool
    failure: str | None
    deprecated: Sequence[Text]
    lacking: Sequence[str]
    failing: Sequence[str]
    hooks: Sequence[str]
    sections: Sequence[SettingsSection[Any]]
    unreadable: Sequence[str]
    exporters: Sequence[Exporter]
    personal: Sequence[PersonalDataSource]
    held: Sequence[Held]
    uses: Sequence[Text]


@dataclass(frozen=True, kw_only=True)
class _State:
    """What is asked of all modules at once: trying all their cards takes as long as the page of the day."""

    behind: Sequence[str]
    failures: Sequence[Failure]


@dataclass(frozen=True, kw_only=True)
class Contested:
    """Something that several active modules offer, and the one that is used."""

    capability: str
    used: PluginMeta
    others: Sequence[PluginMeta]


def modules(host: Host, session: Session, viewer: Viewer, day: date) -> list[Module]:
    """Return every usable module, by name."""
    state = _state(host, session, viewer, day)
    return [_module(host, session, viewer, name, state) for name in sorted(host.loaded)]


def module(host: Host, session: Session, viewer: Viewer, name: str, day: date) -> Module:
    """Return one usable module; raises Missing."""
    if name not in host.loaded:
        raise Missing("modules.unknown", t("No module called “%(name)s” is installed.", name=name))
    return _module(host, session, viewer, name, _state(host, session, viewer, day))


def contested(host: Host, session: Session) -> list[Contested]:
    """Return what more than one active module offers."""
    found = []
    for capability, names in host.offers(session).items():
        used = holder(session, capability, names)
        if used and len(names) > 1:
            others = [host.loaded[name].meta for name in names if name != used]
            found.append(Contested(capability=capability, used=host.loaded[used].meta, others=others))
    return found


def held_by(host: Host, session: Session, name: str) -> list[Held]:
    """Return a module's tables with their numbers of rows, also while it is off."""
    known = inspect(session.connection())
    return [
        Held(
            table=table.name,
            rows=session.scalar(select(func.count()).select_from(table))
            if known.has_table(table.name)
            else None,
        )
        for table in host.tables_of(name)
    ]


def _state(host: Host, session: Session, viewer: Viewer, day: date) -> _State:
    failures = host.failures(session, viewer, day)
    return _State(behind=behind_in(session.connection(), host), failures=failures)


def _module(host: Host, session: Session, viewer: Viewer, name: str, state: _State) -> Module:
    loaded, is_on = host.loaded[name], name in active_names(session)
    sections = _of(host, "settings_sections", name)
    is_active = name in host.active(session)
    return Module(
        meta=loaded.meta,
        origin=loaded.origin,
        is_on=is_on,
        is_set_aside=is_active and host.is_set_aside(session, name),
        used_instead=host.used_instead(session, name)
        if is_active and host.is_set_aside(session, name)
        else (),
        left_menu=host.left_menu(session, viewer, name) if is_active else (),
        is_behind=name in state.behind,
        failure=failed_upgrades(session).get(name),
        deprecated=host.deprecated.get(name, ()),
        lacking=host.lacking(session, name),
        failing=[one.hook for one in state.failures if one.owner == name],
        hooks=host.hooks_of(name),
        sections=sections,
        unreadable=[one.key for one in sections if not _is_readable(session, one)],
        exporters=_of(host, "exporters", name),
        personal=_of(host, "personal_data", name),
        held=held_by(host, session, name),
        uses=host.uses(session, name) if is_active else (),
    )


def _of(host: Host, hook: str, name: str) -> list[Any]:
    return [one for owner, one in host.declared(hook) if owner == name]


def _is_readable(session: Session, section: SettingsSection[Any]) -> bool:
    try:
        settings_of(session, section)
    except Refused:
        return False
    return True
