"""Print what tells of an added item as letters, for those whom no mail reaches."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.assemblies.letters import print_letters_about
from collegial.assemblies.models import AdditionLetter, MemberItem
from collegial.kernel.text import Text, t


def letters_pdf(
    session: Session, item: MemberItem, letters: Sequence[tuple[AdditionLetter, Actor]], *, locale: str
) -> bytes:
    """Print the letters of some readers, in one language, one after the other."""
    title = t("An item was added to the agenda of “%(title)s”", title=item.assembly.title)
    return print_letters_about(
        session, item.assembly, letters,
        key="addition", title=title, sentences=_sentences(item), locale=locale,
    )  # fmt: skip


def _sentences(item: MemberItem) -> list[Text | str]:
    told = t(
        "Members have put an item on the agenda of “%(title)s”, to which you were convened.",
        title=item.assembly.title,
    )
    draft: list[Text | str] = [t("Draft resolution"), item.resolution] if item.resolution else []
    return [told, item.title, item.reasons, *draft]
