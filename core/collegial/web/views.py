"""The home page, and the choices that need no account."""

from flask import Response, abort, current_app, redirect, render_template, request, send_file
from flask.typing import ResponseReturnValue
from jinja2 import TemplateNotFound
from werkzeug.exceptions import BadRequest

from collegial.kernel.colours import READABLE, accent_contrast, dark_shades, is_colour, light_shades
from collegial.web.look import shown_pays
from collegial.web.mail_samples import kinds, sample
from collegial.web.program import current_program
from collegial.web.rendering import THEMES, safe_next
from collegial.web.request import act, session, viewer
from collegial.web.security import MAIL_POLICY
from collegial.web.styleguide import shown as styleguide_shown
from collegial.web.waiting import in_brief, sort_steps, with_addresses

_HOUR = 3600
_YEAR = 365 * 24 * 3600


def home() -> ResponseReturnValue:
    """Show the dashboard: what waits for this viewer, then the cards of the core and of the active modules."""
    host, day = current_program().host, act().today
    steps, silent = host.next_steps(session(), viewer(), day)
    cards, failures = host.dashboard_cards(session(), viewer())
    waiting = sort_steps(with_addresses(steps), day)
    failed = {one.owner: one for one in (*silent, *failures)}
    return render_template(
        "web/home.html",
        waiting=waiting,
        brief=in_brief(waiting),
        day=day,
        cards=cards,
        failures=failed.values(),
    )


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
    return render_template("styleguide.html", **styleguide_shown())


def mail_samples() -> ResponseReturnValue:
    """List every kind of mail; for those who write them."""
    return render_template("styleguide_mails.html", kinds=kinds())


def mail_sample() -> ResponseReturnValue:
    """Show a kind of mail alone, in the language that the address asks for; its styles stand in its tags."""
    try:
        text, sheet = sample(request.args.get("kind", ""))
    except TemplateNotFound:
        abort(404)
    if request.args.get("plain"):
        return Response(text, content_type="text/plain; charset=utf-8")
    answer = Response(sheet, content_type="text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = MAIL_POLICY
    return answer


def logo() -> ResponseReturnValue:
    """Give the logo that lies in the deployment's folder."""
    settings = current_program().settings
    if not settings.pays.logo:
        abort(404)
    return send_file(settings.folder / settings.pays.logo, max_age=_HOUR)


def accent() -> ResponseReturnValue:
    """Give the shades of a territory's own accent colour as a style sheet, or those of one that is tried."""
    pays, tried = shown_pays(), request.args.get("tried", "")
    wanted = tried or (pays.accent if pays.has_own_accent else "")
    if not is_colour(wanted) or accent_contrast(wanted) < READABLE:
        abort(404)
    sheet = render_template("web/accent.css", light=light_shades(wanted), dark=dark_shades(wanted))
    answer = Response(sheet, mimetype="text/css")
    answer.cache_control.max_age = _HOUR
    return answer
