"""Compare the journal with what was noted of it elsewhere."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from collegial.journal.models import JournalEntry, JournalHead
from collegial.mirrors.events import JournalMirrored
from collegial.mirrors.rules import Noted


def contradicted(session: Session, noted: Iterable[Noted]) -> list[Noted]:
    """Return the ends that the journal no longer holds: it was cut short before them, or rewritten."""
    return [one for one in noted if not _holds(session, one)]


def _holds(session: Session, noted: Noted) -> bool:
    entry = session.get(JournalEntry, noted.sequence)
    return entry is not None and entry.digest == noted.digest


def is_news(session: Session, end: JournalHead) -> bool:
    """Tell whether something happened since the end was last noted."""
    last = session.get(JournalEntry, end.sequence)
    return last is None or last.event != JournalMirrored.key
