"""After: what the atelier made, from the draft to its readers."""

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from collegial.plugin import (
    Invalid,
    Missing,
    Upload,
    act,
    file_response,
    form_act,
    received,
    session,
    t,
    viewer,
)
from collegial_atelier import services
from collegial_atelier.forms.publishing import EditForm, ProductionForm
from collegial_atelier.models import Production, ProductionKind, ProductionState
from collegial_atelier.permissions import MANAGE
from collegial_atelier.showing import form_page, found, press, to


def begin(atelier_id: int) -> ResponseReturnValue:
    """Begin a production."""
    atelier, form = found(atelier_id), ProductionForm()
    return form_act(
        form,
        lambda: services.begin_production(
            act(), atelier_id=atelier_id, kind=ProductionKind(form.kind.data), title=form.title.data,
            summary=form.summary.data,
        ),
        form_page(atelier, t("Begin a production"), t("Begin the production")),
        done=t("The draft is there. Add its file, cover and licence when they are known."),
        to=to(atelier_id, "productions"),
    )  # fmt: skip


def edit(atelier_id: int, production_id: int) -> ResponseReturnValue:
    """Change a production, add its cover and its file."""
    row = _production(atelier_id, production_id)
    form = EditForm(obj=row)
    return form_act(
        form,
        lambda: services.edit_production(
            act(), atelier_id=atelier_id, production_id=production_id, title=form.title.data,
            summary=form.summary.data, licence=form.licence.data, cover=_sent(form.cover.data),
            file=_sent(form.file.data),
        ),
        form_page(row.atelier, t("Edit the production"), t("Save"), multipart=True),
        done=t("The production is saved."), to=to(atelier_id, "productions"),
    )  # fmt: skip


def move(atelier_id: int, production_id: int) -> ResponseReturnValue:
    """Move a production to its next state, or back."""
    known = {one.value: one for one in ProductionState}
    state = known.get(request.form.get("state", ""))
    if state is None:
        raise Invalid("atelier.production_state", t("Choose one from the list."))
    is_out = state is ProductionState.PUBLISHED
    done = t("It is published: everyone can take it.") if is_out else t("The production is up to date.")
    return press(
        atelier_id, done, to(atelier_id, "productions"),
        lambda: services.move_production(
            act(), atelier_id=atelier_id, production_id=production_id, state=state
        ),
    )  # fmt: skip


def cover(atelier_id: int, production_id: int) -> ResponseReturnValue:
    """Give the cover of a published production; before, to those who lead ateliers."""
    row = _production(atelier_id, production_id)
    if row.cover is None or not (row.state is ProductionState.PUBLISHED or viewer().may(MANAGE)):
        raise Missing("atelier.no_cover", t("This production has no cover."))
    return file_response(row.cover)


def download(atelier_id: int, production_id: int) -> ResponseReturnValue:
    """Give the file of a published production, and count it."""
    return file_response(services.take_download(act(), atelier_id=atelier_id, production_id=production_id))


def _production(atelier_id: int, production_id: int) -> Production:
    row = session().get(Production, production_id)
    if row is None or row.atelier_id != atelier_id:
        raise Missing("atelier.no_production", t("There is no such production."))
    return row


def _sent(file: object) -> Upload | None:
    return received(file) if isinstance(file, FileStorage) and file.filename else None
