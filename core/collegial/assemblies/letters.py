"""Print letters to those who were convened: the same sentences for each, in one language, one after the other."""

from collections.abc import Sequence

from flask_babel import force_locale
from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.assemblies.addressing import places_of
from collegial.assemblies.links import page_of
from collegial.assemblies.models import Assembly, Letter
from collegial.documents.letters import address_lines, print_letters
from collegial.kernel.text import Text, t
from collegial.web.languages import say, say_if_text
from collegial.web.program import current_program
from collegial.web.voices import voice_of_papers


def print_letters_about(
    session: Session,
    meeting: Assembly,
    letters: Sequence[tuple[Letter, Actor]],
    *,
    key: str,
    title: Text,
    sentences: Sequence[Text | str],
    locale: str,
) -> bytes:
    """Print what there is to tell about an assembly, with the address of its page, once for each reader."""
    pays, today = current_program().settings.pays, current_program().today
    places = places_of(session, ((one.entry, person) for one, person in letters), today)
    with force_locale(locale):
        document = {
            "title": say(title),
            "letterhead": {"name": pays.name, "legal_line": pays.legal_mention},
            "sentences": [say_if_text(one) for one in sentences],
            "page": {"label": say(t("The page of the assembly")), "address": page_of(meeting)},
        }
        addresses = [
            address_lines(person.name, places[one.entry_id].lines, member=one.entry.name)
            for one, person in letters
        ]
        return print_letters(key, document, addresses, voice=voice_of_papers(locale), locale=locale)
