"""Show what was looked for, and what was found."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from collegial.kernel.folding import MOST_WORDS
from collegial.search import queries
from collegial.web.program import current_program
from collegial.web.request import session, viewer

LONGEST = 200


def index() -> ResponseReturnValue:
    """Look for the words of the address."""
    written = request.args.get("q", "").replace("\0", " ")[:LONGEST]
    words = " ".join(written.split()[:MOST_WORDS])
    host = current_program().host
    found = queries.find(host, session(), viewer(), words) if words else []
    meant = queries.meant(host, session(), viewer(), words) if words and not found else None
    return render_template("search/index.html", words=words, found=found, meant=meant)
