"""Show proposals and their versions."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from collegial.kernel.text import t
from collegial.proposals import queries, showing
from collegial.proposals.views.loading import readable, version_of, weigh
from collegial.tables.writing import Column
from collegial.web.request import session, viewer
from collegial.web.tables import table_response

CONTRIBUTIONS = (
    Column(t("Contribution")),
    Column(t("Kind")),
    Column(t("Who was heard")),
    Column(t("Views"), "number"),
    Column(t("Day"), "date"),
)


def index() -> ResponseReturnValue:
    """Show the board: every proposal at its stage."""
    board = showing.board_by_pipeline(queries.board(session(), viewer()))
    return render_template("proposals/index.html", board=board)


def show(slug: str) -> ResponseReturnValue:
    """Show a proposal: its way through the stages, who was heard, the gate before it."""
    proposal = readable(slug)
    return render_template(
        "proposals/show.html",
        proposal=proposal,
        rules=queries.rules_of(proposal),
        lines=showing.stage_lines(proposal),
        views=showing.views_heard(proposal),
        gate=weigh(proposal),
    )


def version(slug: str, stage: str) -> ResponseReturnValue:
    """Show what a version says, what fed it, and the digest that seals it."""
    proposal = readable(slug)
    found = version_of(proposal, stage)
    axes = queries.content_of(session(), found)
    return render_template(
        "proposals/version.html",
        proposal=proposal,
        version=found,
        when=showing.when(found),
        rules=queries.rules_of(proposal),
        axes=axes,
        decisions=queries.decisions_on(proposal, stage),
        is_whole=found.digest is not None and found.digest == queries.digest_of(proposal, found, axes),
    )


def export_contributions(slug: str, stage: str, file_format: str) -> Response:
    """Give who was heard for a version as a table."""
    proposal = readable(slug)
    found, rules = version_of(proposal, stage), queries.rules_of(proposal)
    rows = [
        (one.title, rules.kind_label(one.kind), one.text, one.views, one.heard_on)
        for one in found.contributions
    ]
    return table_response(t("Contributions to this version"), CONTRIBUTIONS, rows, file_format)
