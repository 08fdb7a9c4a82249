"""Who acts in a test: a session with its context, a browser that somebody signed in with."""

# ruff: noqa: PLC0415 (see fixtures.py)

import uuid
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from collegial.kernel.events import Context
    from collegial.web.program import Program


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
