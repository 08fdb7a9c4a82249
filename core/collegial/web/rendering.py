"""What templates can use: dates, numbers, Markdown, and the frame of every page."""

import re
from fractions import Fraction
from typing import Any
from urllib.parse import urlsplit

import structlog
from babel import Locale
from flask import Flask, current_app, render_template, request, url_for
from flask_babel import format_date, format_decimal, get_locale
from markupsafe import Markup

from collegial.documents.accounts import in_fours
from collegial.hooks.contracts import Card, Fragment
from collegial.hosting.activation import active_names, failed_upgrades
from collegial.kernel.colours import accent_colour
from collegial.kernel.fractions import percent_in
from collegial.kernel.text import Text, t
from collegial.web.answers import mark_the_fewer, may_be_left_out
from collegial.web.form_pages import place_of_answer
from collegial.web.languages import (
    NATIVE_NAMES,
    say_if_text,
    worded,
    written_amount,
    written_day,
    written_day_at,
    written_hour,
    written_moment,
    written_month,
)
from collegial.web.laying import parts_of
from collegial.web.live import live_address, mark_of
from collegial.web.look import shown_pays
from collegial.web.menu import Link, address, menu
from collegial.web.program import current_program, public_address
from collegial.web.prose import plain_text, render_markdown, without_signs
from collegial.web.published import published_fingerprint
from collegial.web.request import session, viewer
from collegial.web.scales import scale
from collegial.web.sharing import sharing
from collegial.web.stacking import under_headers
from collegial.web.trail import is_just_above, lay_trail, leads_here

log = structlog.get_logger(__name__)
_ARTICLE = re.compile(r"(?:art\. |n° )?[DLR]?\d+(?:-\d+)+")
THEMES = ("auto", "light", "dark")


def dress(app: Flask) -> None:
    """Give every template its filters and its frame."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        markdown=render_markdown,
        plain=plain_text,
        without_signs=without_signs,
        day=lambda moment: written_day(moment, "full"),
        short_day=written_day,
        brief_day=lambda moment: written_day(moment, "medium"),
        short_month=lambda moment: format_date(moment, "MMM"),
        month_name=written_month,
        weekday=lambda moment: format_date(moment, "EEE"),
        moment=written_moment,
        at_hour=written_day_at,
        clock=written_hour,
        number=format_decimal,
        money=written_amount,
        percent=show_percent,
        fraction=show_exact,
        in_fours=in_fours,
        mark=mark_of,
        under=under_headers,
        worded=worded,
        citation=unbroken,
    )
    app.jinja_env.globals.update(
        render_piece=render_piece,
        live_address=live_address,
        page_slot=page_slot,
        subject_actions=subject_actions,
        published_fingerprint=published_fingerprint,
        scale=scale,
        public_address=public_address,
        place_of_answer=place_of_answer,
        menu_parts=menu,
        may_be_left_out=may_be_left_out,
        mark_the_fewer=mark_the_fewer,
        parts_of=parts_of,
        lay_trail=lay_trail,
        is_just_above=is_just_above,
        leads_here=leads_here,
    )
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


def unbroken(source: Text | str | None) -> Markup:
    """Return where a rule comes from, such as “art. R225-69”, its number on one line however narrow the page."""
    said = str(Markup.escape(say_if_text(source) or ""))
    return Markup(_ARTICLE.sub(r'<span class="unbroken">\g<0></span>', said))  # noqa: S704 (escaped above)


def show_percent(share: Fraction) -> str:
    """Print a share as a percentage of at most two decimals, in the reader's language."""
    return percent_in(share, get_locale() or Locale("en"))


def show_exact(share: Fraction) -> str:
    """Print the exact fraction."""
    return f"{share.numerator}/{share.denominator}"


def _frame() -> dict[str, Any]:
    program = current_program()
    settings, pays = program.settings, shown_pays()
    return {
        "pays": pays,
        "accent_hex": accent_colour(pays.accent),
        "demo": settings.demo,
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
