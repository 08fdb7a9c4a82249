"""The documents of an assembly: attach them, take them back, read them."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.assemblies.forms import DocumentForm
from collegial.assemblies.models import AgendaItem, Assembly
from collegial.assemblies.queries import agenda as queries
from collegial.assemblies.queries import meetings
from collegial.assemblies.services.documents import add_document, remove_document
from collegial.files.exchanging import file_response, received
from collegial.kernel.text import t
from collegial.web.languages import say
from collegial.web.request import act, session


def documents(assembly_id: int) -> ResponseReturnValue:
    """Show the documents with the form for one more; attach what it brings."""
    meeting = meetings.assembly(session(), assembly_id)
    form = DocumentForm()
    form.item.choices = [(0, say(t("The whole assembly"))), *((one.id, one.title) for one in meeting.items)]
    status = form.attempt(
        lambda: add_document(
            act(), meeting, received(form.file.data), title=form.title.data or "", item=_item(meeting, form)
        )
    )
    if status is None:
        flash(say(t("The document is attached. The members can read it.")), "success")
        return redirect(url_for("assemblies.documents", assembly_id=meeting.id))
    attached = queries.documents_of(session(), meeting.id)
    return render_template(
        "assemblies/documents.html", assembly=meeting, documents=attached, form=form
    ), status


def document(assembly_id: int, document_id: int) -> Response:
    """Give a document to whoever may read the assembly."""
    return file_response(queries.document(session(), assembly_id, document_id).file)


def take_document_back(assembly_id: int, document_id: int) -> ResponseReturnValue:
    """Take a document back before the assembly is convened."""
    found = queries.document(session(), assembly_id, document_id)
    remove_document(act(), found)
    flash(say(t("“%(title)s” is taken back.", title=found.title)), "info")
    return redirect(url_for("assemblies.documents", assembly_id=assembly_id))


def _item(meeting: Assembly, form: DocumentForm) -> AgendaItem | None:
    return queries.item(session(), meeting.id, form.item.data) if form.item.data else None
