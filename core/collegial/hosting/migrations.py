"""Run the migrations: one Alembic history and one version table per owner, core first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, Literal

import structlog
from alembic import command, context
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, TypeDecorator, insert, inspect, text, update

from collegial.hosting.host import Host
from collegial.hosting.loading import CORE
from collegial.hosting.mapping import core_tables
from collegial.hosting.models import PluginState
from collegial.hosting.revisions import newest_revision
from collegial.kernel.base import Base, Json
from collegial.kernel.database import Database
from collegial.kernel.locator import locate

log = structlog.get_logger(__name__)
_PATIENCE = 600  # seconds: who comes second waits for a whole migration
_VERSIONS = "alembic_version_"
_LOCK = 5_316_071  # any number, the same in every process of this program


@dataclass(frozen=True, kw_only=True)
class Owner:
    """Whose history it is: where the revisions lie and which tables they make."""

    name: str
    versions: Path
    tables: frozenset[str]

    @property
    def version_table(self) -> str:
        """Return the table that holds the owner's place in its history."""
        return "alembic_version" if self.name == CORE else f"{_VERSIONS}{self.name}"

    def owns(self, table: str) -> bool:
        """Tell whether a table belongs to this owner: by its model, or by its name where no model is left."""
        return table in self.tables or (table.startswith(f"{self.name}_") and table not in core_tables())


def belongs_to(table: str, modules: Iterable[str]) -> bool:
    """Tell whether a table is of one of these modules by its name, as the loader holds them to."""
    return any(table == f"{_VERSIONS}{one}" or table.startswith(f"{one}_") for one in modules)


def owners(host: Host) -> list[Owner]:
    """Return the owners in the order of migration: the core, then plugins after what they depend on."""
    tables = {name: _tables(host, name) for name in host.loaded}
    order = TopologicalSorter({name: one.meta.depends for name, one in host.loaded.items()})
    plugins = [
        Owner(name=name, versions=folder, tables=tables[name])
        for name in order.static_order()
        for folder in _folders(host, name)
    ]
    return [Owner(name=CORE, versions=locate("migrations") / "versions", tables=core_tables()), *plugins]


def _tables(host: Host, name: str) -> frozenset[str]:
    return frozenset(table.name for table in host.tables_of(name))


def _folders(host: Host, name: str) -> list[Path]:
    return [source.folder for owner, source in host.declared("migrations") if owner == name]


@dataclass(frozen=True, kw_only=True)
class FailedUpgrade:
    """A plugin whose tables stayed as they were, and why."""

    owner: str
    error: str


def upgrade(database_url: str, host: Host) -> list[FailedUpgrade]:
    """Bring every owner to its newest revision, all in one transaction; safe when called at once by many.

    What fails in the core undoes everything and is raised. A plugin that fails is undone alone, with those
    that depend on it, and returned; its switch says why, and it does nothing until an upgrade succeeds.
    Foreign keys are off while tables are rebuilt (SQLite would cascade deletes), and checked after each owner.
    """
    database = Database(database_url, foreign_keys=False, patience=_PATIENCE)
    failed: dict[str, FailedUpgrade] = {}
    try:
        with database.engine.begin() as connection:
            _lock(connection)
            core, *plugins = owners(host)
            _upgrade_one(connection, core)
            for owner in plugins:
                failure = _failed_before(host, owner, failed) or _tried(connection, owner)
                if failure:
                    failed[owner.name] = failure
                _note(connection, owner, failure)
    finally:
        database.close()
    return list(failed.values())


def make_tables(connection: Connection, owned: Mapping[Owner, str]) -> None:
    """Make the tables of owners, in their order, each at a revision, in an empty database."""
    _lock(connection)
    for owner, revision in owned.items():
        command.upgrade(config_of(owner, connection), revision)


def _upgrade_one(connection: Connection, owner: Owner) -> None:
    command.upgrade(config_of(owner, connection), "head")
    _check_foreign_keys(connection)


def _tried(connection: Connection, owner: Owner) -> FailedUpgrade | None:
    try:
        with connection.begin_nested():
            _upgrade_one(connection, owner)
    except Exception as error:
        log.exception("plugin.upgrade_failed", plugin=owner.name)
        return FailedUpgrade(owner=owner.name, error=f"{type(error).__name__}: {error}"[:300])
    return None


def _note(connection: Connection, owner: Owner, failure: FailedUpgrade | None) -> None:
    """Write at a plugin's switch where its tables stand, and why they stayed as they were, if they did."""
    found = {"failure": failure.error if failure else None, "revision": _current(connection, owner)}
    told = update(PluginState).where(PluginState.name == owner.name).values(**found)
    if connection.execute(told).rowcount == 0:
        off = {"name": owner.name, "is_active": False, "changed_at": datetime.now(UTC)}
        connection.execute(insert(PluginState).values(**off, **found))


def _failed_before(host: Host, owner: Owner, failed: Mapping[str, FailedUpgrade]) -> FailedUpgrade | None:
    for needed in host.loaded[owner.name].meta.depends:
        if needed in failed:
            return FailedUpgrade(owner=owner.name, error=f"it needs {needed}, which failed")
    return None


def revise(database_url: str, host: Host, owner_name: str, message: str) -> None:
    """Write a new revision from the difference between models and database; for developers."""
    database = Database(database_url)
    try:
        with database.engine.begin() as connection:
            owner = next(one for one in owners(host) if one.name == owner_name)
            command.revision(config_of(owner, connection), message=message, autogenerate=True)
    finally:
        database.close()


def differences(connection: Connection, owner: Owner) -> list[Any]:
    """Return what the owner's models say and its migrations do not; empty when they agree."""
    options = {**_filters(owner), "compare_type": True}
    migration = MigrationContext.configure(connection, opts={**options, "target_metadata": Base.metadata})
    return [*compare_metadata(migration, Base.metadata), *_check_differences(connection, owner)]


def _check_differences(connection: Connection, owner: Owner) -> Iterator[tuple[str, str, set[str]]]:
    """Compare the names of CHECK constraints, which Alembic leaves out."""
    naming, found = connection.dialect.identifier_preparer, inspect(connection)
    for table in Base.metadata.sorted_tables:
        if not owner.owns(table.name) or not found.has_table(table.name):
            continue
        checks = [one for one in table.constraints if isinstance(one, CheckConstraint)]
        wanted = {naming.format_constraint(one) for one in checks}
        stored = {one["name"] for one in found.get_check_constraints(table.name)}
        if wanted != stored:
            yield "checks", table.name, {str(name) for name in wanted ^ stored}


def behind(database: Database, host: Host) -> list[str]:
    """Return the owners whose tables are not at their newest revision."""
    with database.engine.connect() as connection:
        return behind_in(connection, host)


def behind_in(connection: Connection, host: Host) -> list[str]:
    """Return the same by a connection that is open."""
    return [
        owner.name for owner in owners(host) if _current(connection, owner) != newest_revision(owner.versions)
    ]


def revisions(database: Database, host: Host) -> dict[str, str | None]:
    """Return at which revision the tables of each owner are; None where they are not made."""
    with database.engine.connect() as connection:
        return revisions_in(connection, host)


def revisions_in(connection: Connection, host: Host) -> dict[str, str | None]:
    """Return the same by a connection that is open."""
    return {owner.name: _current(connection, owner) for owner in owners(host)}


def revisions_left(database: Database, host: Host) -> dict[str, str]:
    """Return the revisions of modules whose tables are there still, and which are not loaded."""
    known = {owner.version_table for owner in owners(host)}
    with database.engine.connect() as connection:
        left = [
            one
            for one in inspect(connection).get_table_names()
            if one.startswith(_VERSIONS) and one not in known
        ]
        found = {one.removeprefix(_VERSIONS): _revision(connection, one) for one in left}
    return {name: revision for name, revision in found.items() if revision}


@cache
def newest_of_core() -> str | None:
    """Return the revision that this program needs the core's tables to be at."""
    return newest_revision(locate("migrations") / "versions")


def _current(connection: Connection, owner: Owner) -> str | None:
    if not inspect(connection).has_table(owner.version_table):
        return None
    return _revision(connection, owner.version_table)


def _revision(connection: Connection, version_table: str) -> str | None:
    name = connection.dialect.identifier_preparer.quote(version_table)
    row = connection.execute(text(f"SELECT version_num FROM {name}")).first()  # noqa: S608 (the name of a table)
    return row[0] if row else None


def config_of(owner: Owner, connection: Connection | None) -> Config:
    """Return how Alembic finds the history of an owner."""
    config = Config(attributes={"connection": connection, "owner": owner})
    config.set_main_option("script_location", str(locate("migrations")))
    config.set_main_option("version_locations", str(owner.versions))
    config.set_main_option("path_separator", "newline")
    return config


def run_environment() -> None:
    """Do what Alembic's env.py does, for the owner the runner names."""
    owner: Owner = context.config.attributes["owner"]
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Base.metadata,
        version_table=owner.version_table,
        **_filters(owner),
        render_item=_render,
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _render(kind: str, item: Any, autogeneration: Any) -> str | Literal[False]:
    """Write our column types in revisions as what the database stores: revisions outlive our code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    if kind == "type" and item is Json:
        autogeneration.imports.add("from sqlalchemy.dialects import postgresql")
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    return False


def _filters(owner: Owner) -> dict[str, Any]:
    """Look only at the owner's tables, in the database (by name) as in the models (by object)."""

    def include_name(name: str | None, kind: str, parents: dict[str, str | None]) -> bool:
        table = name if kind == "table" else parents.get("table_name")
        return table is None or owner.owns(table)

    def include_object(_item: Any, name: str | None, kind: str, *_more: Any) -> bool:
        return kind != "table" or owner.owns(name or "")

    return {"include_name": include_name, "include_object": include_object}


def _lock(connection: Connection) -> None:
    """Let one process migrate at a time; SQLite's BEGIN IMMEDIATE already does."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken: Sequence[Any] = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"the migration leaves {len(broken)} rows that point to nothing: {broken[:3]}")
