"""Show what was looked for, and what was found."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from collegial.search import queries
from collegial.web.program import current_program
from collegial.web.request import session, viewer

LONGEST = 200


def index() -> ResponseReturnValue:
    """Look for the words of the address."""
    words = " ".join(request.args.get("q", "").replace("\0", " ").split())[:LONGEST]
    host = current_program().host
    found = queries.find(host, session(), viewer(), words) if words else []
    meant = queries.meant(host, session(), viewer(), words) if words and not found else None
    return render_template("search/index.html", words=words, found=found, meant=meant)
