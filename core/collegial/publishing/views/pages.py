"""The pages that say who we are, what we published and decided, and under which law."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from collegial.hooks.publishing import PublicKind
from collegial.publishing import gathering
from collegial.publishing.showing import site_words
from collegial.web.request import session

OFFERED = {"works": PublicKind.WORK, "decisions": PublicKind.DECISION}


def about() -> ResponseReturnValue:
    """Say who we are, with missions and priorities."""
    return render_template("publishing/about.html", words=site_words(session()))


def legal() -> ResponseReturnValue:
    """Say who publishes the site."""
    return render_template("publishing/legal.html", words=site_words(session()))


def published() -> ResponseReturnValue:
    """Show works and decisions, all or those of one kind, the latest first."""
    wanted = request.args.get("kind", "")
    if wanted and wanted not in OFFERED:
        abort(404)
    kinds = [OFFERED[wanted]] if wanted else list(OFFERED.values())
    found = [one for kind in kinds for one in gathering.latest(session(), kind)]
    found.sort(key=lambda one: one.order, reverse=True)
    return render_template("publishing/published.html", found=found, wanted=wanted, kinds=PublicKind)
