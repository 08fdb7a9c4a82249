"""The pictures that stand for the deployment elsewhere: beside a link that is shared, on a tab, on a phone's screen."""

from functools import lru_cache
from pathlib import Path

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.documents.rendering import render_picture
from collegial.kernel.colours import accent_colour
from collegial.web.look import shown_pays

_HERE = Path(__file__).parent.parent / "templates" / "print"
_DAY = 24 * 3600


def share_image() -> Response:
    """Give the picture that is shown where a page is shared: name and colour, 1200 × 630."""
    pays = shown_pays()
    return _png(drawn("share", pays.name, pays.tagline, accent_colour(pays.accent)))


def touch_icon() -> Response:
    """Give the picture for a phone's screen: the mark on the colour."""
    pays = shown_pays()
    return _png(drawn("icon", pays.name, "", accent_colour(pays.accent)))


def icon() -> ResponseReturnValue:
    """Give the picture for a tab: the logo, or the mark in the colour of the deployment."""
    pays = shown_pays()
    if pays.logo:
        return redirect(url_for("web.logo"))
    if pays.logo_url:
        return redirect(pays.logo_url)
    sheet = render_template("publishing/icon.svg", colour=accent_colour(pays.accent))
    answer = Response(sheet, mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = f"public, max-age={_DAY}"
    return answer


@lru_cache(maxsize=16)
def drawn(template: str, name: str, tagline: str, colour: str) -> bytes:
    """Draw a picture, once for the same words and colour."""
    return render_picture(_HERE / f"{template}.typ", {"name": name, "tagline": tagline, "colour": colour})


def _png(content: bytes) -> Response:
    answer = Response(content, mimetype="image/png")
    answer.headers["Cache-Control"] = f"public, max-age={_DAY}"
    return answer
