"""What templates can use: their filters, pieces of modules, and the frame of every page."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, current_app, render_template, request, url_for
from flask_babel import get_locale
from markupsafe import Markup

from collegial.hooks.contracts import Card, Fragment
from collegial.hosting.activation import active_names, failed_upgrades
from collegial.kernel.colours import accent_colour
from collegial.kernel.text import Text, t
from collegial.web.answers import mark_the_fewer, may_be_left_out
from collegial.web.filters import FILTERS
from collegial.web.form_pages import place_of_answer
from collegial.web.languages import NATIVE_NAMES
from collegial.web.laying import parts_of
from collegial.web.live import live_address
from collegial.web.look import shown_pays
from collegial.web.menu import Link, address, menu
from collegial.web.program import current_program, public_address
from collegial.web.published import published_fingerprint
from collegial.web.request import session, viewer
from collegial.web.scales import scale
from collegial.web.sharing import sharing
from collegial.web.trail import is_just_above, lay_trail, leads_here

log = structlog.get_logger(__name__)
THEMES = ("auto", "light", "dark")


def dress(app: Flask) -> None:
    """Give every template its filters and its frame."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(_GLOBALS)
    app.context_processor(_frame)


def page_slot(slot: str, subject_id: int) -> Markup:
    """Print what the features and active modules put in a slot of this page."""
    fragments, failures = current_program().host.page_slots(session(), viewer(), slot, subject_id)
    failed = [render_template("web/failed.html", owner=one.owner) for one in failures]
    return Markup("").join([*map(render_piece, fragments), *map(Markup, failed)])


def subject_actions(subject: str, subject_id: int) -> list[Link]:
    """Return the buttons that active modules put on the page of a thing, those that lead somewhere."""
    found = current_program().host.subject_actions(session(), viewer(), subject, subject_id)
    return [
        Link(label=one.label, url=url, icon=one.icon or "next")
        for one in found
        if (url := address(one.key, one.endpoint, one.values))
    ]


def render_piece(piece: Card | Fragment) -> Markup:
    """Print a card or a fragment; one whose template raises is replaced by a note that names it."""
    try:
        return Markup(render_template(piece.template, piece=piece, **piece.context))  # noqa: S704 (escaped by its template)
    except Exception as error:
        if current_app.testing:
            raise
        current_app.extensions["collegial.templates"].put_failing_aside(error)
        log.exception("piece.failed", piece=piece.key)
        return Markup(render_template("web/failed.html", owner=piece.key.split(".")[0]))  # noqa: S704


def _frame() -> dict[str, Any]:
    program = current_program()
    settings, pays = program.settings, shown_pays()
    return {
        "pays": pays,
        "accent_hex": accent_colour(pays.accent),
        "demo": settings.demo,
        "kept_mails": settings.kept_mails,
        "locale": str(get_locale()),
        "languages": [(code, NATIVE_NAMES.get(code, code)) for code in settings.pays.languages],
        "theme": current_theme(),
        "viewer": viewer(),
        "banners": _banners(),
        "page_link": sharing(),
    }


def current_theme() -> str:
    """Return the visitor's choice between light, dark, and what the device says."""
    theme = request.cookies.get("theme", "auto") if request else "auto"
    return theme if theme in THEMES else "auto"


def _banners() -> list[tuple[str, Text]]:
    if not viewer().may("modules.manage"):
        return []
    host = current_program().host
    failed = {
        *failed_upgrades(session()),
        *(host.behind(session()) & active_names(session())),
    } & host.loaded.keys()
    names = ", ".join([*(one.name for one in host.broken), *sorted(failed)])
    said = t("Some modules cannot be used: %(names)s. The page “Modules” says why.", names=names)
    return [("warning", said)] if names else []


def safe_next(target: str | None) -> str:
    """Return where to go after a choice: a path of this site, never another one."""
    return target if target and _is_ours(target) else url_for("web.home")


def _is_ours(target: str) -> bool:
    """Tell a path of this site; browsers read a backslash as a slash, and drop tabs and line ends."""
    if not target.isprintable() or "\\" in target or target.startswith("//"):
        return False
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc and parts.path.startswith("/")


_GLOBALS: Mapping[str, Any] = {
    "render_piece": render_piece,
    "live_address": live_address,
    "page_slot": page_slot,
    "subject_actions": subject_actions,
    "published_fingerprint": published_fingerprint,
    "scale": scale,
    "public_address": public_address,
    "place_of_answer": place_of_answer,
    "menu_parts": menu,
    "may_be_left_out": may_be_left_out,
    "mark_the_fewer": mark_the_fewer,
    "parts_of": parts_of,
    "lay_trail": lay_trail,
    "is_just_above": is_just_above,
    "leads_here": leads_here,
}
