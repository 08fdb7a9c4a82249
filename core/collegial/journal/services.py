"""Append to the journal."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.journal.models import JournalEntry, JournalHead
from collegial.journal.queries import facts
from collegial.kernel.chain import GENESIS, seal
from collegial.kernel.errors import Forbidden
from collegial.kernel.events import Act, Context, Event
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import t
from collegial.kernel.writing import Change, Rows, write_together

_LOCKED, _HEAD, _STOOD = "journal.locked", "journal.head", "journal.stood"
End = tuple[int, str]  # the number and the seal of the last link


def record(context: Context, event: Event) -> None:
    """Write an event down, as the next link; the head stays locked until the transaction ends.

    Raises Forbidden for whoever lost a role, or the account, since the act began: nobody acts after the line that says
    so.
    """
    head = _locked_head(context.session)
    _refuse_fallen(context, [])
    entry = _entry(context, Act(by=context.by, event=event), after=(head.sequence, head.digest))
    context.session.add(JournalEntry(**entry))
    head.sequence, head.digest = entry["sequence"], entry["digest"]


def record_all(context: Context, acts: Sequence[Act]) -> None:
    """Write what several did down in one go, as `record` would one after the other."""
    head = _locked_head(context.session)
    _refuse_fallen(context, [act.by for act in acts if act.by != context.by])
    entries: list[dict[str, Any]] = []
    end = head.sequence, head.digest
    for act in acts:
        entries.append(_entry(context, act, after=end))
        end = entries[-1]["sequence"], entries[-1]["digest"]
    new = Rows(of=JournalEntry, rows=entries)
    moved = {"sequence": end[0], "digest": end[1]}
    write_together(context.session, [new], Change(of=JournalHead, key=head.id, values=moved))
    context.session.expire(head)


def _entry(context: Context, act: Act, *, after: End) -> dict[str, Any]:
    """Return the columns of the link that follows on an end of the chain."""
    sequence, previous = after[0] + 1, after[1]
    said: dict[str, Any] = {
        "at": context.clock.now(),
        "event": act.event.key,
        "account_id": act.by.account_id,
        "by": act.by.name if act.by.is_program else "",
        "payload": act.event.payload(),
    }
    digest = seal(sequence, previous, facts(**said))
    return {"sequence": sequence, **said, "previous": previous, "digest": digest}


def hold_order(session: Session) -> None:
    """Take the journal's lock until the transaction ends.

    Registers whose numbers must follow without a gap read their last number after it: one act at a time.
    """
    _locked_head(session)


def _refuse_fallen(context: Context, others: Sequence[Viewer]) -> None:
    """Ask under the lock, of whoever acts once in a transaction: what others wrote down before is committed, and seen.

    `others` are those whose acts are written down with it.
    """
    session = context.session
    has_stood = session.info.get(_STOOD) is session.get_transaction()
    if not _all_stand(session, [*others] if has_stood else [context.by, *others]):
        raise Forbidden(
            "journal.rights_lost",
            t("Your rights were changed while you did this: nothing was done. Sign in again to go on."),
        )
    if session.get_nested_transaction() is None:
        session.info[_STOOD] = session.get_transaction()


def _all_stand(session: Session, viewers: Sequence[Viewer]) -> bool:
    """Ask those together that are asked in one way."""
    ways: dict[Callable[[Any, Sequence[Viewer]], bool], list[Viewer]] = {}
    for one in viewers:
        ways.setdefault(one.stands, []).append(one)
    return all(stands(session, asked) for stands, asked in ways.items())


def _locked_head(session: Session) -> JournalHead:
    """Return the head under its lock; one that this very transaction locked is not asked for again.

    Only a lock of the outermost transaction is remembered: a savepoint that is undone gives its locks back.
    """
    whole = session.get_transaction()
    if whole and session.info.get(_LOCKED) is whole and (known := session.get(JournalHead, 1)):
        return known
    locked = select(JournalHead).where(JournalHead.id == 1).with_for_update()
    head = session.scalars(locked.execution_options(populate_existing=True)).one_or_none()
    if head is None:
        head = JournalHead(id=1, sequence=0, digest=GENESIS)
        session.add(head)
        session.flush()
    if session.get_nested_transaction() is None:
        session.info[_LOCKED] = session.get_transaction()
        session.info[_HEAD] = head  # what nobody holds a session forgets, and reads again for each event
    return head
