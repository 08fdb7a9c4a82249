"""Append to the journal."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.journal.models import JournalEntry, JournalHead
from collegial.journal.queries import content
from collegial.kernel.chain import GENESIS, seal
from collegial.kernel.events import Context, Event

_LOCKED = "journal.locked"


def record(context: Context, event: Event) -> None:
    """Write an event down, as the next link; the head stays locked until the transaction ends."""
    head = _locked_head(context.session)
    entry = JournalEntry(
        sequence=head.sequence + 1,
        at=context.clock.now(),
        event=event.key,
        account_id=context.by.account_id,
        by=context.by.name if context.by.is_program else "",
        payload=event.payload(),
        previous=head.digest,
    )
    entry.digest = seal(entry.sequence, entry.previous, content(entry))
    context.session.add(entry)
    head.sequence, head.digest = entry.sequence, entry.digest


def hold_order(session: Session) -> None:
    """Take the journal's lock until the transaction ends.

    Registers whose numbers must follow without a gap read their last number after it: one act at a time.
    """
    _locked_head(session)


def _locked_head(session: Session) -> JournalHead:
    """Return the head under its lock; one that this very transaction locked is not asked for again.

    Only a lock of the outermost transaction is remembered: a savepoint that is undone gives its locks back.
    """
    whole = session.get_transaction()
    if session.info.get(_LOCKED) is whole and (known := session.get(JournalHead, 1)):
        return known
    locked = select(JournalHead).where(JournalHead.id == 1).with_for_update()
    head = session.scalars(locked.execution_options(populate_existing=True)).one_or_none()
    if head is None:
        head = JournalHead(id=1, sequence=0, digest=GENESIS)
        session.add(head)
        session.flush()
    if session.get_nested_transaction() is None:
        session.info[_LOCKED] = session.get_transaction()
    return head
