"""What has changed of an assembly since a page of it was loaded: a piece that all its readers share."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from markupsafe import Markup

from collegial.assemblies.queries import meetings
from collegial.journal.lasting import lasting
from collegial.web.live import in_room, is_shown, shared, unchanged
from collegial.web.request import session


def live_news(token: str) -> ResponseReturnValue:
    """Tell a page that asks again what was opened, closed or called off since it was loaded."""
    with in_room(token) as assembly_id:
        told = news(assembly_id)
        if is_shown(told):
            return shared(unchanged())
        meeting = meetings.assembly(session(), assembly_id)
        page = render_template(
            "assemblies/_news.html", assembly_id=assembly_id, news=told, told=told, assembly_now=meeting
        )
        return shared(page)


def news(assembly_id: int) -> Markup:
    """Return how an assembly and its votes stand now, in words that are the same for all; nothing before its time.

    Raises Missing for an unknown assembly.
    """
    key = ("assemblies.news", assembly_id, str(get_locale()))
    return lasting(session(), key, lambda: _written(assembly_id))


def _written(assembly_id: int) -> Markup:
    meeting = meetings.assembly(session(), assembly_id)
    return Markup(render_template("assemblies/_news_content.html", assembly=meeting))  # noqa: S704 (escaped by its template)
