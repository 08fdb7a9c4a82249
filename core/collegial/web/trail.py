"""The way back from a page, as its breadcrumbs say it: the menu and the head of the page go by it."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import g, request
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException

from collegial.kernel.text import Text
from collegial.web.languages import say_if_text

Crumb = tuple[Text | str, str]
_TRAIL = "trail"


def lay_trail(items: Sequence[Crumb]) -> Sequence[Crumb]:
    """Keep the way back for what is drawn after it; return it."""
    setattr(g, _TRAIL, items)
    return items


def is_just_above(words: object) -> bool:
    """Tell what the last of the breadcrumbs says already."""
    trail = _trail()
    return bool(trail) and str(say_if_text(words)) == str(say_if_text(trail[-1][0]))


def leads_here(endpoint: str) -> bool:
    """Tell the way to this page, or to one that its breadcrumbs lead back to."""
    return endpoint in (request.endpoint, *endpoints_above())


def endpoints_above() -> list[str]:
    """Return where the breadcrumbs lead, the nearest first."""
    found = [_endpoint(url) for _label, url in reversed(_trail())]
    return [one for one in found if one]


def _trail() -> Sequence[Crumb]:
    trail: Sequence[Crumb] = g.get(_TRAIL, ())
    return trail


def _endpoint(url: str) -> str | None:
    adapter = request_ctx.url_adapter
    path = urlsplit(url).path.removeprefix(request.script_root)
    try:
        return str(adapter.match(path, method="GET")[0]) if adapter else None
    except HTTPException:  # a redirection is one
        return None
