"""Print what an assembly decided as letters, for those whom no mail reaches."""

from collections.abc import Sequence

from flask_babel import force_locale
from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.assemblies.links import page_of
from collegial.documents.letters import address_lines, print_letters
from collegial.kernel.text import t
from collegial.minutes.decided import decided_in
from collegial.minutes.models import Minutes, MinutesLetter
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.voices import voice_of_papers


def letters_pdf(
    session: Session, minutes: Minutes, letters: Sequence[tuple[MinutesLetter, Actor]], *, locale: str
) -> bytes:
    """Print the letters of some readers, in one language, one after the other."""
    pays, meeting = current_program().settings.pays, minutes.assembly
    with force_locale(locale):
        document = {
            "title": say(t("What “%(title)s” decided", title=meeting.title)),
            "letterhead": {"name": pays.name, "legal_line": pays.legal_mention},
            "sentences": _sentences(session, minutes),
            "page": {"label": say(t("The page of the assembly")), "address": page_of(meeting)},
        }
        addresses = [
            address_lines(person.name, person.locality, member=one.entry.name) for one, person in letters
        ]
        return print_letters("decided", document, addresses, voice=voice_of_papers(locale), locale=locale)


def _sentences(session: Session, minutes: Minutes) -> list[str]:
    meeting = minutes.assembly
    decided = [say(one) for one in decided_in(session, meeting)]
    return [
        say(t("“%(title)s” was held. This is what became of the resolutions:", title=meeting.title)),
        *(decided or [say(t("The quorum was missed: nothing could be decided."))]),
        say(
            t(
                "The minutes stand under number %(number)s of their register. You may read them at the seat, or on the "
                "page below once you have signed in.",
                number=minutes.number,
            )
        ),
    ]
