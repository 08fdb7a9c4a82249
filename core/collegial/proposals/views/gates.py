"""Show the gate of a proposal, and decide."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.groups.queries import is_in_group
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.text import Text, t
from collegial.proposals import queries, services
from collegial.proposals.forms.gates import (
    CloseForm,
    CountedDecisionForm,
    CountedRollbackForm,
    DecisionForm,
    RollbackForm,
    VoiceForm,
)
from collegial.proposals.forms.topics import TasksForm, TopicsForm, tasks_form, topics_form
from collegial.proposals.models import GateOutcome, GateVoice, Proposal
from collegial.proposals.permissions import WRITE
from collegial.proposals.queries import Gate
from collegial.proposals.queries.amendments import left_to_work_in, open_amendments, unanswered
from collegial.proposals.queries.rounds import Seat, seats_at
from collegial.proposals.rules import PassageRule, needed_for_quorum
from collegial.proposals.services.rounds import count_of
from collegial.proposals.views.loading import check, readable, weigh
from collegial.web.forms import Form
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session, viewer

_UNANSWERED = 10  # the others are found on their own page


def gate(slug: str) -> ResponseReturnValue:
    """Show what the next passage needs; members of the deciding group find the forms there."""
    return gate_page(readable(slug))


def decide(slug: str, to_stage: str) -> ResponseReturnValue:
    """Record what the group decided on the passage."""
    proposal = readable(slug)
    form = decision_form(proposal)
    if not form.validate_on_submit():
        return gate_page(proposal, {"decide": form}, status=422)
    outcome = GateOutcome(form.outcome.data)
    try:
        services.decide_gate(
            act(), proposal, outcome=outcome, reasons=form.reasons.data, to_stage=to_stage,
            count=form.count, check=check, tasks=(form.tasks.data or "").splitlines(),
            carries_over=form.carries_over.data,
        )  # fmt: skip
    except (Invalid, Refused) as error:
        form.refuse(error)
        return gate_page(proposal, {"decide": form}, status=error.status)
    flash(say(told_of(outcome)), "success")
    return redirect(url_for("proposals.show", slug=slug))


def told_of(outcome: GateOutcome) -> Text:
    """Say what a decision means for the version."""
    if outcome is GateOutcome.PASSED:
        return t("The passage is recorded: the version is frozen, the next one is open.")
    return t("The decision is recorded: the version stays at its stage.")


def gate_page(
    proposal: Proposal, sent: Mapping[str, Form] = MappingProxyType({}), *, status: int = 200
) -> ResponseReturnValue:
    """Show the gate; `sent` is the form to show again with its errors, by its name."""
    found, current = weigh(proposal), queries.open_round(session(), proposal)
    group = found.group if found else None
    day = current_program().today
    seats = seats_at(session(), group, day, current) if group else ()
    waiting = open_amendments(session(), proposal)
    size = sum(one.belongs for one in seats)
    forms = {**_forms(proposal, found, _own_voice(seats)), **sent}
    _fit(forms, found, waiting)
    page = render_template(
        "proposals/gate.html",
        proposal=proposal,
        gate=found,
        rules=queries.rules_of(proposal),
        round=current,
        round_count=count_of(current) if current else None,
        seats=seats,
        size=size,
        needed=needed_for_quorum(found.rule.quorum, size) if found else 0,
        tasks=queries.open_tasks(proposal),
        may_write=viewer().may(WRITE) and not proposal.withdrawal,
        waiting=waiting,
        to_work_in=left_to_work_in(session(), proposal),
        unanswered=unanswered(session(), proposal, most=_UNANSWERED) if waiting else (),
        forms=forms,
        sent=next(iter(sent.values()), None),
        belongs=group is not None and is_in_group(session(), group.id, viewer().actor_id, day),
        may_decide=found is not None
        and not proposal.withdrawal
        and queries.may_decide(session(), viewer(), group, day),
        decisions=queries.decisions_on(proposal, queries.draft_of(proposal).stage),
    )
    return page, status


def _own_voice(seats: Iterable[Seat]) -> GateVoice | None:
    voices = (one.voice for one in seats if one.voice)
    return next((one for one in voices if one.actor_id == viewer().actor_id), None)


def _forms(proposal: Proposal, found: Gate | None, said: GateVoice | None) -> dict[str, Form]:
    """Return the forms of the gate by name, empty but for what the viewer said in the round."""
    forms: dict[str, Form] = {
        "decide": decision_form(proposal, formdata=None),
        "close": close_form(formdata=None),
        "rollback": rollback_form(proposal, formdata=None),
    }
    if found is None:
        return forms
    answer = {"stance": said.stance.value, "reasons": said.reasons} if said else None
    forms["voice"] = voice_form(found.rule, formdata=None, data=answer)
    stage = found.rule.to_stage
    forms[f"topics-{stage}"] = topics_form_of(proposal, stage, formdata=None)
    forms[f"tasks-{stage}"] = tasks_form_of(proposal, stage, formdata=None)
    return forms


def _fit(forms: Mapping[str, Form], found: Gate | None, waiting: int) -> None:
    """Offer what the gate allows now: sending back while something is missing, carrying over what waits."""
    is_shut = found is not None and not found.state.is_open
    if not waiting:
        del forms["close"].carries_over
    if is_shut or not waiting:
        del forms["decide"].carries_over
    if is_shut:
        outcome = forms["decide"].outcome
        outcome.choices = [one for one in outcome.choices if one.value == GateOutcome.SENT_BACK.value]


def topics_form_of(proposal: Proposal, to_stage: str, **filled: None) -> TopicsForm:
    """Return the form of the topics of a passage."""
    return topics_form(to_stage, [one for one in proposal.topics if one.to_stage == to_stage])(**filled)


def tasks_form_of(proposal: Proposal, to_stage: str, **filled: None) -> TasksForm:
    """Return the form of the tasks before a passage."""
    passage = queries.next_passage(proposal)
    tasks = queries.open_tasks(proposal) if passage and passage.to_stage == to_stage else ()
    return tasks_form(tasks)(prefix="task", **filled)


def voice_form(rule: PassageRule, **filled: Any) -> VoiceForm:
    """Return the form of a round, with the answers of its way."""
    form = VoiceForm(prefix="voice", **filled)
    form.offer(rule.way)
    return form


def decision_form(proposal: Proposal, **filled: None) -> DecisionForm:
    """Return the form that records a decision; it asks for a count where a group decides."""
    kind = CountedDecisionForm if _is_counted(proposal) else DecisionForm
    return kind(**filled)


def close_form(**filled: None) -> CloseForm:
    """Return the form that closes a round."""
    return CloseForm(prefix="close", **filled)


def _is_counted(proposal: Proposal) -> bool:
    passage = queries.next_passage(proposal)
    return passage is not None and passage.group is not None


def rollback_form(proposal: Proposal, **filled: None) -> RollbackForm:
    """Return the form that starts the draft again, with the frozen versions."""
    kind = CountedRollbackForm if _is_counted(proposal) else RollbackForm
    form = kind(prefix="rollback", **filled)
    rules = queries.rules_of(proposal)
    form.to_stage.choices = [
        (one.stage, rules.stage(one.stage).name) for one in proposal.versions if one.frozen_at is not None
    ]
    return form
