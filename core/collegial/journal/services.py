"""Append to the journal."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.journal.models import JournalEntry, JournalHead
from collegial.journal.queries import content
from collegial.kernel.chain import GENESIS, seal
from collegial.kernel.events import Context, Event


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
    context.session.flush()  # the next event of this transaction must see this head


def hold_order(session: Session) -> None:
    """Take the journal's lock until the transaction ends.

    Registers whose numbers must follow without a gap read their last number after it: one act at a time.
    """
    _locked_head(session)


def _locked_head(session: Session) -> JournalHead:
    locked = select(JournalHead).where(JournalHead.id == 1).with_for_update()
    head = session.scalars(locked.execution_options(populate_existing=True)).one_or_none()
    if head is None:
        head = JournalHead(id=1, sequence=0, digest=GENESIS)
        session.add(head)
    return head
