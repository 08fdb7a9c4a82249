"""Read what was paid for shares, and what is still due."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, Select, exists, func, or_, select, type_coerce
from sqlalchemy.orm import Session, aliased, joinedload

from collegial.kernel.money import Money
from collegial.membership.models import Member
from collegial.shares.models import EntryKind, ShareEntry, SharePayment
from collegial.shares.queries.clauses import dated_clauses, rule_at
from collegial.shares.queries.reading import movements
from collegial.shares.rules import Lot, Movement, due_by, lots_of


@dataclass(frozen=True, kw_only=True)
class Outstanding:
    """What a member still has to pay for a subscription; `subscribed` is the worth of the shares that remain."""

    entry: ShareEntry
    member: Member
    subscribed: Money
    paid: Money
    due: Money
    due_by: date


def payments_of(session: Session, member_id: int) -> Sequence[SharePayment]:
    """Return the payments of a member, the newest first, corrections included."""
    return session.scalars(
        select(SharePayment)
        .join(SharePayment.entry)
        .options(
            joinedload(SharePayment.entry),
            joinedload(SharePayment.corrects),
            joinedload(SharePayment.corrected_by),
        )
        .where(ShareEntry.to_member_id == member_id)
        .order_by(SharePayment.received_on.desc(), SharePayment.id.desc())
    ).all()


def lots_on(
    session: Session, member_ids: Collection[int] | Select[int | None], day: date
) -> Mapping[int, list[Lot]]:
    """Return what some members hold at the end of a day, by the entries it came from, in two statements."""
    wanted = or_(ShareEntry.from_member_id.in_(member_ids), ShareEntry.to_member_id.in_(member_ids))
    own: dict[int, list[Movement]] = defaultdict(list)
    for one in movements(session, wanted, ShareEntry.effective_on <= day):
        for member_id in (one.giver, one.receiver):
            if member_id is not None:
                own[member_id].append(one)
    paid = _paid_for(session, member_ids, day)
    lots: dict[int, list[Lot]] = defaultdict(list)
    lots.update({member_id: lots_of(member_id, known, paid) for member_id, known in own.items()})
    return lots


def outstanding(session: Session, day: date, *, member_id: int | None = None) -> list[Outstanding]:
    """Return what is due on a day, the earliest to be paid first; of one member, or of all.

    A subscription that is paid under the first part asked for is due on its own day (L12).
    """
    owing = _owing(day)
    if member_id is not None:
        owing = owing.where(ShareEntry.to_member_id == member_id)
    holder = joinedload(ShareEntry.to_member, innerjoin=True).joinedload(Member.actor, innerjoin=True)
    entries = {one.id: one for one in session.scalars(owing.options(holder))}
    members = owing.with_only_columns(ShareEntry.to_member_id).order_by(None)
    clauses = dated_clauses(session)
    found = []
    for lots in lots_on(session, members, day).values():
        for lot in lots:
            one, rule = entries.get(lot.entry), rule_at(clauses, lot.day)
            if lot.due and one and one.to_member and rule:
                until = due_by(lot, part=rule.paid_at_subscription, years=rule.payment_years)
                found.append(_outstanding(one, one.to_member, lot, until))
    return sorted(found, key=lambda one: (one.due_by, one.entry.number))


def _outstanding(entry: ShareEntry, member: Member, lot: Lot, until: date) -> Outstanding:
    return Outstanding(
        entry=entry,
        member=member,
        subscribed=lot.nominal * lot.shares,
        paid=lot.paid,
        due=lot.due,
        due_by=until,
    )


def _owing(day: date) -> Select[ShareEntry]:
    """Select the subscriptions that stand and were not paid in full up to a day."""
    correction = aliased(ShareEntry)
    paid = (
        select(func.coalesce(func.sum(type_coerce(SharePayment.amount, BigInteger)), 0))
        .where(SharePayment.entry_id == ShareEntry.id, SharePayment.received_on <= day)
        .scalar_subquery()
    )
    return select(ShareEntry).where(
        ShareEntry.kind == EntryKind.SUBSCRIPTION,
        ShareEntry.effective_on <= day,
        ~exists().where(correction.corrects_id == ShareEntry.id),
        paid < type_coerce(ShareEntry.nominal, BigInteger) * ShareEntry.shares,
    )


def _paid_for(
    session: Session, member_ids: Collection[int] | Select[int | None], day: date
) -> dict[int, Money]:
    """Return what was paid up to a day for the subscriptions of some members, by the entry's id."""
    rows = session.execute(
        select(SharePayment.entry_id, func.sum(type_coerce(SharePayment.amount, BigInteger)))
        .join(SharePayment.entry)
        .where(ShareEntry.to_member_id.in_(member_ids), SharePayment.received_on <= day)
        .group_by(SharePayment.entry_id)
    )
    return {entry_id: Money(int(cents)) for entry_id, cents in rows}
