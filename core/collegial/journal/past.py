"""Say of an act that it is over, with the moment and the name that the journal has for it."""

from sqlalchemy.orm import Session

from collegial.journal.models import JournalEntry
from collegial.journal.queries import last_of, names_behind
from collegial.kernel.events import Event
from collegial.kernel.text import Text
from collegial.web.acting import Over


def over_since(session: Session, why: Text, event: type[Event], **facts: object) -> Over:
    """Return why an act is over, and when and by whom its last event with these facts was written."""
    entry = last_of(session, event, **facts)
    return Over(why=why, at=entry.at, by=_name(session, entry)) if entry else Over(why=why)


def _name(session: Session, entry: JournalEntry) -> str | None:
    """Return who acted: the name behind the account, else what the program is called there."""
    known = names_behind(session, [entry.account_id]) if entry.account_id else {}
    return known.get(entry.account_id or 0) or entry.by or None
