"""Print what tells of an added item as letters, for those whom no mail reaches."""

from collections.abc import Sequence

from flask_babel import force_locale

from collegial.actors.models import Actor
from collegial.assemblies.links import page_of
from collegial.assemblies.models import AdditionLetter, MemberItem
from collegial.documents.letters import address_lines, print_letters
from collegial.kernel.text import t
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.voices import voice_of_papers


def letters_pdf(item: MemberItem, letters: Sequence[tuple[AdditionLetter, Actor]], *, locale: str) -> bytes:
    """Print the letters of some readers, in one language, one after the other."""
    pays, meeting = current_program().settings.pays, item.assembly
    with force_locale(locale):
        document = {
            "title": say(t("An item was added to the agenda of “%(title)s”", title=meeting.title)),
            "letterhead": {"name": pays.name, "legal_line": pays.legal_mention},
            "sentences": _sentences(item),
            "page": {"label": say(t("The page of the assembly")), "address": page_of(meeting)},
        }
        addresses = [
            address_lines(person.name, person.locality, member=one.entry.name) for one, person in letters
        ]
        return print_letters("addition", document, addresses, voice=voice_of_papers(locale), locale=locale)


def _sentences(item: MemberItem) -> list[str]:
    told = t(
        "Members have put an item on the agenda of “%(title)s”, to which you were convened.",
        title=item.assembly.title,
    )
    draft = [say(t("Draft resolution")), item.resolution] if item.resolution else []
    return [say(told), item.title, item.reasons, *draft]
