"""Hand in a list and match its columns."""

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from collegial.imports import queries, services
from collegial.imports.forms import COLUMN, DEFAULT, ColumnsForm, UploadForm, columns_form
from collegial.imports.kinds import KINDS, ImportKind, kind_of
from collegial.imports.models import ImportFile
from collegial.imports.rules import guess_mapping, signature
from collegial.imports.showing import sample_of
from collegial.kernel.text import Text, t
from collegial.tables.reading import Limits, read_table
from collegial.tables.writing import Column
from collegial.web.acting import FormPage, sure_act
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session
from collegial.web.tables import table_response


def new() -> ResponseReturnValue:
    """Take a file in; what is wrong with it stands at the field."""
    asked = request.args.get("kind", "")
    form = UploadForm(kind=asked if asked in KINDS else "members").offer()
    taken: list[ImportFile] = []
    if status := form.attempt(lambda: taken.append(_take(form))):
        return render_template("imports/new.html", form=form, kinds=KINDS.values()), status
    return redirect(url_for("imports.columns", number=taken[0].id))


def columns(number: int) -> ResponseReturnValue:
    """Let the columns be matched; the preview follows."""
    file = queries.import_file(session(), number)
    if not file.is_fixable:
        return redirect(url_for("imports.show", number=number))
    kind = kind_of(file.kind)
    first = queries.samples(session(), number)
    shown = [sample_of(first, at) for at in range(len(file.headers))]
    form = columns_form(kind, file.headers, shown)
    if not form.is_submitted():
        _propose(form, file, kind, [row.cells for row in first])
    if status := form.attempt(lambda: _match(form, file)):
        return render_template("imports/columns.html", form=form, file=file, kind=kind), status
    return redirect(url_for("imports.show", number=number))


def template(kind_key: str) -> ResponseReturnValue:
    """Give an empty list with our own titles and one invented row."""
    kind = kind_of(kind_key)
    titles = [Column(one.label) for one in kind.fields]
    example = [one.example for one in kind.fields]
    return table_response(kind.label, titles, [example], "xlsx")


def discard(number: int) -> ResponseReturnValue:
    """Throw a file away that was not imported, once that is confirmed."""
    file = queries.import_file(session(), number)
    title = t("Throw this file away")
    page = FormPage(
        title=title, submit=title, icon="delete", tone="danger", eyebrow=file.name,
        lead=t("Its rows are erased, and nothing of it is imported. The file itself stays where you took it from."),
        facts=[(t("Rows that were read"), file.row_count)],
        crumbs=[(t("Imports"), url_for("imports.index"))],
        back=(t("Keep the file"), url_for("imports.show", number=number)),
    )  # fmt: skip
    return sure_act(
        lambda: services.discard(act(), file), page,
        done=t("The file was thrown away: nothing of it was imported."), to=url_for("imports.index"),
    )  # fmt: skip


def _take(form: UploadForm) -> ImportFile:
    with form.file.data.stream as stream:
        content = stream.read(Limits().size + 1)
    session().rollback()  # nothing was written yet: nobody has to wait while the file is read
    sheet = read_table(content)
    return services.upload(
        act(), kind_key=form.kind.data, name=form.file.data.filename or "", content=content, sheet=sheet
    )


def _match(form: ColumnsForm, file: ImportFile) -> None:
    services.match_columns(act(), file, form.columns(len(file.headers)), form.defaults())


def _propose(form: ColumnsForm, file: ImportFile, kind: ImportKind, rows: Sequence[Sequence[str]]) -> None:
    """Fill the form with what was matched before, remembered, or guessed."""
    known = queries.remembered(session(), kind.key, signature(file.headers))
    mapping = file.mapping or guess_mapping(
        file.headers,
        kind.fields,
        remembered=known.fields if known else None,
        labels={one.key: _in_every_language(one.label) for one in kind.fields},
        rows=rows,
    )
    for key, at in mapping.items():
        form[f"{COLUMN}{at}"].data = key
    for key, value in file.defaults.items():
        form[f"{DEFAULT}{key}"].data = value


def _in_every_language(label: Text) -> list[str]:
    said = []
    for language in current_program().settings.pays.languages:
        with force_locale(language):
            said.append(say(label))
    return said
