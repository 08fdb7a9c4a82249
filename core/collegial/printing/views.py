"""Print a module's document."""

import structlog
from flask import Response
from flask_babel import get_locale

from collegial.documents.printing import print_document
from collegial.documents.rendering import RenderingFailed
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
    locale = str(get_locale())
    voice = voice_of_papers(locale)
    letterhead = {"name": program.settings.pays.name, "legal_line": program.settings.pays.legal_mention}
    data = {"letterhead": letterhead, **found.data(act(), voice, subject_id)}
    try:
        pdf = print_document(key, found.template, data, voice=voice, locale=locale)
    except RenderingFailed as error:
        log.exception("printing.failed", document=key)
        raise Refused(
            "printing.failed", t("This document cannot be printed: its template is wrong. The log says more.")
        ) from error
    return attachment(pdf, f"{dated_name(str(data['title']))}.pdf", "application/pdf")
