"""Letters on paper that tell one thing to several readers, one after the other in one print."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from collegial.documents.printing import print_document
from collegial.documents.voice import Voice

_TEMPLATE = Path(__file__).parent / "letters.typ"


def print_letters(
    key: str, document: Mapping[str, object], addresses: Sequence[Sequence[str]], *, voice: Voice, locale: str
) -> bytes:
    """Print what a document tells once for each address; `document` has title, letterhead, sentences and page."""
    letters = [{"address": list(lines)} for lines in addresses]
    return print_document(key, _TEMPLATE, {**document, "letters": letters}, voice=voice, locale=locale)


def address_lines(reader: str, place: Sequence[str], *, member: str) -> list[str]:
    """Return the address of a reader: with the member that the reader votes for, where that is another."""
    return [reader, *([member] if member != reader else []), *place]
