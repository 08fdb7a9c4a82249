"""The databases of tests: a fresh one for each, and what they refuse."""

# ruff: noqa: PLC0415 (see fixtures.py)

import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from collegial.testing.loans import Loans
    from collegial.testing.postgres import Databases

DATABASES = ("sqlite", "postgresql")
DATABASE_VARIABLE = "COLLEGIAL_TEST_DATABASE"


def chosen_database() -> str | None:
    """Return the database that all is played on where a test does not name its own."""
    return os.environ.get(DATABASE_VARIABLE) or None


def databases_of(named: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the databases that a marked test runs on."""
    chosen = chosen_database()
    return named or ((chosen,) if chosen else DATABASES)


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """Return which database this test runs on."""
    return str(getattr(request, "param", None) or chosen_database() or "sqlite")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Give a PostgreSQL server; skip without one, except in CI, where it must be there."""
    from collegial.testing.postgres import PostgresMissing, cluster

    try:
        with cluster() as url:
            yield url
    except PostgresMissing as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a migrated, empty SQLite file to copy, kept as the program keeps its own: a copy need not be turned over."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    _migrate(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    return path


@pytest.fixture(scope="session")
def postgres_databases(postgres_server: str) -> Iterator["Databases"]:
    """Give what makes databases on the server, and removes them."""
    from collegial.testing.postgres import Databases

    databases = Databases(postgres_server)
    yield databases
    databases.close()


@pytest.fixture(scope="session")
def postgres_template(postgres_databases: "Databases") -> Iterator[str]:
    """Give the name of a migrated, empty database on the server."""
    url = postgres_databases.make()
    _migrate(url)
    yield url.rsplit("/", 1)[1]
    postgres_databases.throw(url)


@pytest.fixture(scope="session")
def postgres_loans(postgres_databases: "Databases", postgres_template: str) -> Iterator["Loans"]:
    """Give what lends copies of the migrated database to one test after another."""
    from collegial.testing.loans import Loans

    loans = Loans(postgres_databases, postgres_template)
    yield loans
    loans.close()


@pytest.fixture
def database_url(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Give a fresh migrated database of this test alone."""
    if database_kind == "sqlite":
        path = tmp_path / "collegial.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    yield request.getfixturevalue("postgres_loans").lend()


def _migrate(url: str) -> None:
    from collegial.features import FEATURES
    from collegial.hosting.discovery import installed
    from collegial.hosting.host import Host
    from collegial.hosting.migrations import upgrade

    host = Host(FEATURES, installed())
    upgrade(url, host)


@pytest.fixture
def lift_guards(session: "Session") -> Callable[[], None]:
    """Give a function that does what an administrator of the database can: switch its guards off."""
    from sqlalchemy import text

    def lift() -> None:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SET LOCAL session_replication_role = replica"))
            return
        names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
        for name in names:
            session.execute(text(f"DROP TRIGGER {name}"))

    return lift


@pytest.fixture
def let_through(session: "Session") -> Callable[[Iterable[tuple[str, str]]], list[str]]:
    """Give a function that returns which statements the database does not refuse for their reason.

    The reasons are regular expressions; what is written meanwhile is undone.
    """
    from sqlalchemy import text
    from sqlalchemy.exc import DatabaseError

    def answer(statement: str) -> str:
        savepoint = session.begin_nested()
        try:
            session.execute(text(statement))
        except DatabaseError as refusal:
            return str(refusal.orig)
        finally:
            savepoint.rollback()
        return "written"

    def check(cases: Iterable[tuple[str, str]]) -> list[str]:
        session.flush()
        found = [(statement, reason, answer(statement)) for statement, reason in cases]
        return [f"{statement}: {said}" for statement, reason, said in found if not re.search(reason, said)]

    return check
