"""Read the roll of an assembly: voting rights on a day, its entries, who is there, and their invitations."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ColumnExpressionArgument, and_, exists, func, select, union
from sqlalchemy.orm import InstrumentedAttribute, Session, contains_eager, joinedload

from collegial.actors.models import Actor, Guardian, Representative
from collegial.actors.queries import is_guarding, is_representing, voter_column
from collegial.assemblies.models import (
    Assembly,
    AssemblyState,
    Attendance,
    Invitation,
    Mandate,
    MandateKind,
    RollEntry,
)
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.membership.models import CollegeAssignment, Member
from collegial.membership.queries import is_in_college, is_member

_STAY = Attendance.__table__.c
_STANDS = ("state", "starts_at")
_OVER = (AssemblyState.INQUORATE, AssemblyState.CLOSED, AssemblyState.CALLED_OFF)


@dataclass(frozen=True, kw_only=True)
class RollRow:
    """What a voting right is made of, on a day."""

    member_id: int
    number: int
    actor_id: int
    name: str
    voter_id: int
    college_id: int | None


def roll_on(
    session: Session, day: date, *, college_id: int | None = None, voter_id: int | None = None
) -> list[RollRow]:
    """Return the voting rights of a day: members, their college, and who votes for others (L6).

    The representative votes for an organisation, the manager for joint holders, the guardian for a minor.
    With a college, only its members: the roll of a special assembly. With a voter, only what that person
    votes for.
    """
    voter = voter_column()
    rights = (
        select(Member.id, Member.number, Actor.id, Actor.name, voter, CollegeAssignment.college_id)
        .join(Actor, Member.actor_id == Actor.id)
        .outerjoin(Representative, and_(Representative.organisation_id == Actor.id, is_representing(day)))
        .outerjoin(Guardian, and_(Guardian.minor_id == Actor.id, is_guarding(day)))
        .outerjoin(CollegeAssignment, is_in_college(day))
        .where(is_member(day))
        .order_by(Member.number)
    )
    if college_id is not None:
        rights = rights.where(CollegeAssignment.college_id == college_id)
    if voter_id is not None:
        rights = rights.where(voter == voter_id)
    return [
        RollRow(
            member_id=member, number=number, actor_id=actor, name=name, voter_id=person, college_id=where
        )
        for member, number, actor, name, person, where in session.execute(rights)
    ]  # fmt: skip


def entry(session: Session, assembly_id: int, entry_id: int) -> RollEntry:
    """Return an entry of an assembly's roll; raises Missing."""
    found = session.get(RollEntry, entry_id, options=[joinedload(RollEntry.college)])
    if found is None or found.assembly_id != assembly_id:
        raise Missing("assemblies.unknown_entry", t("There is no such entry on the roll."))
    return found


def hold(session: Session, *entry_ids: int) -> None:
    """Lock entries until the transaction ends, in one order: their proxies and stays move one at a time.

    Those that a proxy joins to them are locked as well: the counts of who attends want these later, when two who move
    at one moment would wait for each other.
    """
    joined = (Mandate.kind == MandateKind.PROXY, Mandate.revoked_at.is_(None))
    wanted = union(
        select(RollEntry.id).where(RollEntry.id.in_(entry_ids)),
        select(Mandate.giver_id).where(Mandate.holder_id.in_(entry_ids), *joined),
        select(Mandate.holder_id).where(Mandate.giver_id.in_(entry_ids), *joined),
    )
    all_of_them = (
        select(RollEntry.id).where(RollEntry.id.in_(wanted)).order_by(RollEntry.id).with_for_update()
    )
    session.execute(all_of_them).all()


def hold_entries(session: Session, *entries: RollEntry) -> None:
    """Lock entries of one assembly that nobody opens, moves, closes or calls off meanwhile; read anew how it stands.

    The assembly is locked before its entries, and shared with others who come and go: whoever conducts it waits for
    all of them, and each who comes later waits for whoever conducts.
    """
    session.refresh(entries[0].assembly, _STANDS, with_for_update={"read": True})
    hold(session, *(one.id for one in entries))


def by_name(entry: type[RollEntry] = RollEntry) -> tuple[ColumnExpressionArgument[Any], ...]:
    """Return what entries are sorted by where people look for a name: `Émile` stands before `Zoé`."""
    return func.folded(entry.name), entry.id


def coming_entries(session: Session, member_id: int) -> Sequence[RollEntry]:
    """Return the entries of a member in the assemblies that are convened or open."""
    coming = Assembly.state.in_((AssemblyState.CONVENED, AssemblyState.OPEN))
    wanted = select(RollEntry).join(RollEntry.assembly).where(RollEntry.member_id == member_id, coming)
    return session.scalars(wanted.options(contains_eager(RollEntry.assembly)).order_by(RollEntry.id)).all()


def left_on(session: Session, entry: RollEntry) -> date | None:
    """Return the first day on which the member of an entry is one no more; None while it stays."""
    return session.scalar(select(Member.left_on).where(Member.id == entry.member_id))


def entries_of_voter(session: Session, assembly_id: int, actor_id: int | None) -> Sequence[RollEntry]:
    """Return the entries for which this person votes in an assembly: one's own, and organisations'."""
    mine = select(RollEntry).where(RollEntry.assembly_id == assembly_id, RollEntry.voter_id == actor_id)
    return session.scalars(mine.options(joinedload(RollEntry.college)).order_by(*by_name())).all()


def current_stay(session: Session, entry_id: int) -> Attendance | None:
    """Return the open stay of an entry; None when it is not there."""
    return session.scalars(
        select(Attendance).where(Attendance.entry_id == entry_id, Attendance.left_at.is_(None))
    ).one_or_none()


def stays_left_open(session: Session) -> Mapping[Assembly, Sequence[Attendance]]:
    """Return, by assembly that is over or called off, the stays that nobody ended."""
    query = (
        select(Assembly, Attendance)
        .join(RollEntry, RollEntry.assembly_id == Assembly.id)
        .join(Attendance, Attendance.entry_id == RollEntry.id)
        .where(Attendance.left_at.is_(None), Assembly.state.in_(_OVER))
        .order_by(Assembly.id, Attendance.id)
    )
    found: dict[Assembly, list[Attendance]] = {}
    for meeting, stay in session.execute(query):
        found.setdefault(meeting, []).append(stay)
    return found


def last_departure(session: Session, entry_id: int) -> datetime | None:
    """Return when an entry last left; None when it never did."""
    return session.scalar(select(func.max(Attendance.left_at)).where(Attendance.entry_id == entry_id))


def is_here(entry_id: object) -> ColumnElement[bool]:
    """Return the condition that an entry of the roll has an open stay."""
    return exists().where(_STAY.entry_id == entry_id, _STAY.left_at.is_(None))


def present_entry_ids(session: Session, assembly_id: int, actor_id: int | None) -> set[int]:
    """Return which of this person's entries are checked in."""
    mine = select(RollEntry.id).where(RollEntry.assembly_id == assembly_id, RollEntry.voter_id == actor_id)
    return set(session.scalars(mine.where(is_here(RollEntry.id))))


def invitation(session: Session, invitation_id: int) -> Invitation | None:
    """Return an invitation with its entry."""
    return session.get(
        Invitation, invitation_id, options=[joinedload(Invitation.entry).joinedload(RollEntry.assembly)]
    )


def invitations_of(session: Session, entry_ids: Iterable[int]) -> Sequence[Invitation]:
    """Return the invitations of some entries."""
    return session.scalars(select(Invitation).where(Invitation.entry_id.in_(list(entry_ids)))).all()


def convened_once(
    session: Session, assembly_id: int, who: ColumnElement[bool], what: InstrumentedAttribute[int]
) -> Sequence[int]:
    """Return one number for each person who votes and was convened: the first of its invitations."""
    of_each = (
        select(func.min(what))
        .select_from(Invitation)
        .join(Invitation.entry)
        .join(Actor, RollEntry.voter_id == Actor.id)
        .where(RollEntry.assembly_id == assembly_id, who)
        .group_by(RollEntry.voter_id)
    )
    return session.scalars(of_each.order_by(func.min(what))).all()
