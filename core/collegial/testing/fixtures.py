"""Fixtures offered through pytest's entry point.

pytest loads this module in every run, so the program is imported only inside the fixtures.
"""

# ruff: noqa: PLC0415

import os
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from collegial.config import Settings
    from collegial.hosting.discovery import Candidate
    from collegial.hosting.host import Host
    from collegial.kernel.clock import FrozenClock
    from collegial.kernel.events import Context
    from collegial.testing.loans import Loans
    from collegial.testing.postgres import Databases
    from collegial.web.program import Program

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DATABASES = ("sqlite", "postgresql")
DATABASE_VARIABLE = "COLLEGIAL_TEST_DATABASE"
SECRETS = {"key": "k" * 40, "password_salt": "s" * 24, "totp": "t" * 40}


def pytest_configure(config: pytest.Config) -> None:
    """Declare our markers; refuse a database that there is not."""
    if (chosen := chosen_database()) not in (None, *DATABASES):
        raise pytest.UsageError(f"{DATABASE_VARIABLE} is {chosen}; it can be {' or '.join(DATABASES)}.")
    config.addinivalue_line(
        "markers", "both_databases(*kinds): runs on SQLite and on PostgreSQL, or on those named"
    )
    config.addinivalue_line("markers", "plugins(*candidates): plugins of this test's program")
    config.addinivalue_line("markers", "own_app: changes its application, so it gets one of its own")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what is marked `both_databases` on each, on the one chosen, or on those that the marker names."""
    marker = metafunc.definition.get_closest_marker("both_databases")
    if marker:
        metafunc.parametrize("database_kind", databases_of(marker.args), indirect=True)


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


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> "Settings":
    """Give the settings of a small test deployment."""
    from collegial.config import Mail, Pays, Secrets, Settings

    return Settings(
        folder=tmp_path,
        pays=Pays(name="Pays de Test", short_name="Test", tagline="Un pays pour les essais"),
        mail=Mail(backend="locmem"),
        secrets=Secrets(**SECRETS),
        database_url=database_url,
        public_url="http://localhost",
        testing=True,
        rate_limits=False,
    )


@pytest.fixture
def clock() -> "FrozenClock":
    """Give a clock that stands still."""
    from collegial.kernel.clock import FrozenClock

    return FrozenClock(START)


@pytest.fixture(scope="session")
def applications() -> "dict[str, Flask]":
    """Keep the applications that were built, by their settings: building one takes longer than most tests."""
    return {}


@pytest.fixture(scope="session")
def loaded_host() -> "Host":
    """Give the features and the installed plugins, loaded once: a host keeps nothing of what it does."""
    from collegial.features import FEATURES
    from collegial.hosting.discovery import installed
    from collegial.hosting.host import Host

    return Host(FEATURES, installed())


@pytest.fixture
def app(
    settings: "Settings",
    clock: "FrozenClock",
    applications: "dict[str, Flask]",
    request: pytest.FixtureRequest,
) -> Iterator["Flask"]:
    """Give an application with the installed plugins, or those of the marker `plugins`.

    One that differs by its database alone is built once and given each test's own program.
    """
    from collegial.app import build_program, create_app
    from collegial.web.program import attach

    candidates = _candidates(request)
    if _stands_alone(settings, request):
        host = _loaded(settings, candidates, request)
        flask_app = create_app(settings, candidates=candidates, host=host, clock=clock)
    else:
        flask_app = _kept(settings, applications, candidates)
        host = flask_app.extensions["collegial.host"]
        attach(flask_app, build_program(settings, host=host, clock=clock))
    yield flask_app
    flask_app.extensions["collegial"].database.close()


def _stands_alone(settings: "Settings", request: pytest.FixtureRequest) -> bool:
    """Tell whether an application would carry something from one test to the next, or its folder's mails."""
    marked = request.node.get_closest_marker("own_app")
    return bool(marked or settings.rate_limits or settings.mail.backend != "locmem")


def _kept(
    settings: "Settings", applications: "dict[str, Flask]", candidates: tuple["Candidate", ...] | None
) -> "Flask":
    """Return an application of such settings; of those with plugins of a test, the last one is kept."""
    from dataclasses import replace

    likeness = repr(replace(settings, folder=Path(), database_url=""))
    key, made_of = likeness if candidates is None else "plugins", (likeness, candidates)
    if key not in applications or applications[key].extensions["collegial.made_of"] != made_of:
        applications[key] = _built(settings, candidates)
        applications[key].extensions["collegial.made_of"] = made_of
    flask_app = applications[key]
    flask_app.config.clear()
    flask_app.config.update(flask_app.extensions["collegial.pristine"])
    flask_app.extensions["mailman"].outbox = []
    return flask_app


def _built(settings: "Settings", candidates: tuple["Candidate", ...] | None) -> "Flask":
    from collegial.app import create_app

    flask_app = create_app(settings, candidates=candidates)
    program = flask_app.extensions["collegial"]
    program.database.close()
    flask_app.extensions["collegial.pristine"] = dict(flask_app.config)
    flask_app.extensions["collegial.host"] = program.host
    return flask_app


@pytest.fixture
def program(
    settings: "Settings", clock: "FrozenClock", request: pytest.FixtureRequest
) -> Iterator["Program"]:
    """Give the running program: that of the application where the test has one, else one without pages."""
    from collegial.app import build_program

    if "app" in request.fixturenames:
        yield request.getfixturevalue("app").extensions["collegial"]
        return
    candidates = _candidates(request)
    host = _loaded(settings, candidates, request)
    found = build_program(settings, candidates=candidates, host=host, clock=clock)
    yield found
    found.database.close()


def _loaded(
    settings: "Settings", candidates: tuple["Candidate", ...] | None, request: pytest.FixtureRequest
) -> "Host | None":
    """Return the host that is loaded already, where a test asks for no other plugins than those."""
    if candidates is not None or settings.plugins.blocked:
        return None
    found: Host = request.getfixturevalue("loaded_host")
    return found


def _candidates(request: pytest.FixtureRequest) -> tuple["Candidate", ...] | None:
    marker = request.node.get_closest_marker("plugins")
    return marker.args if marker else None


@pytest.fixture
def switch_on(program: "Program") -> Callable[..., None]:
    """Give a function that switches plugins on, committed."""
    from collegial.hosting.services import enable_plugin
    from collegial.kernel.permissions import program as program_viewer

    def do(*names: str) -> None:
        with program.database.unit_of_work() as session:
            for name in names:
                enable_plugin(program.context(session, program_viewer("test")), program.host, name)

    return do


@pytest.fixture
def session(program: "Program") -> Iterator["Session"]:
    """Give a writing session, rolled back at the end unless the test commits."""
    with program.database.writing() as one:
        yield one


@pytest.fixture
def context(program: "Program", session: "Session") -> "Context":
    """Give what services need, acting as the program itself."""
    from collegial.kernel.permissions import program as program_viewer

    return program.context(session, program_viewer("test"))


@pytest.fixture
def as_role(program: "Program", session: "Session") -> Callable[..., "Context"]:
    """Give a function that returns a context acting with some roles."""
    from collegial.kernel.permissions import Viewer

    def make(*roles: str, actor_id: int | None = None, **more: Any) -> "Context":
        viewer: Viewer = Viewer(
            name="test", account_id=more.pop("account_id", None), actor_id=actor_id,
            roles=frozenset(roles), grants=program.registry.grants(roles), reach=program.host.reach,
        )  # fmt: skip
        return program.context(session, viewer)

    return make


@pytest.fixture
def client(app: "Flask") -> "FlaskClient":
    """Give an HTTP client that marks forms as a browser does; they need no forgery token in tests that use it."""
    from collegial.testing.sending import MarkingClient

    app.config["WTF_CSRF_ENABLED"] = False
    return MarkingClient(app, app.response_class, use_cookies=True)


@pytest.fixture
def sign_in(app: "Flask", client: "FlaskClient") -> Callable[..., None]:
    """Give a function that signs the client in as a new account with some roles."""

    def do(*roles: str, actor_id: int | None = None, email: str | None = None) -> None:
        known = _account(app, roles, actor_id, email or f"{uuid.uuid4().hex[:8]}@example.org")
        with client.session_transaction() as cookie:
            cookie.update(known)

    return do


def _account(app: "Flask", roles: tuple[str, ...], actor_id: int | None, email: str) -> dict[str, Any]:
    from collegial.accounts.services import open_account
    from collegial.kernel.permissions import program as program_viewer
    from collegial.testing.cookies import signed_in_cookie

    program: Program = app.extensions["collegial"]
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("test"))
        account = open_account(context, email=email, actor_id=actor_id, roles=roles)
        return signed_in_cookie(session, account)


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
    import re

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
