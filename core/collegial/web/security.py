"""What protects every answer: headers, forms against forgery, limits on requests."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from ipaddress import IPv6Address, IPv6Network, ip_address
from itertools import chain
from typing import Any, TypeVar, cast

import structlog
from email_validator import EmailNotValidError, validate_email
from flask import Blueprint, Flask, Response, abort, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect
from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter, RateLimiter
from werkzeug.middleware.proxy_fix import ProxyFix

from collegial.config import Settings
from collegial.web.counting import counts_of
from collegial.web.live import Sessions
from collegial.web.request import gate_of_request

POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self' data:; "
    "font-src 'self'; "
    "connect-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'"
)
# A mail that is shown to those who write mails: its styles stand in its tags, it runs nothing and sends nothing.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_DEVICES = "camera=({camera}), geolocation=(), microphone=(), payment=()"
WITH_CAMERA = _DEVICES.format(camera="self")
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": _DEVICES.format(camera=""),
    "Cross-Origin-Opener-Policy": "same-origin",
}

LONGEST_ADDRESS = 254  # signs of an e-mail address (RFC 3696, erratum 1690): a longer one is nobody's
_LINE = 64  # bits of an IPv6 address that a provider gives to one line (RFC 6177)

csrf = CSRFProtect()
log = structlog.get_logger(__name__)
View = TypeVar("View", bound=Callable[..., Any])


def for_mail_programs(view: View) -> View:
    """Let mail programs post to a page what its link alone may do (RFC 8058): the secret of the link is the right."""
    return cast("View", csrf.exempt(view))


def embeddable(response: Response, origins: Sequence[str]) -> Response:
    """Let the pages of other sites show an answer in a frame; without any, nobody may, as for every other answer."""
    if origins:
        own = POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {' '.join(origins)}")
        response.headers["Content-Security-Policy"] = own
    return response


@dataclass(frozen=True, kw_only=True)
class Rates:
    """How often the requests of one scope may come, such as `6/minute; 40/hour`.

    A whole assembly may come from one Wi-Fi address, so the address is given room and the account none.
    """

    scope: str
    per_account: str
    per_address: str


def protect(app: Flask, settings: Settings) -> None:
    """Set the cookies' flags, the headers, the forgery check and the limiter."""
    app.config.update(
        SECRET_KEY=settings.secrets.key,
        # Browsers take a name with this prefix from this very site alone, by HTTPS (RFC 6265bis).
        SESSION_COOKIE_NAME="__Host-collegial" if settings.is_https else "collegial",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),  # a copied cookie is worth a day of assembly at most
        WTF_CSRF_TIME_LIMIT=None,  # a phone left open during an assembly must still vote
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        RATELIMIT_ENABLED=settings.rate_limits,
    )
    app.before_request(_give_room)
    app.before_request(_refuse_unreadable)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    app.session_interface = Sessions()
    csrf.init_app(app)
    app.extensions["collegial.limiter"] = Limiter(
        network_of_visitor,
        app=app,
        storage_uri=settings.redis_url.replace("unix://", "redis+unix://", 1) or counts_of(settings.folder),
        storage_options=(
            {"socket_connect_timeout": 1, "socket_timeout": 1}
            if settings.redis_url
            else {"seal": settings.secrets.key}
        ),
    )
    app.after_request(_add_headers(settings))


def network_of_visitor() -> str:
    """Return where a request comes from: the address, or of an IPv6 one its network, all of which one line has."""
    written = get_remote_address()
    try:
        address = ip_address(written)
    except ValueError:
        return written
    if not isinstance(address, IPv6Address):
        return written
    return str(address.ipv4_mapped or IPv6Network((address, _LINE), strict=False))


def _give_room() -> None:
    """Let a page that takes files be sent larger bodies, before anything reads them."""
    gate = gate_of_request()
    if gate is not None and gate.room is not None:
        request.max_content_length = gate.room


def _refuse_unreadable() -> None:
    """Shut what nobody sends: JSON beside the forms, anything else to the API, NUL, which no database keeps."""
    gate = gate_of_request()
    is_for_programs = gate is not None and gate.machine
    if request.is_json != is_for_programs and (request.is_json or request.method == "POST"):
        abort(415)
    sent = chain(request.args.items(multi=True), request.form.items(multi=True))
    if "\x00" in request.path or any("\x00" in value for _, value in sent):
        abort(400)


def _add_headers(settings: Settings) -> Callable[[Response], Response]:
    def add(response: Response) -> Response:
        own = response.headers.get("Content-Security-Policy", POLICY)
        framed = "frame-ancestors 'none'" not in own  # old browsers know only the other header, and no list
        for name, value in HEADERS.items():
            if name != "X-Frame-Options" or not framed:
                response.headers.setdefault(name, value)
        if settings.is_https:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if (request.endpoint or "").rpartition(".")[2] != "static":
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return add


def take_from_programs(pages: Blueprint) -> None:
    """Let other programs send to the addresses of a blueprint: its lines are `machine`, and a cookie opens none."""
    csrf.exempt(pages)


def restrain(app: Flask, rates: Mapping[str, Rates], account: Callable[[], str]) -> None:
    """Limit what may be sent to these endpoints; `account` names whom a request is about, known or not.

    Reading is free, except where the endpoint takes no other method. Refusals are answers 429. What the server could
    not judge, for want of its database or its disk, is no attempt.
    """
    limiter: Limiter = app.extensions["collegial.limiter"]
    here = FixedWindowRateLimiter(MemoryStorage())

    def check() -> None:
        one = rates.get(request.endpoint or "")
        if one is None or not limiter.enabled or not _is_attempt():
            return
        keys = (
            (one.per_address, "address", network_of_visitor()),
            (one.per_account, "account", one_spelling(account())),
        )
        g.attempts = [(parse_many(rate), one.scope, kind, key) for rate, kind, key in keys if key]
        if not all(_hit(limiter, here, *each) for each in g.attempts):
            abort(429)

    def give_back(response: Response) -> Response:
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            for each in g.pop("attempts", ()):
                _hit(limiter, here, *each, cost=-1)
        return response

    app.before_request(check)
    app.after_request(give_back)


def one_spelling(name: str) -> str:
    """Write what names an account in one way: an address as whoever looks for its account or its mailbox reads it.

    Its domain may hold signs that nobody sees and that are left out there: each would else be a name of its own.
    """
    written = name.strip()
    if len(written) <= LONGEST_ADDRESS:
        with suppress(EmailNotValidError):
            written = validate_email(written, check_deliverability=False).normalized
    return unicodedata.normalize("NFKC", written).casefold()


def _is_attempt() -> bool:
    rule = request.url_rule
    return request.method == "POST" or (rule is not None and "POST" not in (rule.methods or ()))


def _hit(limiter: Limiter, here: RateLimiter, items: list[RateLimitItem], *key: str, cost: int = 1) -> bool:
    """Count one attempt under every limit, even when the first is passed; or give it back, at a negative cost.

    A Redis that is down, or a disk that is full, keeps nobody from signing in: each process then counts for itself.
    """
    try:
        hits = [limiter.limiter.hit(item, *key, cost=cost) for item in items]
    except Exception as error:  # noqa: BLE001 (each store has errors of its own)
        log.warning("limits.not_shared", error=type(error).__name__)
        hits = [here.hit(item, *key, cost=cost) for item in items]
    return all(hits)
