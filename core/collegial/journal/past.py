"""Say of an act that it is over, with the moment and the name that the journal has for it."""

from sqlalchemy.orm import Session

from collegial.journal.queries import last_of
from collegial.kernel.events import Event
from collegial.kernel.text import Text
from collegial.web.acting import Over


def over_since(session: Session, why: Text, event: type[Event], **facts: object) -> Over:
    """Return why an act is over, and when and by whom its last event with these facts was written."""
    entry = last_of(session, event, **facts)
    return Over(why=why, at=entry.at, by=entry.by) if entry else Over(why=why)
