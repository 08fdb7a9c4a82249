"""Show proposals, their versions and their gate; settle topics and decide."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.hooks.contracts import Passage, Verdict
from collegial.kernel.clock import local_day
from collegial.kernel.errors import Invalid, Missing, Refused
from collegial.kernel.text import Text, t
from collegial.proposals import queries, services, showing
from collegial.proposals.forms import DecisionForm, ReopenForm, SettleForm
from collegial.proposals.models import GateOutcome, Proposal, Topic, Version
from collegial.proposals.queries import Gate
from collegial.tables.writing import Column
from collegial.web.forms import Form
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session, viewer
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
    proposal = _readable(slug)
    return render_template(
        "proposals/show.html",
        proposal=proposal,
        rules=queries.rules_of(proposal),
        lines=showing.stage_lines(proposal),
        views=showing.views_heard(proposal),
        gate=_weigh(proposal),
    )


def version(slug: str, stage: str) -> ResponseReturnValue:
    """Show what a version says, what fed it, and the digest that seals it."""
    proposal = _readable(slug)
    found = _version(proposal, stage)
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
    proposal = _readable(slug)
    found, rules = _version(proposal, stage), queries.rules_of(proposal)
    rows = [
        (one.title, rules.kind_label(one.kind), one.text, one.views, one.heard_on)
        for one in found.contributions
    ]
    return table_response(t("Contributions to this version"), CONTRIBUTIONS, rows, file_format)


def gate(slug: str) -> ResponseReturnValue:
    """Show what the next passage needs; members of the deciding group find the forms there."""
    return _gate_page(_readable(slug))


def settle(slug: str, to_stage: str, key: str) -> ResponseReturnValue:
    """Settle a topic."""
    proposal = _readable(slug)
    topic, form = _topic(proposal, to_stage, key), SettleForm(prefix=f"settle-{key}")
    if not form.validate_on_submit():
        return _gate_page(proposal, {f"settle-{key}": form}, status=422)
    try:
        services.settle_topic(act(), topic, form.decision.data)
    except (Invalid, Refused) as error:
        form.refuse(error)
        return _gate_page(proposal, {f"settle-{key}": form}, status=error.status)
    flash(say(t("The topic is settled. Everyone who reads the proposal sees the decision.")), "success")
    return redirect(url_for("proposals.gate", slug=slug))


def reopen(slug: str, to_stage: str, key: str) -> ResponseReturnValue:
    """Open a settled topic again."""
    proposal = _readable(slug)
    topic, form = _topic(proposal, to_stage, key), ReopenForm(prefix=f"reopen-{key}")
    if not form.validate_on_submit():
        return _gate_page(proposal, {f"reopen-{key}": form}, status=422)
    try:
        services.reopen_topic(act(), topic, form.reasons.data)
    except (Invalid, Refused) as error:
        form.refuse(error)
        return _gate_page(proposal, {f"reopen-{key}": form}, status=error.status)
    flash(say(t("The topic is open again.")), "success")
    return redirect(url_for("proposals.gate", slug=slug))


def decide(slug: str, to_stage: str) -> ResponseReturnValue:
    """Record what the group decided on the passage."""
    proposal, form = _readable(slug), DecisionForm()
    if not form.validate_on_submit():
        return _gate_page(proposal, {"decide": form}, status=422)
    outcome = GateOutcome(form.outcome.data)
    try:
        services.decide_gate(
            act(), proposal, outcome=outcome, reasons=form.reasons.data, to_stage=to_stage,
            votes_for=form.votes_for.data, votes_against=form.votes_against.data,
            abstentions=form.abstentions.data, check=_check,
        )  # fmt: skip
    except (Invalid, Refused) as error:
        form.refuse(error)
        return _gate_page(proposal, {"decide": form}, status=error.status)
    flash(say(_said(outcome)), "success")
    return redirect(url_for("proposals.show", slug=slug))


def _version(proposal: Proposal, stage: str) -> Version:
    found = queries.version_at(proposal, stage)
    if found is None:
        raise Missing(
            "proposals.no_version", t("The proposal has not come to the stage “%(stage)s”.", stage=stage)
        )
    return found


def _readable(slug: str) -> Proposal:
    proposal = queries.proposal_by_slug(session(), slug, viewer())
    if proposal is None:
        raise Missing("proposals.none", t("There is no proposal at this address, or it is not public."))
    return proposal


def _topic(proposal: Proposal, to_stage: str, key: str) -> Topic:
    for topic in proposal.topics:
        if (topic.to_stage, topic.key) == (to_stage, key):
            return topic
    raise Missing("proposals.no_topic", t("There is no such topic."))


def _said(outcome: GateOutcome) -> Text:
    if outcome is GateOutcome.PASSED:
        return t("The passage is recorded: the version is frozen, the next one is open.")
    return t("The decision is recorded: the version stays at its stage.")


def _check(key: str, passage: Passage) -> Verdict:
    return current_program().host.check_gate(session(), key, passage)


def _weigh(proposal: Proposal) -> Gate | None:
    return queries.gate_of(session(), proposal, _check, current_program().host.gate_label)


def _gate_page(
    proposal: Proposal, sent: Mapping[str, Form] = MappingProxyType({}), *, status: int = 200
) -> ResponseReturnValue:
    """Show the gate; `sent` is the form to show again with its errors, by its name."""
    found = _weigh(proposal)
    group = found.group if found else None
    program = current_program()
    day = local_day(program.clock.now(), program.settings.pays.zone)
    page = render_template(
        "proposals/gate.html",
        proposal=proposal,
        gate=found,
        rules=queries.rules_of(proposal),
        forms={**_forms(found.topics if found else ()), **sent},
        sent=next(iter(sent.values()), None),
        may_decide=found is not None and queries.may_decide(session(), viewer(), group, day),
        decisions=queries.decisions_on(proposal, queries.draft_of(proposal).stage),
    )
    return page, status


def _forms(topics: Sequence[Topic]) -> dict[str, Form]:
    """Return the forms of the gate by name, empty."""
    forms: dict[str, Form] = {"decide": DecisionForm(formdata=None)}
    for topic in topics:
        forms[f"settle-{topic.key}"] = SettleForm(formdata=None, prefix=f"settle-{topic.key}")
        forms[f"reopen-{topic.key}"] = ReopenForm(formdata=None, prefix=f"reopen-{topic.key}")
    return forms
