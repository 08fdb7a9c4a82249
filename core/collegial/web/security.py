"""What protects every answer: headers, forms against forgery, limits on requests."""

from collections.abc import Callable

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect

from collegial.config import Settings

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

limiter = Limiter(key_func=get_remote_address, storage_uri="memory://")
csrf = CSRFProtect()


def protect(app: Flask, settings: Settings) -> None:
    """Set the cookies' flags, the headers, the forgery check and the limiter."""
    app.config.update(
        SECRET_KEY=settings.secrets.key,
        SESSION_COOKIE_NAME="collegial",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
        WTF_CSRF_TIME_LIMIT=None,  # a phone left open during an assembly must still vote
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        RATELIMIT_ENABLED=settings.rate_limits,
    )
    csrf.init_app(app)
    limiter.init_app(app)
    app.after_request(_add_headers(settings))


def _add_headers(settings: Settings) -> Callable[[Response], Response]:
    def add(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.is_https:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return add
