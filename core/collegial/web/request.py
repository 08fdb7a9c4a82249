"""One session, one viewer and one clock per request; one commit at its end."""

from http import HTTPStatus
from typing import cast

from flask import Flask, Response, current_app, g, has_request_context, request
from sqlalchemy.orm import Session
from werkzeug.local import LocalProxy

from collegial.kernel.database import Database
from collegial.kernel.events import Context
from collegial.kernel.permissions import ANONYMOUS, Viewer
from collegial.web.program import current_program
from collegial.web.routing import Gate

SAFE = {"GET", "HEAD", "OPTIONS"}
SIGN_IN = "security"
KEPT = "kept_form"  # under which `g` has what was typed before a sign-in was confirmed


def session() -> Session:
    """Return this request's session; unsafe methods, and pages that say so, get the write lock."""
    if "session" not in g:
        g.session = _opened(current_program().database)
    return cast("Session", g.session)


def _opened(database: Database) -> Session:
    if writes():
        return database.writing()
    gate = gate_of_request()
    return database.looking() if gate is not None and gate.writes is False else database.reading()


session_proxy = LocalProxy(session)


def writes() -> bool:
    """Tell whether this request's session is opened for writing."""
    if not has_request_context():
        return True
    gate = gate_of_request()
    if gate is not None and gate.writes is not None:
        return gate.writes
    if request.method not in SAFE:
        return True
    return gate is None and request.blueprint == SIGN_IN  # its links sign in by GET


def gate_of_request() -> Gate | None:
    """Return the gate that the route table put before this endpoint; None for a library's own page."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "gate", None)


def viewer() -> Viewer:
    """Return who is asking."""
    return cast("Viewer", g.get("viewer", ANONYMOUS))


def act() -> Context:
    """Return what a service needs to act for the person who is asking."""
    return current_program().context(session(), viewer())


def open_sessions(app: Flask) -> None:
    """Commit after an answer that succeeded, roll back otherwise, give the connection back always."""
    app.after_request(_finish)
    app.teardown_appcontext(_close)


def _finish(response: Response) -> Response:
    current: Session | None = g.get("session")
    if current is not None:
        if response.status_code < HTTPStatus.BAD_REQUEST:
            current.commit()
        else:
            current.rollback()
    return response


def _close(_error: BaseException | None) -> None:
    current: Session | None = g.pop("session", None)
    if current is not None:
        current.close()
