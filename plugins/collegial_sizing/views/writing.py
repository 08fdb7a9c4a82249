"""Open, copy, change and choose scenarios; write their lines; set the rates of charges."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import (
    DomainError,
    FormPage,
    Missing,
    OnceForm,
    Over,
    Text,
    act,
    form_act,
    say,
    session,
    sure_act,
    t,
)
from collegial_sizing import queries, services
from collegial_sizing.forms import (
    CopyForm,
    LineForm,
    RateForm,
    ScenarioForm,
    line_form,
)
from collegial_sizing.models import SizingLine, SizingScenario
from collegial_sizing.rules.plan import Section
from collegial_sizing.showing import found, to
from collegial_sizing.views.reading import scenario_page
from collegial_sizing.words import SECTIONS


def create() -> ResponseReturnValue:
    """Open a scenario."""
    form = ScenarioForm()
    form.offer(queries.proposals(session()))
    page = FormPage(
        title=t("Open a scenario"), submit=t("Open the scenario"), crumbs=_crumbs(),
        lead=t("Say first what it supposes; its team, its costs and its resources come next."),
    )  # fmt: skip
    return _once(
        form,
        lambda: to(services.open_scenario(act(), form.facts()).id),
        page,
        t("The scenario is open. Add the team first."),
    )


def change(scenario_id: int) -> ResponseReturnValue:
    """Change what a scenario says of itself."""
    scenario = found(scenario_id)
    form = ScenarioForm(data=_data(scenario))
    del form.years
    form.offer(queries.proposals(session(), sized=scenario.proposal_id))
    return form_act(
        form,
        lambda: services.change_scenario(act(), scenario_id=scenario_id, fields=form.facts()),
        FormPage(title=t("Change the scenario"), submit=t("Save"), crumbs=_crumbs(scenario)),
        done=t("The scenario is changed."), to=to(scenario_id),
    )  # fmt: skip


def copy(scenario_id: int) -> ResponseReturnValue:
    """Copy a scenario with its lines."""
    scenario, form = found(scenario_id), CopyForm()
    page = FormPage(
        title=t("Copy the scenario"), submit=t("Copy the scenario"), crumbs=_crumbs(scenario),
        lead=t("The copy has the same lines. Change it to try another way."),
    )  # fmt: skip
    return _once(
        form,
        lambda: to(services.copy_scenario(act(), scenario_id=scenario_id, title=form.title.data).id),
        page,
        t("The copy is made."),
    )


def choose(scenario_id: int) -> ResponseReturnValue:
    """Choose a scenario, once it is said which one it displaces."""
    scenario = found(scenario_id)
    page = FormPage(
        title=t("Choose this scenario"), submit=t("Choose this scenario"), eyebrow=scenario.title,
        crumbs=_crumbs(scenario), back=(t("Back to the scenario"), to(scenario_id)),
        lead=t("It is the one that holds, and stands on the dashboard. It does not change while it is chosen."),
        facts=_displaced(queries.chosen(session())), over=_choice_over(scenario),
    )  # fmt: skip
    return sure_act(
        lambda: services.choose_scenario(act(), scenario_id=scenario_id), page,
        done=t("The scenario is chosen. It no longer changes; copy it to go on."), to=to(scenario_id),
    )  # fmt: skip


def _displaced(chosen: SizingScenario | None) -> Sequence[tuple[Text, str]]:
    """Say which scenario gives its place up, and what then becomes of it."""
    if chosen is None:
        return [(t("Chosen until now"), say(t("No scenario")))]
    return [
        (t("Chosen until now"), chosen.title),
        (t("What becomes of it"), say(t("It is kept, no longer holds, and can be changed again."))),
    ]


def _choice_over(scenario: SizingScenario) -> Over | None:
    """Say at once that a scenario is the chosen one already, or that there is nothing in it to choose."""
    if scenario.chosen:
        return Over(why=t("This scenario is already the chosen one."))
    if not scenario.lines:
        return Over(why=t("This scenario has no line yet: there is nothing to choose."))
    return None


def add_line(scenario_id: int, section: str) -> ResponseReturnValue:
    """Add a line to a part of a scenario."""
    scenario = found(scenario_id)
    if section not in {one.value for one in Section}:
        raise Missing("sizing.no_section", t("A scenario has no such part."))
    return _line_page(scenario, line_form(Section(section), scenario.years))


def change_line(scenario_id: int, line_id: int) -> ResponseReturnValue:
    """Change a line."""
    scenario = found(scenario_id)
    line = next((one for one in scenario.lines if one.id == line_id), None)
    if line is None:
        raise Missing("sizing.no_line", t("There is no such line."))
    return _line_page(scenario, line_form(line.kind.section, scenario.years, line), line)


def remove_line(scenario_id: int, line_id: int) -> ResponseReturnValue:
    """Remove a line."""
    return _press(
        scenario_id, t("The line is removed."),
        lambda: services.remove_line(act(), scenario_id=scenario_id, line_id=line_id),
    )  # fmt: skip


def rates() -> ResponseReturnValue:
    """Show the rates of charges and set one."""
    form = RateForm()
    status = form.attempt(
        lambda: services.set_rate(
            act(), starts_on=form.starts_on.data, rate=form.rate.exact or Fraction(0), source=form.source.data
        )
    )
    if status is None:
        flash(say(t("The rate is set; every scenario counts with it.")), "success")
        return redirect(url_for("sizing.rates"))
    return render_template("sizing/rates.html", form=form, rates=queries.rates(session())), status


def _line_page(
    scenario: SizingScenario, form: LineForm, line: SizingLine | None = None
) -> ResponseReturnValue:
    find = request.args.get("find", "")
    form.offer(queries.funders(session(), find), queries.actions(session(), scenario.proposal))

    def write() -> str:
        services.write_line(
            act(), scenario_id=scenario.id, fields=form.facts(), line_id=line.id if line else None
        )
        flash(say(t("The line is written.")), "success")
        return to(scenario.id, form.section.value)

    outcome = form.make(write)
    if isinstance(outcome, str):
        return redirect(outcome)
    shown = {"scenario": scenario, "form": form, "line": line, "section": SECTIONS[form.section]}
    return render_template("sizing/line.html", **shown), outcome


def _once(form: OnceForm, work: Callable[[], str], page: FormPage, done: Text) -> ResponseReturnValue:
    def work_and_tell() -> str:
        address = work()
        flash(say(done), "success")
        return address

    outcome = form.make(work_and_tell)
    if isinstance(outcome, str):
        return redirect(outcome)
    return render_template("web/form_page.html", form=form, page=page), outcome


def _press(scenario_id: int, done: Text, pressed: Callable[[], object]) -> ResponseReturnValue:
    try:
        pressed()
    except Missing:
        raise
    except DomainError as error:
        session().rollback()
        return scenario_page(scenario_id, refusal=error), error.status
    flash(say(done), "success")
    return redirect(to(scenario_id))


def _crumbs(scenario: SizingScenario | None = None) -> list[tuple[Text | str, str]]:
    crumbs: list[tuple[Text | str, str]] = [(t("Economic sizing"), url_for("sizing.index"))]
    return crumbs if scenario is None else [*crumbs, (scenario.title, to(scenario.id))]


def _data(scenario: SizingScenario) -> dict[str, object]:
    return {
        "title": scenario.title, "note": scenario.note, "starts_on": scenario.starts_on,
        "proposal_id": scenario.proposal_id, "opening_cash": scenario.opening_cash,
        "public_limit": scenario.public_limit,
    }  # fmt: skip
