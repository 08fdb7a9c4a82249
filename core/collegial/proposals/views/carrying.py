"""Show and record how the actions of the last version are carried out."""

from collections import Counter
from itertools import groupby

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.decisions.models import Decision
from collegial.files.exchanging import file_response, received
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.proposals import queries
from collegial.proposals.forms.carrying import STATES, AdoptionForm, StepForm
from collegial.proposals.models import CarryingState, Proposal
from collegial.proposals.queries import carrying as found_in
from collegial.proposals.queries.carrying import Carried
from collegial.proposals.services.carrying import StepFields, link_adoption, record_step
from collegial.proposals.views.loading import readable
from collegial.web.languages import say
from collegial.web.request import act, session


def implementation(slug: str) -> ResponseReturnValue:
    """Show every action of the last version with how it stands."""
    return _page(readable(slug))


def adopt(slug: str) -> ResponseReturnValue:
    """Name the decision that adopted the proposal."""
    proposal, form = readable(slug), _adoption_form()
    status = form.attempt(
        lambda: link_adoption(act(), proposal, session().get_one(Decision, form.decision.data))
    )
    if status is not None:
        return _page(proposal, form, status)
    flash(say(t("The decision is named.")), "success")
    return redirect(url_for("proposals.implementation", slug=slug))


def carry(slug: str, key: str) -> ResponseReturnValue:
    """Show the steps of an action, and record the next one."""
    proposal, form = readable(slug), StepForm()
    one = _carried(proposal, key)
    if not form.is_submitted() and one.now:
        form.process(data={
            "state": one.now.state.value, "owner": one.now.owner, "starts_on": one.now.starts_on,
            "due_on": one.now.due_on, "budget_line": one.now.budget_line,
            "budget": one.now.budget,
        })  # fmt: skip
    elif not form.is_submitted():
        form.owner.data = one.action.owner
    status = form.attempt(lambda: record_step(act(), proposal, key, _fields(form)))
    if status is not None:
        page = render_template(
            "proposals/carry.html", proposal=proposal, one=one, form=form, states=STATES, today=act().today
        )
        return page, status
    flash(say(t("The step is recorded.")), "success")
    return redirect(url_for("proposals.implementation", slug=slug))


def evidence(slug: str, step_id: int) -> ResponseReturnValue:
    """Give the evidence of a step."""
    for one in found_in.carried(session(), readable(slug)):
        for step in one.steps:
            if step.id == step_id and step.file:
                return file_response(step.file)
    raise Missing("proposals.no_file", t("There is no such file in this proposal."))


def _page(proposal: Proposal, form: AdoptionForm | None = None, status: int = 200) -> ResponseReturnValue:
    rows, day = found_in.carried(session(), proposal), act().today
    page = render_template(
        "proposals/implementation.html",
        proposal=proposal,
        by_axis=[(axis, list(within)) for axis, within in groupby(rows, key=lambda one: one.axis)],
        columns=_columns(rows),
        counted=_counted(rows),
        late=sum(one.is_late(day) for one in rows),
        is_last=queries.next_passage(proposal) is None,
        adoption=found_in.adoption_of(session(), proposal),
        form=form or _adoption_form(formdata=None),
        states=STATES,
        today=day,
    )
    return page, status


def _columns(rows: list[Carried]) -> dict[str, bool]:
    """Say which columns have anything in a row: before anybody began, none has."""
    steps = [one.now for one in rows if one.now]
    return {
        "owner": any((one.now.owner if one.now else one.action.owner) for one in rows),
        "day": any(step.due_on for step in steps),
        "money": any(step.budget for step in steps),
    }


def _counted(rows: list[Carried]) -> list[tuple[str, int]]:
    """Count the actions by how they stand, those not started first."""
    numbers = Counter(one.now.state if one.now else None for one in rows)
    names = [(None, say(t("Not started"))), *STATES.items()]
    return [(str(name), numbers[state]) for state, name in names if numbers[state]]


def _adoption_form(**filled: None) -> AdoptionForm:
    form = AdoptionForm(**filled)
    form.decision.choices = [(one.id, f"{one.number}. {one.title}") for one in found_in.adopted(session())]
    return form


def _fields(form: StepForm) -> StepFields:
    sent = form.evidence.data
    return StepFields(
        state=CarryingState(form.state.data), owner=form.owner.data or "", starts_on=form.starts_on.data,
        due_on=form.due_on.data, budget=form.amount, budget_line=form.budget_line.data or "",
        note=form.note.data or "", evidence=received(sent) if sent else None,
    )  # fmt: skip


def _carried(proposal: Proposal, key: str) -> Carried:
    for one in found_in.carried(session(), proposal):
        if one.action.key == key:
            return one
    raise Missing("proposals.no_action", t("There is no such action: someone may have taken it out."))
