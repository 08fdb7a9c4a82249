"""Print the minutes of a general meeting."""

from pathlib import Path

from collegial.documents.printing import print_document
from collegial.documents.voice import Voice
from collegial.minutes.facts import MinutesFacts
from collegial.minutes.rules import minutes_document

_TEMPLATE = Path(__file__).parent / "templates" / "minutes.typ"


def print_minutes(facts: MinutesFacts, voice: Voice, *, locale: str) -> bytes:
    """Give the minutes as an accessible PDF; the same facts and voice give the same bytes."""
    document = {**minutes_document(facts, voice), "dated": facts.sitting.held_on.isoformat()}
    return print_document("minutes", _TEMPLATE, document, voice=voice, locale=locale)
