"""Compare two versions of a text of the site."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from collegial.proposals.rules.wording import mark_words
from collegial.publishing import queries
from collegial.publishing.rules.texts import PIECES, Place
from collegial.web.languages import NATIVE_NAMES
from collegial.web.program import current_program
from collegial.web.request import session


def compare(place: str, locale: str) -> ResponseReturnValue:
    """Show what changed from one version to another, word by word; the last two unless others are asked for."""
    if locale not in current_program().settings.pays.languages or place not in set(Place):
        abort(404)
    found = {one.revision: one for one in queries.revisions(session(), Place(place), locale)}
    if not found:
        abort(404)
    newest = max(found)
    after = request.args.get("after", newest, type=int)
    before = request.args.get("before", max(after - 1, min(found)), type=int)
    if not {before, after} <= set(found):
        abort(404)
    return render_template(
        "publishing/compare.html",
        piece=PIECES[Place(place)], place=place, tongue=locale, found=found, before=found[before], after=found[after],
        pieces=mark_words(found[before].writing.as_text, found[after].writing.as_text), names=NATIVE_NAMES,
    )  # fmt: skip
