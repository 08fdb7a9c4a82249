"""List who holds shares on a day, with what each has paid and owes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select, union_all
from sqlalchemy.orm import Session, contains_eager

from collegial.actors.models import Actor
from collegial.actors.queries import name_holds
from collegial.actors.rules import fold
from collegial.kernel.errors import Missing
from collegial.kernel.money import ZERO, Money
from collegial.kernel.text import t
from collegial.membership.models import Member
from collegial.membership.queries import is_member
from collegial.shares.models import ShareEntry
from collegial.shares.queries.paying import lots_on
from collegial.shares.rules import Lot


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What a member holds on a day: how many shares, their nominal value, and what is still due on them."""

    shares: int
    worth: Money
    due: Money

    @property
    def paid(self) -> Money:
        """Return the part of the value that is paid."""
        return self.worth - self.due


def holders(day: date, words: str = "") -> Select[Member]:
    """Select the members of a day and whoever else holds shares on it, by name; a number finds one member."""
    sides = union_all(
        select(ShareEntry.to_member_id.label("member_id"), ShareEntry.shares.label("shares")).where(
            ShareEntry.to_member_id.is_not(None), ShareEntry.effective_on <= day
        ),
        select(ShareEntry.from_member_id, -ShareEntry.shares).where(
            ShareEntry.from_member_id.is_not(None), ShareEntry.effective_on <= day
        ),
    ).subquery()
    holding = select(sides.c.member_id).group_by(sides.c.member_id).having(func.sum(sides.c.shares) > 0)
    found = (
        select(Member)
        .join(Member.actor)
        .options(contains_eager(Member.actor))
        .where(or_(is_member(day), Member.id.in_(holding)))
        .order_by(Actor.search_name, Member.number)
    )
    if words.strip().isdecimal():
        return found.where(Member.number == _in_reach(words))
    return found.where(*name_holds(words))


def holdings_of(session: Session, member_ids: Sequence[int], day: date) -> Mapping[int, Holding]:
    """Return what some members hold on a day, those who hold nothing included."""
    lots = lots_on(session, member_ids, day)
    return {one: _holding(lots[one]) for one in member_ids}


def holding_of(session: Session, member_id: int, day: date) -> Holding:
    """Return what one member holds on a day."""
    return holdings_of(session, [member_id], day)[member_id]


def find_holder(session: Session, written: str, day: date) -> Member:
    """Return the one member that a number or a full name means; raise Missing for none, or for several."""
    named = holders(day, written)
    if not written.strip().isdecimal():
        named = named.where(Actor.search_name == fold(written))
    found = session.scalars(named.limit(2)).all()
    if len(found) != 1:
        raise Missing(
            "shares.unknown_member",
            t("No member, or more than one, answers to that. Write the member’s number."),
            field="receiver",
        )
    return found[0]


def row_of_member(session: Session, written: str, day: date) -> int:
    """Return the row of the member that a number or a name means, by number one who left too; 0, no row, for none."""
    if written.isdecimal():
        known = select(Member.id).where(Member.number == _in_reach(written))
        return session.scalar(known) or 0
    try:
        return find_holder(session, written, day).id
    except Missing:
        return 0


def _in_reach(number: str) -> int:
    """Return a number that the database can compare with: a larger one is nobody's either."""
    return min(int(number), 2**31 - 1)


def _holding(lots: Sequence[Lot]) -> Holding:
    return Holding(
        shares=sum(one.shares for one in lots),
        worth=sum((one.nominal * one.shares for one in lots), ZERO),
        due=sum((one.due for one in lots), ZERO),
    )
