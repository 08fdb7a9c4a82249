"""Write entries into the register, under its lock, each under the next number and sealed to the one before."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from collegial.journal.services import hold_order
from collegial.kernel.chain import seal
from collegial.kernel.events import Context
from collegial.kernel.money import Money
from collegial.membership.models import Member
from collegial.shares.models import EntryKind, ShareEntry, ShareRegister
from collegial.shares.queries import capital_rule_on, sealed

_AT_ONCE = 5000


@dataclass(frozen=True, kw_only=True)
class NewEntry:
    """What an entry will say; the register gives it its number and its seal."""

    kind: EntryKind
    shares: int
    nominal: Money
    effective_on: date
    giver_id: int | None = None
    receiver_id: int | None = None
    corrects_id: int | None = None
    reason: str | None = None


def batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield ids in parts that one statement can take: databases limit its parameters."""
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def open_register(context: Context, members: Collection[Member]) -> ShareRegister:
    """Take the register's lock until the transaction ends, and read the members as they are now.

    Everyone locks in this order: members, journal, register. Membership holds a member before it writes to
    the journal; the other way round, two clerks would wait for each other for ever.
    """
    ids = sorted({member.id for member in members})
    _hold(context.session, ids)
    hold_order(context.session)
    register = context.session.scalars(
        select(ShareRegister).with_for_update().execution_options(populate_existing=True)
    ).one()
    _read_again(context.session, ids)
    _copy_clauses(context, register)
    return register


def enter(context: Context, register: ShareRegister, new: NewEntry) -> ShareEntry:
    """Write one entry; the triggers move the register on."""
    (entry,) = _sealed(register, [new], at=context.clock.now())
    context.session.add(entry)
    context.session.flush()  # the triggers must have moved the register before the next entry
    context.session.refresh(register)
    return entry


def enter_many(context: Context, register: ShareRegister, entries: Iterable[NewEntry]) -> dict[int, int]:
    """Write entries, a thousand in a statement; return their ids by their numbers."""
    rows = _sealed(register, entries, at=context.clock.now())
    columns = [column.key for column in ShareEntry.__mapper__.column_attrs if column.key != "id"]
    written = context.session.execute(
        insert(ShareEntry).returning(ShareEntry.number, ShareEntry.id),
        [{key: getattr(row, key) for key in columns} for row in rows],
    )
    ids: dict[int, int] = dict(written.all())
    context.session.refresh(register)
    return ids


def _sealed(register: ShareRegister, entries: Iterable[NewEntry], *, at: datetime) -> list[ShareEntry]:
    """Return the rows of entries, each under the next number and with the digest of the one before."""
    rows, previous = [], register.head
    for number, new in enumerate(entries, start=register.last_number + 1):
        row = ShareEntry(
            number=number,
            kind=new.kind,
            from_member_id=new.giver_id,
            to_member_id=new.receiver_id,
            shares=new.shares,
            nominal=new.nominal,
            effective_on=new.effective_on,
            recorded_at=at,
            corrects_id=new.corrects_id,
            reason=new.reason,
            previous=previous,
            digest="",
        )
        row.digest = previous = seal(number, previous, sealed(row).payload)
        rows.append(row)
    return rows


def _hold(session: Session, ids: Sequence[int]) -> None:
    """Let no one remove or change these members meanwhile, as the foreign keys of the entries would."""
    for some in batches(ids):
        held = select(Member.id).where(Member.id.in_(some)).order_by(Member.id)
        session.execute(held.with_for_update(read=True, key_share=True))


def _read_again(session: Session, ids: Sequence[int]) -> None:
    """Read members after the lock: one of them may have left while this act waited."""
    for some in batches(ids):
        known = select(Member).where(Member.id.in_(some))
        session.scalars(known.execution_options(populate_existing=True)).all()


def _copy_clauses(context: Context, register: ShareRegister) -> None:
    """Give the database the clauses in force, so that its triggers hold the same floor."""
    rule = capital_rule_on(context.session, context.today)
    if rule is None:
        return
    clauses = (rule.minimum, rule.floor.numerator, rule.floor.denominator)
    if clauses != (register.minimum, register.floor_numerator, register.floor_denominator):
        register.minimum, register.floor_numerator, register.floor_denominator = clauses
        context.session.flush()  # before the entry that the triggers will judge by them
