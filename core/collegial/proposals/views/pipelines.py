"""Show and edit pipelines, priorities and missions."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.groups.queries import groups
from collegial.hooks.contracts import PipelinePreset
from collegial.kernel.errors import DomainError, Missing
from collegial.kernel.text import t
from collegial.proposals import queries, services
from collegial.proposals.forms.pipelines import PipelineForm
from collegial.proposals.rules import InvalidPipeline, parse_pipeline
from collegial.proposals.rules.keying import topics_of
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session


def pipelines() -> ResponseReturnValue:
    """Show the pipelines, and the ways to change them."""
    found = [(one, parse_pipeline(one.document)) for one in queries.pipelines(session())]
    return render_template(
        "proposals/pipelines.html", pipelines=found, presets=_of_modules("pipeline_presets"),
        groups={one.key: one.name for one in groups(session())},
    )  # fmt: skip


def new_pipeline() -> ResponseReturnValue:
    """Write a new pipeline, from a preset or from nothing."""
    wanted = request.args.get("from")
    start = next((one for one in _of_modules("pipeline_presets") if one.key == wanted), _NOTHING)
    form = _form(start.name, start.document)
    return _write(
        form,
        start.document,
        lambda name, document: services.begin_pipeline(act(), name=name, document=document),
    )


def edit_pipeline(key: str) -> ResponseReturnValue:
    """Write the next revision of a pipeline."""
    found = services.latest_pipeline(act(), key)
    if found is None:
        raise Missing("proposals.no_pipeline", t("There is no pipeline called “%(key)s”.", key=key))
    form = _form(found.name, found.document)
    return _write(
        form, found.document,
        lambda name, document: services.record_pipeline(act(), key=key, name=name, document=document),
        present=found.name,
    )  # fmt: skip


def _form(name: str, document: Mapping[str, Any]) -> PipelineForm:
    form = PipelineForm()
    if not form.is_submitted():
        form.show(name, document)
    _offer(form)
    return form


def _write(
    form: PipelineForm,
    start: Mapping[str, Any],
    record: Callable[[str, dict[str, Any]], object],
    present: str | None = None,
) -> ResponseReturnValue:
    if not form.is_submitted() or _grown(form):
        return _page(form, present)
    if not form.validate():
        return _page(form, present, 422)
    try:
        record(form.name.data.strip(), form.document(topics_of(start)))
    except InvalidPipeline as error:
        form.refuse_all(error)
        return _page(form, present, error.status)
    except DomainError as error:
        form.refuse(error)
        return _page(form, present, error.status)
    flash(say(t("The pipeline is recorded. Proposals under way keep the one they started with.")), "success")
    return redirect(url_for("proposals.pipelines"))


def _grown(form: PipelineForm) -> bool:
    """Put in what was asked for before anything is checked: another order, room for more, the stages of modules."""
    takes = form.take.data and form.ready is not None
    if takes:
        wanted = form.ready.data or ()
        form.take_over([one for one in _of_modules("pipeline_stages") if one.key in wanted])
    grown = takes or form.moves() or form.grows()
    if grown:
        _offer(form)
    return bool(grown)


def _page(form: PipelineForm, present: str | None, status: int = 200) -> ResponseReturnValue:
    return render_template("proposals/pipeline.html", form=form, present=present), status


def _offer(form: PipelineForm) -> None:
    host = current_program().host
    anyone = ("", say(t("Whoever holds the right to decide passages")))
    form.offer(
        [anyone, *((one.key, one.name) for one in groups(session()))],
        [(key, say(host.gate_label(key))) for key in sorted(host.by_hook["stage_gates"])],
        [
            (one.key, say(t("%(name)s: %(value)s", name=one.name, value=one.meaning)))
            for one in _of_modules("pipeline_stages")
        ],
    )


def _of_modules(hook: str) -> list[Any]:
    return current_program().host.of_active(session(), hook)


_NOTHING = PipelinePreset(
    key="", name="", document={"stages": [{}, {}], "contribution_kinds": [{}], "passages": [{}]}
)
