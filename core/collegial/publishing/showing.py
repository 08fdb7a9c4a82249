"""What pages of the site print: its texts in the reader's language, else in that of the deployment."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import get_locale
from sqlalchemy.orm import Session

from collegial.kernel.text import Text
from collegial.publishing import queries
from collegial.publishing.rules.texts import PIECES, Place
from collegial.web.languages import say
from collegial.web.program import current_program


@dataclass(frozen=True, kw_only=True)
class Said:
    """A text ready to print; `lang` is its language where that is not the reader's."""

    title: Text
    body: str
    lang: str | None = None


def texts(session: Session) -> Mapping[str, Said]:
    """Return every text of the site by its place."""
    reader = reader_locale()
    written = queries.texts_in(session, reader, current_program().settings.pays.languages[0])
    found: dict[str, Said] = {}
    for place, piece in PIECES.items():
        own = written.get(place)
        body = own.body if own else say(piece.shipped)
        foreign = own.locale if own and own.locale != reader else None
        found[place.value] = Said(title=piece.title, body=body, lang=foreign)
    return found


def shipped_text(place: Place) -> str:
    """Return the words that came with the program, in the reader's language."""
    return say(PIECES[place].shipped)


def reader_locale() -> str:
    """Return the language of this page."""
    return str(get_locale())
