"""Error pages: what happened, why, what to do; one template, the right status, nothing leaked."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g, jsonify, redirect, render_template, request
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError

from collegial.kernel.errors import DomainError
from collegial.kernel.outage import is_out_of_reach
from collegial.kernel.refusing import taken_away
from collegial.kernel.text import Text, t
from collegial.web.form_pages import page_of_form
from collegial.web.languages import say
from collegial.web.out_of_reach import out_of_reach
from collegial.web.rendering import safe_next
from collegial.web.request import gate_of_request
from collegial.web.routing import FOR_PROGRAMS

_TITLES = {
    400: t("This request could not be understood"),
    401: t("Show who you are"),
    403: t("This page is not open to you"),
    404: t("There is nothing here"),
    405: t("This page cannot be used that way"),
    409: t("This is not possible now"),
    410: t("This is no longer valid"),
    413: t("This is too large"),
    422: t("Something has to be corrected"),
    429: t("Too many requests"),
    500: t("Something went wrong on our side"),
    503: t("The site cannot work for the moment"),
}
_TEXTS = {
    400: t(
        "Something in the address or in what was sent is not as it should be. Go back, check it, and try again."
    ),
    403: t(
        "Your account does not hold the right that this page asks for. If it should, tell the people who run this site."
    ),
    405: t(
        "This address takes something that a form sends. Go back to the page of the form and send it from there."
    ),
    503: t("Wait a minute and try again; if it goes on, tell the people who run this site."),
    404: t(
        "The page does not exist, or the module it belongs to is switched off. "
        "Check the address, or start again from the home page."
    ),
    429: t(
        "To protect the accounts, this page can only be used a few times a minute. Wait a little and try again."
    ),
    500: t("Nothing you had saved is lost. Try again; if it goes on, tell the people who run this site."),
}
_MEGABYTE = 1024 * 1024
_NOTHING: Mapping[str, str] = MappingProxyType({})
# What was sent may be put right, or be sent later: the page it came from helps more than the home page.
_MAY_BE_SENT_AGAIN = frozenset({400, 409, 413, 422, 429})
# From here on the very same sending may succeed a little later: the browser's own way of sending it again is left.
_SENT_ANEW = 429
_ELSE = t("Go back and try again, or start from the home page.")
_UNSENT = t("This form was not sent")
_FORGERY = t(
    "The page was open for too long, or cookies are blocked. Go back, reload the page and send it again."
)


def answer_errors(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(DomainError, _domain_error)
    for kind in (ObjectDeletedError, StaleDataError):  # a row that was read is no longer there
        app.register_error_handler(kind, lambda _error: _domain_error(taken_away()))
    app.register_error_handler(CSRFError, lambda _error: _page(400, _FORGERY, title=_UNSENT))
    app.register_error_handler(HTTPException, _http_error)
    if not app.testing:
        app.register_error_handler(InternalServerError, _fault)


def _domain_error(error: DomainError) -> ResponseReturnValue:
    more = {"code": error.code} | ({"field": error.field} if error.field else {})
    return _page(error.status, error.text, more)


def _fault(error: InternalServerError) -> ResponseReturnValue:
    if is_out_of_reach(error.original_exception):
        return out_of_reach(for_programs=_is_for_programs())
    return _page(500, _TEXTS[500])


def _http_error(error: HTTPException) -> Any:
    status = error.code or 500
    if status < HTTPStatus.BAD_REQUEST:  # redirects raised by the router are answers, not errors
        return error
    if status == HTTPStatus.METHOD_NOT_ALLOWED and _is_navigation() and (start := page_of_form()):
        return redirect(start)
    if request_ctx.url_adapter is None:  # a Host header that is no name: our page could not write its links
        return error
    is_too_large = status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return _page(status, _too_large() if is_too_large else _TEXTS.get(status, _ELSE))


def _too_large() -> Text:
    """Say how much the page takes: the whole of what is sent, and the typed text in it."""
    return t(
        "This page takes %(size)d MB at a time, files included, and %(text)d kB of typed text. Nothing was saved. "
        "Go back and choose a smaller file, or shorten the text.",
        size=(request.max_content_length or 0) // _MEGABYTE,
        text=(request.max_form_memory_size or 0) // 1000,
    )


def _is_navigation() -> bool:
    """Tell a person who goes to an address in a browser from a program, which is told what it did wrong."""
    return request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"


def _way_back(status: int) -> str | None:
    """Return the page that something was sent from, where sending it again can help."""
    if status not in _MAY_BE_SENT_AGAIN or request.method != "POST":
        return None
    came_from = urlsplit(request.referrer or "")
    if came_from.netloc == request.host:
        return safe_next(came_from._replace(scheme="", netloc="", fragment="").geturl())
    return page_of_form()


def _problem(status: int, title: Text, text: Text, more: Mapping[str, str]) -> ResponseReturnValue:
    """Tell another program what was refused (RFC 9457), with a stable code and the field, where there is one."""
    answer = jsonify(status=status, title=say(title), detail=say(text), **more)
    answer.content_type = "application/problem+json"
    if status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer, status


def _is_for_programs() -> bool:
    """Tell other programs' addresses, also those that lead nowhere: a number too large matches no line of the table."""
    gate = gate_of_request() if request else None
    return gate.machine if gate is not None else bool(request) and request.path.startswith(FOR_PROGRAMS)


def _page(
    status: int, text: Text, more: Mapping[str, str] = _NOTHING, *, title: Text | None = None
) -> ResponseReturnValue:
    current = g.get("session")
    if current is not None:
        current.rollback()
    title = title or _TITLES.get(status, _TITLES[400])
    if _is_for_programs():
        return _problem(status, title, text, more)
    is_read_again = status == HTTPStatus.INTERNAL_SERVER_ERROR and request.method == "GET"
    again = request.full_path.rstrip("?") if is_read_again else None
    ways = {"back": _way_back(status), "again": again, "sendable": status >= _SENT_ANEW}
    page = render_template("errors/error.html", status=status, title=title, text=text, **ways)
    return page, status
