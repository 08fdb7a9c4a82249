"""The voice of the papers that pages and jobs print: the deployment's zone, and its own templates."""

from zoneinfo import ZoneInfo

from collegial.documents.voice import Voice, voice_in
from collegial.web.languages import say
from collegial.web.program import current_program


def voice_of_papers(locale: str) -> Voice:
    """Return the voice in which this deployment prints for a reader of a language."""
    settings = current_program().settings
    return voice_in(locale, say=say, zone=ZoneInfo(settings.pays.zone), own=settings.documents)
