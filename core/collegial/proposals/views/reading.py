"""Show proposals and their versions."""

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.kernel.errors import Missing
from collegial.kernel.text import Text, t
from collegial.proposals import queries, showing
from collegial.proposals.models import Action, Axis
from collegial.proposals.permissions import AMEND
from collegial.proposals.queries.amendments import amendments_on, left_to_work_in, open_amendments
from collegial.proposals.queries.debating import is_silent
from collegial.proposals.queries.following import is_following
from collegial.proposals.queries.withdrawing import withdrawals_of, withdrawn
from collegial.proposals.views.loading import family_names, kind_names, readable, version_of, weigh
from collegial.tables.writing import Column
from collegial.web.forms import row_numbers
from collegial.web.languages import say
from collegial.web.request import session, viewer
from collegial.web.tables import table_response

CONTRIBUTIONS = (
    Column(t("Contribution")),
    Column(t("Kind")),
    Column(t("Who was heard")),
    Column(t("Views"), "number"),
    Column(t("Day"), "date"),
)


_ON_THE_BOARD, BESIDE = 12, 5


def index() -> ResponseReturnValue:
    """Show the board: each stage with the newest proposals that are there."""
    newest = queries.newest_at_each_stage(session(), viewer(), most=_ON_THE_BOARD)
    return render_template(
        "proposals/index.html",
        boards=showing.boards(newest, queries.numbers_at_stages(session(), viewer())),
        withdrawn=withdrawn(session(), viewer()),
    )


def at_stage(stage: str) -> ResponseReturnValue:
    """List the proposals that stand at a stage of the pipelines that are named."""
    pipelines = row_numbers(request.args.getlist("pipeline"))
    number = request.args.get("page", 1, type=int)
    page = queries.at_stage(session(), viewer(), pipelines, stage, number)
    if not page.items:
        raise Missing("proposals.nothing_there", t("No proposal stands at this stage."))
    rules = queries.rules_of(page.items[0])
    return render_template("proposals/stage.html", page=page, stage=rules.stage(stage))


def show(slug: str) -> ResponseReturnValue:
    """Show a proposal: its way through the stages, who was heard, the gate before it."""
    proposal = readable(slug)
    return render_template(
        "proposals/show.html",
        proposal=proposal,
        rules=queries.rules_of(proposal),
        lines=showing.stage_lines(proposal),
        views=showing.views_heard(proposal, kind_names(proposal), family_names()),
        gate=weigh(proposal),
        round=queries.open_round(session(), proposal),
        rollbacks=queries.rollbacks(session(), proposal),
        withdrawals=withdrawals_of(session(), proposal),
        silent=is_silent(session(), proposal, viewer().account_id),
        follows=is_following(session(), proposal, viewer().account_id),
        open_amendments=open_amendments(session(), proposal),
        to_work_in=left_to_work_in(session(), proposal),
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
        amendments=amendments_on(session(), found, most=BESIDE + 1),
        beside=BESIDE,
        may_amend=found.frozen_at is None and viewer().may(AMEND),
        kinds=kind_names(proposal),
        families=family_names(),
        titles={action.key: action.title for axis in axes for action in axis.actions},
        decisions=queries.decisions_on(proposal, stage),
        is_whole=found.digest is not None and found.digest == queries.digest_of(proposal, found, axes),
    )


def passage(action_id: int) -> ResponseReturnValue:
    """Lead to an action where it stands in its version."""
    found = session().get(Action, action_id)
    if found is None:
        raise Missing("proposals.no_action", t("There is no such action: someone may have taken it out."))
    proposal = readable(found.axis.version.proposal.slug)
    stage, anchor = found.axis.version.stage, f"action-{found.key}"
    return redirect(url_for("proposals.version", slug=proposal.slug, stage=stage, _anchor=anchor))


def heading(axis_id: int) -> ResponseReturnValue:
    """Lead to an axis where it stands in its version."""
    found = session().get(Axis, axis_id)
    if found is None:
        raise Missing("proposals.no_axis", t("There is no such axis: someone may have taken it out."))
    proposal = readable(found.version.proposal.slug)
    anchor = f"axis-{found.position}"
    return redirect(
        url_for("proposals.version", slug=proposal.slug, stage=found.version.stage, _anchor=anchor)
    )


def export_contributions(slug: str, stage: str, file_format: str) -> Response:
    """Give who was heard for a version as a table."""
    proposal = readable(slug)
    found, kinds = version_of(proposal, stage), kind_names(proposal)
    rows = [
        (one.title, _said(kinds.get(one.kind, one.kind)), one.text, one.views, one.heard_on)
        for one in found.contributions
    ]
    return table_response(t("Contributions to this version"), CONTRIBUTIONS, rows, file_format)


def _said(name: str | Text) -> str:
    return say(name) if isinstance(name, Text) else name
