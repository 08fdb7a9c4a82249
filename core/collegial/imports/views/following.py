"""Look at imports: the list, the preview, the run, the report."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.imports import queries, services
from collegial.imports.forms import RunForm
from collegial.imports.kinds import kind_of
from collegial.imports.models import ImportFile
from collegial.imports.rules import ImportState, Mode, Outcome, from_json
from collegial.imports.showing import correctable, labels_of, shown_rows
from collegial.kernel.paging import page_of
from collegial.kernel.text import t
from collegial.web.languages import say
from collegial.web.request import act, session
from collegial.web.tables import table_response

_TEMPLATES = {ImportState.PLANNED: "imports/preview.html", ImportState.RUNNING: "imports/running.html"}


def index() -> ResponseReturnValue:
    """Show all imports, the latest first."""
    page = page_of(session(), queries.imports(), number=request.args.get("page", 1, type=int))
    return render_template("imports/index.html", page=page, kind_of=kind_of)


def show(number: int) -> ResponseReturnValue:
    """Show an import as it stands: its preview, its progress, or its report."""
    file = queries.import_file(session(), number)
    if file.state is ImportState.UPLOADED:
        return redirect(url_for("imports.columns", number=number))
    return _page(file, RunForm(mode=_usual(file).value))


def run(number: int) -> ResponseReturnValue:
    """Start an import; sent twice, it shows the one that runs."""
    file = queries.import_file(session(), number)
    if file.state is not ImportState.PLANNED:
        return redirect(url_for("imports.show", number=number))
    form = RunForm()
    if status := form.attempt(lambda: services.start(act(), file, mode=Mode(form.mode.data))):
        return _page(file, form), status
    return redirect(url_for("imports.show", number=number))


def progress(number: int) -> ResponseReturnValue:
    """Give the part of the page that changes while an import runs; at its end, the whole page."""
    file = queries.import_file(session(), number)
    answer = make_response(render_template("imports/_progress.html", file=file))
    if file.state is not ImportState.RUNNING:
        answer.headers["HX-Refresh"] = "true"
    return answer


def stop(number: int) -> ResponseReturnValue:
    """Stop an import after the batch under way."""
    services.stop(act(), queries.import_file(session(), number))
    flash(say(t("The import is stopped. What was written stays; the rest was not imported.")), "success")
    return redirect(url_for("imports.show", number=number))


def wrong(number: int, file_format: str) -> ResponseReturnValue:
    """Give the wrong rows as a file, each with its errors, to be corrected and sent again."""
    file = queries.import_file(session(), number)
    rows = session().scalars(queries.rows(number, Outcome.WRONG))
    columns, table = correctable(file, rows, say)
    return table_response(t("Rows to correct"), columns, table, file_format)


def _page(file: ImportFile, form: RunForm) -> str:
    outcome = _asked(file)
    page = page_of(
        session(), queries.rows(file.id, outcome), number=request.args.get("page", 1, type=int), size=25
    )
    return render_template(
        _TEMPLATES.get(file.state, "imports/report.html"),
        file=file,
        kind=kind_of(file.kind),
        form=form,
        outcome=outcome,
        page=page,
        rows=list(shown_rows(file, page.items)),
        labels=labels_of(file),
        failure=from_json(file.failure) if file.failure else None,
    )


def _asked(file: ImportFile) -> Outcome:
    """Return which rows to show: those asked for, else the wrong ones while there are any."""
    asked = request.args.get("rows", "")
    if asked in {one.value for one in Outcome}:
        return Outcome(asked)
    counts = {
        Outcome.WRONG: file.wrong_count,
        Outcome.NEW: file.new_count,
        Outcome.CHANGED: file.changed_count,
    }
    return next((outcome for outcome, count in counts.items() if count), Outcome.SAME)


def _usual(file: ImportFile) -> Mode:
    return Mode.GOOD_ROWS if file.wrong_count else Mode.ALL_OR_NOTHING
