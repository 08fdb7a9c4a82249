"""Print a module's document."""

from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
from flask import Response
from flask_babel import get_locale

from collegial.documents.rendering import RenderingFailed, render_pdf
from collegial.documents.voice import voice_in
from collegial.hooks.extensions import DocumentTemplate
from collegial.kernel.errors import Missing, Refused
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session, viewer
from collegial.web.tables import attachment, dated_name

log = structlog.get_logger(__name__)
FOLDER = "documents"


def document(key: str, subject_id: int) -> Response:
    """Print a document about one thing."""
    program = current_program()
    owner, found = program.host.by_hook["document_templates"].get(key, ("", None))
    if found is None or owner not in program.host.active(session()):
        raise Missing("printing.unknown", t("There is no such document, or its module is switched off."))
    require(viewer(), found.permission)
    locale = str(get_locale())
    voice = voice_in(locale, say=say, zone=ZoneInfo(program.settings.pays.zone))
    letterhead = {"name": program.settings.pays.name, "legal_line": program.settings.pays.legal_mention}
    data = {"letterhead": letterhead, **found.data(act(), voice, subject_id)}
    try:
        pdf = render_pdf(template_of(program.settings.folder, found), data, locale=locale)
    except RenderingFailed as error:
        log.exception("printing.failed", document=key)
        raise Refused(
            "printing.failed", t("This document cannot be printed: its template is wrong. The log says more.")
        ) from error
    return attachment(pdf, f"{dated_name(str(data['title']))}.pdf", "application/pdf")


def template_of(folder: Path, found: DocumentTemplate) -> Path:
    """Return the deployment's own template where it has one: `documents/<key>.typ` in its folder."""
    own = folder / FOLDER / f"{found.key}.typ"
    return own if own.is_file() else found.template
