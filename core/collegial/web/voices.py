"""The voice of the papers that pages and jobs print: the deployment's zone, its own templates and its logo."""

from zoneinfo import ZoneInfo

from collegial.documents.voice import Voice, voice_in
from collegial.web.languages import say
from collegial.web.look import logo_of_papers
from collegial.web.program import current_program


def voice_of_papers(locale: str) -> Voice:
    """Return the voice in which this deployment prints for a reader of a language."""
    settings = current_program().settings
    zone = ZoneInfo(settings.pays.zone)
    return voice_in(locale, say=say, zone=zone, own=settings.documents, logo=logo_of_papers)
