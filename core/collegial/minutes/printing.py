"""Print the minutes of a general meeting."""

from pathlib import Path

from collegial.documents.rendering import render_pdf
from collegial.documents.voice import Voice
from collegial.minutes.facts import MinutesFacts
from collegial.minutes.rules import minutes_document

_TEMPLATE = Path(__file__).parent / "templates" / "minutes.typ"


def print_minutes(facts: MinutesFacts, voice: Voice, *, locale: str) -> bytes:
    """Give the minutes as an accessible PDF; the same facts and voice give the same bytes."""
    return render_pdf(_TEMPLATE, minutes_document(facts, voice), locale=locale)
