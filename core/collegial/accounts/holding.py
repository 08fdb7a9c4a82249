"""Who is signed in, where: the cookie holds the key of a row, which can be seen, and ended from elsewhere."""

from datetime import UTC, datetime
from typing import Any, TypeVar, cast

import structlog
from flask import Flask, g, request
from flask import session as cookie
from flask_login import user_logged_in, user_logged_out
from flask_security.utils import set_request_attr
from sqlalchemy.exc import SQLAlchemyError

from collegial.accounts.models import Account
from collegial.accounts.queries import Held, account_by_cookie, viewer_by_cookie
from collegial.accounts.rules import SEEN_EVERY, device_of
from collegial.accounts.services import begin_session, forget_session, note_seen
from collegial.kernel.permissions import Viewer
from collegial.web.program import current_program
from collegial.web.request import session, writes

log = structlog.get_logger(__name__)

KEY = "held"
Who = TypeVar("Who", Viewer, Account)


def hold_sessions(app: Flask) -> None:
    """Let rows decide who is signed in, begin one at each sign-in, and end it at the sign-out."""
    cast("Any", app).login_manager.user_loader(_load)
    user_logged_in.connect(_begin, app)
    user_logged_out.connect(_end, app)
    app.teardown_appcontext(_note_late)


def hold(account: Account) -> None:
    """Begin a session in this browser, in place of the one it had."""
    _forget_here()
    device = device_of(request.user_agent.string)
    cookie[KEY] = begin_session(session(), account, device=device, now=datetime.now(UTC))


def here() -> Held:
    """Return the session of whoever asks, who is signed in."""
    return cast("Held", g.held)


def held_viewer(mark: str) -> Viewer | None:
    """Return who is behind the cookie of this request, in one statement; None when its session is over."""
    now = datetime.now(UTC)
    found = viewer_by_cookie(session(), mark, cookie.get(KEY, ""), now, current_program().registry)
    return _found(*found, now) if found else None


def _load(mark: str) -> Account | None:
    """Load the whole account, where a page asks for it."""
    now = datetime.now(UTC)
    found = account_by_cookie(session(), mark, cookie.get(KEY, ""), now)
    return _found(*found, now) if found else None


def _found(who: Who, held: Held, now: datetime) -> Who:
    g.held = held
    if held.seen_at <= now - SEEN_EVERY:
        _note(held.id, now)
    # What Flask-Security's own loader leaves for its checks of how recent a sign-in is.
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", cookie.get("fs_paa", 0))
    return who


def _note(number: int, now: datetime) -> None:
    """Note the use at once where the request writes, else when it is over: reading takes no lock of writers.

    A cast is sent by POST and writes in a transaction of its own: its session reads.
    """
    if writes():
        note_seen(session(), number, now)
    else:
        g.seen_late = number, now


def _note_late(_error: BaseException | None) -> None:
    number, now = g.pop("seen_late", (None, None))
    if number is None:
        return
    try:
        with current_program().database.unit_of_work() as own:
            note_seen(own, number, now)
    except SQLAlchemyError as error:  # the page was read: not knowing when must not take it away
        log.warning("session.not_noted", error=type(error).__name__)


def _begin(_app: Flask, user: Account, **_more: Any) -> None:
    hold(user)


def _end(_app: Flask, **_more: Any) -> None:
    _forget_here()


def _forget_here() -> None:
    key = cookie.pop(KEY, None)
    if key:
        forget_session(session(), key)
