"""Read the calls for payment, the mandates and the direct debits."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.actors.models import Actor
from collegial.actors.queries import voter_of
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.membership.models import Member
from collegial.shares.models import (
    Debit,
    DebitMandate,
    DebitOrder,
    DebitState,
    PaymentCall,
    ShareEntry,
    SharePayment,
)
from collegial.shares.queries.paying import Outstanding, outstanding


def payments_for(session: Session, entry_id: int) -> Sequence[SharePayment]:
    """Return the payments of one subscription, the oldest first, corrections included."""
    return session.scalars(
        select(SharePayment)
        .where(SharePayment.entry_id == entry_id)
        .options(joinedload(SharePayment.corrected_by), joinedload(SharePayment.corrects))
        .order_by(SharePayment.received_on, SharePayment.id)
    ).all()


def call(session: Session, call_id: int) -> PaymentCall:
    """Return a call with its subscription and member; raises Missing."""
    found = session.scalars(_calls().where(PaymentCall.id == call_id)).one_or_none()
    if found is None:
        raise Missing("shares.unknown_call", t("There is no such call for payment."))
    return found


def last_calls(session: Session, entry_ids: Collection[int]) -> Mapping[int, PaymentCall]:
    """Return the last call for each of some subscriptions, by the id of the entry."""
    latest = (
        select(PaymentCall.entry_id, func.max(PaymentCall.id))
        .where(PaymentCall.entry_id.in_(entry_ids))
        .group_by(PaymentCall.entry_id)
        .subquery()
    )
    rows = session.scalars(_calls().where(PaymentCall.id.in_(select(latest.c[1]))))
    return {one.entry_id: one for one in rows}


def uncalled(session: Session, known: Sequence[Outstanding], day: date) -> list[Outstanding]:
    """Return, of what is due, what nobody was asked for: no call that leaves time still, no debit at the bank."""
    ids = [one.entry.id for one in known]
    asked = {entry_id for entry_id, call in last_calls(session, ids).items() if call.pay_by >= day}
    asked |= waiting_debits(session, ids)
    return [one for one in known if one.entry.id not in asked]


def calls_to_post(session: Session, known: Sequence[Outstanding]) -> list[PaymentCall]:
    """Return, for what is due, the last calls whose letters wait to be posted, in the order of what is due."""
    last = last_calls(session, [one.entry.id for one in known])
    calls = [last[one.entry.id] for one in known if one.entry.id in last]
    return [one for one in calls if one.by_post and one.sent_at is None]


def calls_numbered(numbers: Collection[int]) -> Select[PaymentCall]:
    """Select calls by the numbers of their rows."""
    return select(PaymentCall).where(PaymentCall.id.in_(numbers))


def mandate_of(session: Session, member_id: int) -> DebitMandate | None:
    """Return the mandate of a member that is in force."""
    current = select(DebitMandate).where(DebitMandate.member_id == member_id, DebitMandate.ended_on.is_(None))
    return session.scalars(current).one_or_none()


def debit_order(session: Session, order_id: int) -> DebitOrder:
    """Return an order with all that its page and its file show; raises Missing."""
    found = session.scalars(_orders().where(DebitOrder.id == order_id)).one_or_none()
    if found is None:
        raise Missing("shares.unknown_order", t("There is no such order of direct debits."))
    return found


def debit_orders() -> Select[DebitOrder]:
    """Select the orders, the newest first."""
    return select(DebitOrder).options(selectinload(DebitOrder.debits)).order_by(DebitOrder.id.desc())


def debitable(session: Session, day: date, *, until: date) -> list[tuple[Outstanding, DebitMandate]]:
    """Return what is to be paid up to a day by members who gave a mandate, without what waits for a debit."""
    due = [one for one in outstanding(session, day) if one.due_by <= until]
    mandates = session.scalars(select(DebitMandate).where(DebitMandate.ended_on.is_(None)))
    by_member = {one.member_id: one for one in mandates}
    waiting = set(session.scalars(select(Debit.entry_id).where(Debit.state == DebitState.WAITING)))
    return [
        (one, by_member[one.member.id])
        for one in due
        if one.member.id in by_member and one.entry.id not in waiting
    ]


def waiting_debits(session: Session, entry_ids: Collection[int]) -> set[int]:
    """Return which of some subscriptions wait for a direct debit."""
    waiting = and_(Debit.entry_id.in_(entry_ids), Debit.state == DebitState.WAITING)
    return set(session.scalars(select(Debit.entry_id).where(waiting)))


def addressees(session: Session, actor_ids: Collection[int], day: date) -> Mapping[int, Actor]:
    """Return whom to write to for each actor that can be reached by mail: itself, or who votes for it (L6)."""
    voters = voter_of(session, actor_ids, day)
    people = session.scalars(select(Actor).where(Actor.id.in_({*actor_ids, *voters.values()})))
    known = {one.id: one for one in people if one.email}
    found = {one: known.get(one) or known.get(voters[one]) for one in actor_ids}
    return {one: reader for one, reader in found.items() if reader is not None}


def _calls() -> Select[PaymentCall]:
    return select(PaymentCall).options(
        joinedload(PaymentCall.entry).joinedload(ShareEntry.to_member).joinedload(Member.actor)
    )


def _orders() -> Select[DebitOrder]:
    chain = selectinload(DebitOrder.debits)
    return select(DebitOrder).options(
        chain.joinedload(Debit.mandate),
        chain.joinedload(Debit.entry).joinedload(ShareEntry.to_member).joinedload(Member.actor),
    )
