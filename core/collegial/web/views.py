"""The home page, and the choices that need no account."""

from flask import Response, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from collegial.web.program import current_program
from collegial.web.rendering import THEMES, safe_next
from collegial.web.request import session, viewer

_YEAR = 365 * 24 * 3600


def home() -> ResponseReturnValue:
    """Show the dashboard: the cards of the core and of the active modules that this viewer may see."""
    cards, failures = current_program().host.dashboard_cards(session(), viewer())
    return render_template("web/home.html", cards=cards, failures=failures)


def set_language() -> ResponseReturnValue:
    """Remember the language in a cookie."""
    return _remember("locale", current_program().settings.pays.languages)


def set_theme() -> ResponseReturnValue:
    """Remember light, dark or automatic in a cookie."""
    return _remember("theme", THEMES)


def _remember(name: str, offered: tuple[str, ...]) -> Response:
    value = request.form.get(name, "")
    if value not in offered:
        raise BadRequest
    response = redirect(safe_next(request.form.get("next")))
    response.set_cookie(
        name,
        value,
        max_age=_YEAR,
        samesite="Lax",
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response  # type: ignore[return-value]


def styleguide() -> ResponseReturnValue:
    """Show every component of the design; for those who write pages."""
    return render_template("styleguide.html")
