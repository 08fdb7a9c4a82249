"""Close the site for maintenance: a file in the deployment's folder, so that no database is needed to say so."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask, current_app, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from collegial.config import Settings
from collegial.kernel.text import Text, t
from collegial.web.languages import say
from collegial.web.look import pays_last_shown

_NAME = "maintenance"
# Monitors, and what the page itself is made of.
_OPEN = frozenset({"health.live", "health.ready", "static", "web.accent", "web.logo"})
_TITLE = t("The site is closed for maintenance")
_TEXT = t("We are looking after it. Nothing is lost; come back in a few minutes.")
_WAIT = 120


def flag_of(settings: Settings) -> Path:
    """Return the file whose presence closes the site."""
    return settings.folder / _NAME


def close_for_maintenance(app: Flask, settings: Settings) -> None:
    """Answer every request by one page while the flag is there, before anything is asked of the database."""
    app.before_request(_answer(flag_of(settings), settings))


def _answer(flag: Path, settings: Settings) -> Callable[[], ResponseReturnValue | None]:
    def answer() -> ResponseReturnValue | None:
        if request.endpoint in _OPEN or not flag.exists():
            return None
        # Not by render_template: the frame of other pages asks the database for the menu.
        template = current_app.jinja_env.get_template("errors/maintenance.html")
        response = make_response(
            template.render(parts=in_every_language(settings, _TITLE, _TEXT), pays=pays_last_shown()), 503
        )
        response.headers["Retry-After"] = str(_WAIT)
        return response

    return answer


def in_every_language(settings: Settings, title: Text, text: Text) -> list[tuple[str, str, str]]:
    """Return words in every language offered: whose cookie says which one is not asked now."""
    found = []
    for language in settings.pays.languages:
        with force_locale(language):
            found.append((language, say(title), say(text)))
    return found
