"""Print what an assembly decided as letters, for those whom no mail reaches."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.assemblies.letters import print_letters_about
from collegial.kernel.text import Text, t
from collegial.minutes.decided import decided_in
from collegial.minutes.models import Minutes, MinutesLetter


def letters_pdf(
    session: Session, minutes: Minutes, letters: Sequence[tuple[MinutesLetter, Actor]], *, locale: str
) -> bytes:
    """Print the letters of some readers, in one language, one after the other."""
    title = t("What “%(title)s” decided", title=minutes.assembly.title)
    sentences = _sentences(session, minutes)
    return print_letters_about(
        session, minutes.assembly, letters,
        key="decided", title=title, sentences=sentences, locale=locale,
    )  # fmt: skip


def _sentences(session: Session, minutes: Minutes) -> list[Text]:
    meeting = minutes.assembly
    return [
        t("“%(title)s” was held. This is what became of the resolutions:", title=meeting.title),
        *(decided_in(session, meeting) or [t("Nothing was decided; the minutes say why.")]),
        t(
            "The minutes stand under number %(number)s of their register. You may read them at the seat, or on the "
            "page below once you have signed in.",
            number=minutes.number,
        ),
    ]
