"""Show what was looked for, and what was found."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from collegial.handbook.finding import excerpt
from collegial.kernel.folding import MOST_WORDS
from collegial.search import places, queries
from collegial.web.program import current_program
from collegial.web.request import session, viewer

LONGEST = 200


def index() -> ResponseReturnValue:
    """Look for the words of the address."""
    written = request.args.get("q", "").replace("\0", " ")[:LONGEST]
    words = " ".join(written.split()[:MOST_WORDS])
    host = current_program().host
    found = queries.find(host, session(), viewer(), words) if words else []
    named = places.pages_named(words) if words else []
    pieces = places.pieces_of_guide(words, str(get_locale())) if words else []
    is_lost = words and not (found or named or pieces)
    meant = queries.meant(host, session(), viewer(), words) if is_lost else None
    return render_template(
        "search/index.html",
        words=words,
        found=found,
        named=named,
        pieces=pieces,
        excerpt=excerpt,
        meant=meant,
    )
