"""Read the items that members ask for: who may ask, how much support there is, how much is needed (L33)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from collegial.assemblies.models import (
    Assembly,
    AssemblyState,
    ItemSupport,
    MemberItem,
    MemberItemState,
    RollEntry,
)
from collegial.assemblies.queries.attending import roll_on
from collegial.assemblies.queries.meetings import statutes_for
from collegial.assemblies.rules import supporters_needed
from collegial.kernel.clock import local_day
from collegial.kernel.errors import Missing, Refused
from collegial.kernel.text import t
from collegial.membership.models import CollegeAssignment, Member
from collegial.membership.queries import is_in_college, is_member
from collegial.statutes.queries import rules_of
from collegial.statutes.rules import AssemblyRule, Convocation

_TIME_TO_ASK = (AssemblyState.DRAFT, AssemblyState.CONVENED)


@dataclass(frozen=True, kw_only=True)
class Right:
    """A voting right that a person may use before an assembly: whose it is, and the name it bears."""

    member_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class Support:
    """An item that members ask for, with its supporters; `mine` are those for whom the reader votes."""

    item: MemberItem
    supporters: int
    needed: int
    mine: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What the statutes of the day say of members' items, and until when they may still be asked for."""

    needed: int
    members: int
    last_day: date


def asking(session: Session, meeting: Assembly, zone: str) -> Asking | None:
    """Return how members can put an item on this agenda; None where the statutes or the moment allow none."""
    rule = _rule(session, meeting, zone)
    if rule is None or rule.items_threshold is None or rule.items_days is None:
        return None
    if meeting.convocation is Convocation.SECOND:
        return None
    held_on = local_day(meeting.starts_at, zone)
    members = voting_rights(session, meeting, held_on)
    return Asking(
        needed=supporters_needed(rule.items_threshold, members),
        members=members,
        last_day=held_on - timedelta(days=rule.items_days),
    )


def may_still_ask(meeting: Assembly, rule: Asking | None, today: date) -> bool:
    """Tell whether items are still asked for and supported."""
    return rule is not None and meeting.state in _TIME_TO_ASK and today <= rule.last_day


def _rule(session: Session, meeting: Assembly, zone: str) -> AssemblyRule | None:
    try:
        return rules_of(statutes_for(session, meeting, zone)).assemblies
    except Refused:
        return None


def questions_end(session: Session, meeting: Assembly, zone: str) -> date | None:
    """Return the last day for written questions; None where the statutes set none."""
    rule = _rule(session, meeting, zone)
    if rule is None or rule.questions_days is None:
        return None
    return local_day(meeting.starts_at, zone) - timedelta(days=rule.questions_days)


def voting_rights(session: Session, meeting: Assembly, day: date) -> int:
    """Count the voting rights of an assembly: its roll, or before the roll is fixed those of a day."""
    if meeting.convened_at is not None:
        on_roll = select(func.count()).select_from(RollEntry).where(RollEntry.assembly_id == meeting.id)
        return session.scalar(on_roll) or 0
    members = select(func.count()).select_from(Member).where(is_member(day))
    if meeting.college_id is not None:
        members = members.join(CollegeAssignment, is_in_college(day))
        members = members.where(CollegeAssignment.college_id == meeting.college_id)
    return session.scalar(members) or 0


def rights_of(session: Session, meeting: Assembly, actor_id: int | None, day: date) -> list[Right]:
    """Return the voting rights that a person has in an assembly, its roll fixed or not yet."""
    if actor_id is None:
        return []
    if meeting.convened_at is None:
        rows = roll_on(session, day, college_id=meeting.college_id, voter_id=actor_id)
        return [Right(member_id=one.member_id, name=one.name) for one in rows]
    mine = select(RollEntry.member_id, RollEntry.name).where(
        RollEntry.assembly_id == meeting.id, RollEntry.voter_id == actor_id
    )
    found = session.execute(mine.order_by(RollEntry.member_number))
    return [Right(member_id=member, name=name) for member, name in found]


def member_items(
    session: Session, meeting: Assembly, *, rights: Sequence[Right], needed: int
) -> list[Support]:
    """Return the items that members ask for with their support, the most supported first."""
    counted = (
        select(ItemSupport.member_item_id, func.count().label("number"))
        .group_by(ItemSupport.member_item_id)
        .subquery()
    )
    number = func.coalesce(counted.c.number, 0)
    rows = session.execute(
        select(MemberItem, number)
        .outerjoin(counted, counted.c.member_item_id == MemberItem.id)
        .where(MemberItem.assembly_id == meeting.id)
        .options(joinedload(MemberItem.member).joinedload(Member.actor))
        .order_by(number.desc(), MemberItem.id)
    ).all()
    mine = _mine(session, meeting, rights)
    return [
        Support(item=one, supporters=many, needed=needed, mine=frozenset(mine.get(one.id, ())))
        for one, many in rows
    ]


def _mine(session: Session, meeting: Assembly, rights: Sequence[Right]) -> dict[int, set[int]]:
    given = (
        select(ItemSupport.member_item_id, ItemSupport.member_id)
        .join(MemberItem, ItemSupport.member_item_id == MemberItem.id)
        .where(MemberItem.assembly_id == meeting.id)
        .where(ItemSupport.member_id.in_([one.member_id for one in rights]))
    )
    found: dict[int, set[int]] = {}
    for item_id, member_id in session.execute(given):
        found.setdefault(item_id, set()).add(member_id)
    return found


def member_item(session: Session, assembly_id: int, item_id: int) -> MemberItem:
    """Return an item that members ask for; raises Missing."""
    found = session.get(MemberItem, item_id, options=[joinedload(MemberItem.assembly)])
    if found is None or found.assembly_id != assembly_id:
        raise Missing("member_items.unknown", t("There is no such item asked for by members."))
    return found


def supporters_of(session: Session, item: MemberItem) -> int:
    """Count the members who support an item."""
    given = select(func.count()).select_from(ItemSupport).where(ItemSupport.member_item_id == item.id)
    return session.scalar(given) or 0


def support_of(session: Session, item: MemberItem, member_id: int) -> ItemSupport | None:
    """Return the support that a member gave to an item."""
    given = select(ItemSupport).where(
        ItemSupport.member_item_id == item.id, ItemSupport.member_id == member_id
    )
    return session.scalars(given).one_or_none()


def waiting_items(session: Session, meeting: Assembly) -> int:
    """Count the items that members ask for and that are not on the agenda."""
    waiting = select(func.count()).select_from(MemberItem)
    waiting = waiting.where(MemberItem.assembly_id == meeting.id, MemberItem.state == MemberItemState.OPEN)
    return session.scalar(waiting) or 0
