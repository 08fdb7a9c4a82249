"""Read the journal."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from collegial.accounts.models import Account
from collegial.actors.models import Actor
from collegial.journal.models import JournalEntry, JournalHead
from collegial.kernel.chain import GENESIS, Break, Link, first_break
from collegial.kernel.events import Event

_EACH = 1000  # entries read at once, after which it is told how far the reading is


def newest_first(
    *, since: datetime | None = None, before: datetime | None = None, account_id: int | None = None
) -> Select[JournalEntry]:
    """Select the entries from one moment to another, of one account or of all, the newest first."""
    found = select(JournalEntry).order_by(JournalEntry.sequence.desc())
    if since is not None:
        found = found.where(JournalEntry.at >= since)
    if before is not None:
        found = found.where(JournalEntry.at < before)
    return found if account_id is None else found.where(JournalEntry.account_id == account_id)


def last_of(session: Session, event: type[Event], **facts: object) -> JournalEntry | None:
    """Return the last entry of an event that has these facts; None where it was never written."""
    entries = session.scalars(newest_first().where(JournalEntry.event == event.key))
    return next((one for one in entries if facts.items() <= one.payload.items()), None)


def names_behind(session: Session, accounts: Collection[int]) -> Mapping[int, str]:
    """Return the names of those who sign in by some accounts; without those that belong to nobody or are gone."""
    named = select(Account.id, Actor.name).join(Actor, Actor.id == Account.actor_id)
    found = session.execute(named.where(Account.id.in_(accounts)))
    return {account: name for account, name in found.all()}  # noqa: C416 (rows are no pairs to a type checker)


def head(session: Session) -> JournalHead | None:
    """Return the end of the chain; None while nothing was written."""
    return session.get(JournalHead, 1)


def last_digest(session: Session) -> str:
    """Return the digest at the end of the chain; that of its beginning while nothing was written."""
    end = head(session)
    return end.digest if end else GENESIS


def verify(session: Session, *, passing: Callable[[int], None] | None = None) -> Break | None:
    """Recompute the whole chain; return the first place that does not hold. `passing` hears where it is."""
    end = head(session)
    in_order = select(JournalEntry).order_by(JournalEntry.sequence).execution_options(yield_per=_EACH)
    with closing(session.scalars(in_order)) as entries:  # a break leaves the rest unread
        links = (sealed(entry) for entry in _told(entries, passing))
        return first_break(links, length=end.sequence if end else 0, head=end.digest if end else None)


def _told(entries: Iterable[JournalEntry], passing: Callable[[int], None] | None) -> Iterator[JournalEntry]:
    for entry in entries:
        if passing is not None and entry.sequence % _EACH == 0:
            passing(entry.sequence)
        yield entry


def sealed(entry: JournalEntry) -> Link:
    """Return an entry as the link whose hash was taken."""
    return Link(sequence=entry.sequence, payload=content(entry), previous=entry.previous, digest=entry.digest)


def content(entry: JournalEntry) -> dict[str, object]:
    """Return what an entry's hash covers."""
    return facts(
        at=entry.at, event=entry.event, account_id=entry.account_id, by=entry.by, payload=entry.payload
    )


def facts(
    *, at: datetime, event: str, account_id: int | None, by: str, payload: Mapping[str, object]
) -> dict[str, object]:
    """Return what the hash of an entry with these columns covers."""
    return {"at": at.isoformat(), "event": event, "account": account_id, "by": by, "payload": payload}
