"""Pieces of pages that ask again every few seconds: what did not change is left as its reader has it.

What a whole room watches has an address under /live/, with a token that the room's pages carry. Nobody's session is
read there, so everyone gets the same answer, and a proxy may give it for a second without asking.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http import HTTPStatus

from flask import Flask, Request, Response, g, make_response, request, url_for
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, get_locale
from itsdangerous import URLSafeTimedSerializer

from collegial.kernel.errors import Missing
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import t
from collegial.web.links import link_token, link_value
from collegial.web.program import current_program

PREFIX = "/live"
MEMBER = "member"
_LASTS = 1  # seconds
_PURPOSE = "live"


class Sessions(SecureCookieSessionInterface):
    """Give every request its session, save those for what a room shares: no answer of theirs may follow from one."""

    # The library's own digest, by the name that lets it be taken in C; and its signer, made once for these keys.
    digest_method = staticmethod(hashlib.sha1)
    _signer: tuple[object, URLSafeTimedSerializer | None] | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return what signs the cookies, as the library makes it."""
        keys = app.secret_key, app.config["SECRET_KEY_FALLBACKS"]
        if self._signer is None or self._signer[0] != keys:
            self._signer = keys, super().get_signing_serializer(app)
        return self._signer[1]

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return an empty session where the room asks."""
        return self.session_class() if _is_shared(request) else super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Set no cookie, and do not let the answer vary by one, where the room asks."""
        if not _is_shared(request):
            super().save_session(app, session, response)


def _is_shared(asked: Request) -> bool:
    return asked.path.startswith(f"{PREFIX}/")


def mark_of(shown: object) -> str:
    """Return a short mark of what a piece shows; equal contents have equal marks."""
    written = shown if isinstance(shown, str) else repr(shown)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def is_shown(shown: object) -> bool:
    """Tell whether the page that asks shows this already, by the mark it was sent with the piece."""
    return request.args.get("seen") == mark_of(shown)


def unchanged() -> ResponseReturnValue:
    """Answer that nothing changed: the script swaps nothing, so opened details and the focus stay."""
    return "", HTTPStatus.NO_CONTENT


def shared(shown: ResponseReturnValue) -> Response:
    """Let a proxy give this answer to the whole room for a second, and ask after that whether it changed."""
    answer = make_response(shown)
    answer.cache_control.public, answer.cache_control.max_age = True, _LASTS
    if answer.status_code == HTTPStatus.OK:
        answer.add_etag()
        answer.make_conditional(request)
    return answer


def live_address(endpoint: str, number: int, **values: object) -> str:
    """Return where the room asks for a piece again: the same address for all who read one language, that day."""
    token = link_token(_PURPOSE, [number, str(get_locale()), current_program().today.isoformat()])
    return url_for(endpoint, token=token, **values)  # type: ignore[arg-type]


@contextmanager
def in_room(token: str) -> Iterator[int]:
    """Show what any member sees, in the language of the page that asks, and nothing of one's own.

    Gives the number of what is watched; raises Missing for a token that is none, or older than yesterday.
    """
    number, locale, day = _read(token)
    if not timedelta(0) <= current_program().today - day <= timedelta(days=1):
        raise _unknown()
    g.viewer = Viewer(name="room", grants=current_program().registry.grants((MEMBER,)), locale=locale)
    with force_locale(locale):
        yield number


def _read(token: str) -> tuple[int, str, date]:
    number, locale, day = link_value(_PURPOSE, token, unknown=_unknown())
    return number, locale, date.fromisoformat(day)


def _unknown() -> Missing:
    return Missing("live.unknown", t("This page is of another day. Load it again."))
