"""Print a module's document."""

import structlog
from flask import Response
from flask_babel import force_locale

from collegial.documents.printing import print_document
from collegial.documents.rendering import RenderingFailed
from collegial.hooks.extensions import DocumentTemplate
from collegial.kernel.errors import Missing, Refused
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.web.program import current_program
from collegial.web.request import act, session, viewer
from collegial.web.tables import attachment, dated_name
from collegial.web.voices import voice_of_papers

log = structlog.get_logger(__name__)


def document(key: str, subject_id: int) -> Response:
    """Print a document about one thing."""
    program = current_program()
    owner, found = program.host.by_hook["document_templates"].get(key, ("", None))
    if found is None or owner not in program.host.active(session()):
        raise Missing("printing.unknown", t("There is no such document, or its module is switched off."))
    require(viewer(), found.permission)
    locale = _language(found, subject_id)
    with force_locale(locale):
        title, pdf = _printed(found, subject_id, locale)
        return attachment(pdf, f"{dated_name(title)}.pdf", "application/pdf")


def _language(document: DocumentTemplate, subject_id: int) -> str:
    """Return the language of whom a paper is for, else the deployment's first; who prints it does not matter."""
    offered = current_program().settings.pays.languages
    wished = document.locale(act(), subject_id) if document.locale else None
    return wished if wished in offered else offered[0]


def _printed(document: DocumentTemplate, subject_id: int, locale: str) -> tuple[str, bytes]:
    pays, voice = current_program().settings.pays, voice_of_papers(locale)
    letterhead = {"name": pays.name, "legal_line": pays.legal_mention}
    data = {
        "letterhead": letterhead,
        "dated": act().today.isoformat(),
        **document.data(act(), voice, subject_id),
    }
    try:
        pdf = print_document(document.key, document.template, data, voice=voice, locale=locale)
    except RenderingFailed as error:
        log.exception("printing.failed", document=document.key)
        raise Refused(
            "printing.failed", t("This document cannot be printed: its template is wrong. The log says more.")
        ) from error
    return str(data["title"]), pdf
