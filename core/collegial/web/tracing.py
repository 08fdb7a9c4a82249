"""Follow a request: a number of its own in every line of the log, one line at its end, figures for the metrics."""

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from flask import Flask, Response, g, request

from collegial.config import Settings
from collegial.web.metrics import Figures

log = structlog.get_logger(__name__)
HEADER = "X-Request-Id"
_GIVEN = re.compile(r"[0-9A-Za-z._-]{8,64}")


def trace(app: Flask, settings: Settings) -> None:
    """Give every request a number, in its lines of the log and in its answer; count it where metrics are read.

    A line names the endpoint, never the path nor the visitor: an address may hold a personal link.
    """
    figures = Figures() if settings.secrets.metrics_token else None
    app.extensions["collegial.figures"] = figures
    app.before_request(_numbered(trusting=settings.trusted_proxies > 0))
    app.after_request(_told(figures, log_each=settings.serving.access_log))
    app.teardown_request(_forget)
    app.log_exception = _log_exception  # type: ignore[method-assign]


def _numbered(*, trusting: bool) -> Callable[[], None]:
    def number() -> None:
        given = request.headers.get(HEADER, "") if trusting else ""
        g.request_number = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex
        g.began = time.perf_counter()
        structlog.contextvars.bind_contextvars(request=g.request_number)

    return number


def _told(figures: Figures | None, *, log_each: bool) -> Callable[[Response], Response]:
    def tell(response: Response) -> Response:
        if "began" not in g:
            return response
        response.headers[HEADER] = g.request_number
        seconds, endpoint = time.perf_counter() - g.began, request.endpoint or "none"
        if figures:
            figures.count(request.method, endpoint, response.status_code, seconds)
        if log_each:
            log.info(
                "request.done", method=request.method, endpoint=endpoint,
                status=response.status_code, ms=round(seconds * 1000, 1),
            )  # fmt: skip
        return response

    return tell


def _forget(_error: BaseException | None) -> None:
    structlog.contextvars.unbind_contextvars("request")


def _log_exception(exc_info: Any) -> None:
    """Log what was not foreseen; Flask's own line would hold the path, and with it perhaps a personal link."""
    log.error("request.failed", method=request.method, endpoint=request.endpoint or "none", exc_info=exc_info)
