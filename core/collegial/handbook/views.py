"""Give the guide, and look for words in it."""

from flask import abort, redirect, render_template, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from collegial.handbook import finding, site
from collegial.web.request import SIGN_IN, gate_of_request, viewer

LONGEST = 200
_HOUR = 3600


def start() -> ResponseReturnValue:
    """Lead to the first page in the reader's language."""
    own = f"{_language()}/"
    name = own if _language() in finding.ELSEWHERE and site.file_of(own) else ""
    return redirect(url_for("handbook.page", name=name) if name else url_for("handbook.index"))


def index() -> ResponseReturnValue:
    """Give the first page; say how it comes where the guide was not built."""
    return page("") if site.file_of("") else (render_template("handbook/missing.html"), 404)


def page(name: str) -> ResponseReturnValue:
    """Give a page, a picture or a style sheet of the guide."""
    found = site.file_of(name)
    if found is None:
        abort(404)
    if found.endswith("index.html") and name and not name.endswith(("/", ".html")):
        return redirect(url_for("handbook.page", name=f"{name}/"))
    return send_from_directory(site.SITE, found, max_age=_HOUR)


def search() -> ResponseReturnValue:
    """Look for the words of the address."""
    words = " ".join(request.args.get("q", "").split())[:LONGEST]
    found = finding.find_pieces(site.pieces(), words, language=request.args.get("lang", _language()))
    return render_template("handbook/search.html", words=words, found=found, excerpt=finding.excerpt)


def help_here() -> dict[str, str | None]:
    """Give every template the address of what explains its page, and its language where it is not the reader's."""
    topic = _topic_here() if request else ""
    url = address(topic) if topic else None
    spoken = finding.language_of(url.removeprefix(url_for("handbook.index"))) if url else None
    return {"help_url": url, "help_language": spoken if spoken != _language() else None}


def _topic_here() -> str:
    """Return what explains the page at hand to its reader; the library's own pages are those of signing in."""
    gate = gate_of_request()
    if gate is None:
        return "sign-in" if request.blueprint == SIGN_IN else ""
    return gate.help_for(viewer())


def address(topic: str) -> str | None:
    """Return the address of a topic such as `join#ask-to-join`, in the reader's language where it is written.

    A module may have its guide elsewhere, and names it by an address of its own.
    """
    if topic.startswith("https://"):
        return topic
    name, _, section = topic.partition("#")
    found = site.page_of(name, language=_language())
    return url_for("handbook.page", name=found, _anchor=section or None) if found else None


def _language() -> str:
    return getattr(get_locale(), "language", "en")
