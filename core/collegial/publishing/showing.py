"""What pages of the site print: its texts in the reader's language, else in that of the deployment."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import get_locale
from sqlalchemy.orm import Session

from collegial.kernel.text import Text
from collegial.publishing import queries
from collegial.publishing.models import SiteText
from collegial.publishing.rules.texts import LISTS, PIECES, Place
from collegial.publishing.rules.wordings import Wording, Writing
from collegial.web.languages import say
from collegial.web.program import current_program


@dataclass(frozen=True, kw_only=True)
class Said:
    """A text ready to print; `lang` is its language where that is not the reader's."""

    title: Text
    body: str
    lang: str | None = None


@dataclass(frozen=True, kw_only=True)
class SaidEntry:
    """A mission or a priority ready to print; `lang` is its language where that is not the reader's."""

    short: str
    label: str
    text: str
    lang: str | None = None


@dataclass(frozen=True, kw_only=True)
class SiteWords:
    """All texts of the site by their places, and the lists that follow some of them."""

    texts: Mapping[str, Said]
    missions: tuple[SaidEntry, ...]
    priorities: tuple[SaidEntry, ...]


def site_words(session: Session, trial: Mapping[Place, Writing] | None = None) -> SiteWords:
    """Return what the site says; a `trial` stands for what would be said once it were published."""
    reader, first = reader_locale(), current_program().settings.pays.languages[0]
    found = queries.latest_in(session, reader, first)
    written = {place: one.writing for (place, locale), one in found.items() if locale == reader}
    written.update(trial or {})
    return SiteWords(
        texts={place.value: _text(place, written, found.get((place, first))) for place in PIECES},
        missions=_list(session, Place.MISSIONS, written, leads=reader == first, trial=trial),
        priorities=_list(session, Place.PRIORITIES, written, leads=reader == first, trial=trial),
    )


def _text(place: Place, written: Mapping[Place, Writing], first: SiteText | None) -> Said:
    title = PIECES[place].title
    if place in written and written[place].body:
        return Said(title=title, body=written[place].body)
    if first and first.body:
        foreign = first.locale if first.locale != reader_locale() else None
        if foreign:
            return Said(title=title, body=first.body, lang=foreign)
    return Said(title=title, body=shipped_text(place))


def _list(
    session: Session,
    place: Place,
    written: Mapping[Place, Writing],
    *,
    leads: bool,
    trial: Mapping[Place, Writing] | None,
) -> tuple[SaidEntry, ...]:
    listed = queries.entries(session, place) if place in LISTS else ()
    if leads:
        shown = trial[place].wordings if trial and place in trial else listed
        return tuple(_entry(one) for one in shown)
    own = {one.key: one for one in written[place].wordings} if place in written else {}
    first = current_program().settings.pays.languages[0]
    return tuple(_entry(own[one.key]) if one.key in own else _entry(one, first) for one in listed)


def _entry(one: Wording, lang: str | None = None) -> SaidEntry:
    return SaidEntry(short=one.short, label=one.label, text=one.text, lang=lang)


def shipped_text(place: Place) -> str:
    """Return the words that came with the program, in the reader's language."""
    return say(PIECES[place].shipped)


def reader_locale() -> str:
    """Return the language of this page."""
    return str(get_locale())
