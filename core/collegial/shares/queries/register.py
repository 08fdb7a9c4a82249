"""Read the entries of the register, and check that none was changed, moved or removed."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from collegial.kernel.chain import Break, Link
from collegial.kernel.chain import first_break as first_break_of
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.membership.models import Member
from collegial.shares.models import EntryKind, ShareEntry, SharePayment, ShareRegister


def entries(
    *,
    kind: EntryKind | None = None,
    member_id: int | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Select[ShareEntry]:
    """Select entries, the newest first, with their members and corrections; by kind, member or effective day."""
    found = (
        select(ShareEntry)
        .options(
            joinedload(ShareEntry.from_member).joinedload(Member.actor, innerjoin=True),
            joinedload(ShareEntry.to_member).joinedload(Member.actor, innerjoin=True),
            joinedload(ShareEntry.corrects),
            joinedload(ShareEntry.corrected_by),
        )
        .order_by(ShareEntry.number.desc())
    )
    if kind is not None:
        found = found.where(ShareEntry.kind == kind)
    if member_id is not None:
        found = found.where(or_(ShareEntry.from_member_id == member_id, ShareEntry.to_member_id == member_id))
    if since is not None:
        found = found.where(ShareEntry.effective_on >= since)
    return found if until is None else found.where(ShareEntry.effective_on <= until)


def entries_of(session: Session, member_id: int) -> Sequence[ShareEntry]:
    """Return the entries that concern a member, the newest first."""
    return session.scalars(entries(member_id=member_id)).all()


def entry(session: Session, number: int) -> ShareEntry:
    """Return an entry by its number, with its members and corrections; raises Missing."""
    found = session.scalars(entries().where(ShareEntry.number == number)).one_or_none()
    if found is None:
        raise Missing(
            "shares.unknown_entry", t("There is no entry %(number)s in the register.", number=number)
        )
    return found


def payment(session: Session, payment_id: int) -> SharePayment:
    """Return a payment; raises Missing."""
    found = session.get(SharePayment, payment_id)
    if found is None:
        raise Missing("shares.unknown_payment", t("There is no such payment."))
    return found


def end_of_register(session: Session) -> ShareRegister:
    """Return where the register ends: the number of its last entry, and its seal."""
    return session.get_one(ShareRegister, 1, populate_existing=True)


def first_break(session: Session) -> Break | None:
    """Recompute the whole chain of the register; return the first place that does not hold."""
    end = end_of_register(session)
    ordered = (
        select(ShareEntry)
        .order_by(ShareEntry.number)
        .execution_options(yield_per=1000, populate_existing=True)
    )
    with session.scalars(ordered) as found:  # closed where the chain breaks: the rest is not read
        return first_break_of(map(sealed, found), length=end.last_number, head=end.head)


def sealed(one: ShareEntry) -> Link:
    """Return an entry as the link whose hash was taken: all that it says, in plain values."""
    payload = {
        "kind": one.kind.value,
        "from": one.from_member_id,
        "to": one.to_member_id,
        "shares": one.shares,
        "nominal": one.nominal.cents,
        "effective_on": one.effective_on.isoformat(),
        "recorded_at": one.recorded_at.isoformat(),
        "corrects": one.corrects_id,
        "reason": one.reason,
    }
    return Link(sequence=one.number, payload=payload, previous=one.previous, digest=one.digest)
