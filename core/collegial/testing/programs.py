"""The program of a test and its application, which is kept for the next one where it can be."""

# ruff: noqa: PLC0415 (see fixtures.py)

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask import Flask

    from collegial.config import Settings
    from collegial.hosting.discovery import Candidate
    from collegial.hosting.host import Host
    from collegial.kernel.clock import FrozenClock
    from collegial.web.program import Program

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECRETS = {"key": "k" * 40, "password_salt": "s" * 24, "totp": "t" * 40}


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> "Settings":
    """Give the settings of a small test deployment."""
    from collegial.config import Mail, Pays, Secrets, Settings

    return Settings(
        folder=tmp_path,
        pays=Pays(
            name="Pays de Test",
            short_name="Test",
            tagline="Un pays pour les essais",
            address="1 rue des Essais, 35000 Rennes",
        ),
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
