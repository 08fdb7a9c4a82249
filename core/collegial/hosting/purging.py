"""Remove a plugin's data for good: a separate act, after a dump of all of them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TextIO

from sqlalchemy import ColumnElement, Connection, Table, delete, inspect, select, text
from sqlalchemy.orm import Session

from collegial.hosting.activation import active_names, forget
from collegial.hosting.host import Host
from collegial.hosting.models import CapabilityChoice, PluginSetting, PluginState
from collegial.hosting.permissions import MANAGE
from collegial.hosting.services import InUse
from collegial.kernel.base import Base
from collegial.kernel.errors import Missing, Refused
from collegial.kernel.events import Context, Event
from collegial.kernel.permissions import require
from collegial.kernel.text import nt_by, t


@dataclass(frozen=True, kw_only=True)
class PluginPurged(Event):
    """A plugin's data were removed, after a dump."""

    key = "modules.purged"
    sentence = nt_by(
        "rows",
        "The data of the module %(plugin)s were removed: %(rows)s row, kept in a dump.",
        "The data of the module %(plugin)s were removed: %(rows)s rows, kept in a dump.",
    )
    plugin: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class PluginLeftOut(Event):
    """A backup was restored without the data of a plugin, which is not installed."""

    key = "modules.left_out"
    sentence = t(
        "The data of the module %(plugin)s were left out when a backup was restored, and stay in it."
    )
    plugin: str


def dump_plugin(session: Session, host: Host, name: str, target: TextIO) -> int:
    """Write every row of a plugin's tables, what the core keeps for it, and its settings, as lines of JSON.

    Return how many rows.
    """
    _known(host, name)
    number = 0
    _line(target, {"plugin": name, "version": host.loaded[name].meta.version})
    for table in _tables(session.connection(), host, name):
        for row in session.execute(text(f'SELECT * FROM "{table.name}"')).mappings():  # noqa: S608 (a declared table)
            _line(target, {"table": table.name, "row": dict(row)})
            number += 1
    for table, condition in _kept_for(name):
        for row in session.execute(select(table).where(condition)).mappings():
            _line(target, {"table": table.name, "row": dict(row)})
            number += 1
    settings = select(PluginSetting).where(PluginSetting.key.startswith(f"{name}.", autoescape=True))
    for one in session.scalars(settings):
        _line(target, {"setting": one.key, "values": one.values})
    return number


def purge_plugin(
    context: Context, host: Host, name: str, dump: Callable[[], TextIO], *, despite_use: bool = False
) -> int:
    """Dump, then drop all that a plugin that is off holds; its next upgrade makes the tables anew.

    Raises Refused while it is on, InUse while it says that something rests on it.
    """
    require(context.by, MANAGE)
    _known(host, name)
    if name in active_names(context.session):
        raise Refused(
            "modules.purge_while_on", t("Switch “%(name)s” off before its data are removed.", name=name)
        )
    uses = host.uses(context.session, name)
    if uses and not despite_use:
        raise InUse(name, uses)
    with dump() as target:
        rows = dump_plugin(context.session, host, name, target)
    _drop(context.session, host, name)
    context.emit(PluginPurged(plugin=name, rows=rows))
    return rows


def leave_out(context: Context, name: str) -> None:
    """Forget what the core keeps for a plugin whose tables a restore left out."""
    require(context.by, MANAGE)
    _forget_kept(context.session, name)
    context.emit(PluginLeftOut(plugin=name))


def _known(host: Host, name: str) -> None:
    if name not in host.loaded:
        raise Missing("modules.unknown", t("No module called “%(name)s” is installed.", name=name))


def _tables(connection: Connection, host: Host, name: str) -> list[Table]:
    """Return the plugin's tables that are there, those first that others point to."""
    known, own = inspect(connection), {table.name for table in host.tables_of(name)}
    return [one for one in Base.metadata.sorted_tables if one.name in own and known.has_table(one.name)]


def _kept_for(name: str) -> list[tuple[Table, ColumnElement[bool]]]:
    """Return the core's tables that hold rows for modules, each with the condition under which they are this one's.

    Such a table says so itself: its `info` has `rows_of_module`, a function of the table and the module's name.
    """
    tables = [one for one in Base.metadata.sorted_tables if "rows_of_module" in one.info]
    return [(one, one.info["rows_of_module"](one, name)) for one in tables]


def _drop(session: Session, host: Host, name: str) -> None:
    connection = session.connection()
    for table in reversed(_tables(connection, host, name)):
        table.drop(connection)
    connection.execute(text(f'DROP TABLE IF EXISTS "alembic_version_{name}"'))
    _forget_kept(session, name)


def _forget_kept(session: Session, name: str) -> None:
    for table, condition in reversed(_kept_for(name)):
        session.execute(delete(table).where(condition))
    session.execute(delete(PluginSetting).where(PluginSetting.key.startswith(f"{name}.", autoescape=True)))
    session.execute(delete(CapabilityChoice).where(CapabilityChoice.plugin == name))
    session.execute(delete(PluginState).where(PluginState.name == name))
    forget(session)


def _line(target: TextIO, values: dict[str, Any]) -> None:
    target.write(json.dumps(values, ensure_ascii=False, default=_plain) + "\n")


def _plain(value: object) -> str:
    """Write a day or a moment as ISO says; anything else as it prints itself."""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
