"""Read who attends: the roll, mandates, the quorum, the desk's search."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from collegial.actors.models import Actor, Guardian, Representative
from collegial.actors.queries import is_guarding, is_representing, voter_column
from collegial.assemblies.models import (
    Assembly,
    Attendance,
    AttendanceMode,
    BlankProxy,
    CorrespondenceForm,
    Invitation,
    Mandate,
    MandateKind,
    RollEntry,
)
from collegial.assemblies.queries.meetings import rules_for
from collegial.assemblies.rules import CollegeAttendance, QuorumVerdict, quorum
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.membership.models import CollegeAssignment, Member
from collegial.membership.queries import is_in_college, is_member
from collegial.statutes.models import College
from collegial.statutes.rules import DecisionKind, StatuteRules

Counts = dict[int | None, int]
_LONGEST_NUMBER = 9


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
    """Lock entries until the transaction ends, in one order: their proxies and stays move one at a time."""
    wanted = select(RollEntry.id).where(RollEntry.id.in_(entry_ids)).order_by(RollEntry.id).with_for_update()
    session.execute(wanted).all()


def entries_of_voter(session: Session, assembly_id: int, actor_id: int | None) -> Sequence[RollEntry]:
    """Return the entries for which this person votes in an assembly: one's own, and organisations'."""
    mine = select(RollEntry).where(RollEntry.assembly_id == assembly_id, RollEntry.voter_id == actor_id)
    return session.scalars(mine.options(joinedload(RollEntry.college)).order_by(RollEntry.name)).all()


def current_stay(session: Session, entry_id: int) -> Attendance | None:
    """Return the open stay of an entry; None when it is not there."""
    return session.scalars(
        select(Attendance).where(Attendance.entry_id == entry_id, Attendance.left_at.is_(None))
    ).one_or_none()


def last_departure(session: Session, entry_id: int) -> datetime | None:
    """Return when an entry last left; None when it never did."""
    return session.scalar(select(func.max(Attendance.left_at)).where(Attendance.entry_id == entry_id))


def live_proxy_of(session: Session, giver_id: int) -> Mandate | None:
    """Return the proxy that an entry has given and not taken back."""
    live = select(Mandate).where(
        Mandate.giver_id == giver_id, Mandate.kind == MandateKind.PROXY, Mandate.revoked_at.is_(None)
    )
    return session.scalars(live.options(joinedload(Mandate.holder))).one_or_none()


def live_proxies_held(session: Session, holder_id: int) -> Sequence[Mandate]:
    """Return the proxies that an entry holds."""
    live = select(Mandate).where(
        Mandate.holder_id == holder_id, Mandate.kind == MandateKind.PROXY, Mandate.revoked_at.is_(None)
    )
    return session.scalars(live.options(joinedload(Mandate.giver)).order_by(Mandate.slot)).all()


def proxies_to_carry(
    session: Session, from_id: int, to_id: int, *, only_pairs: bool = False
) -> Sequence[Row[Mandate, RollEntry, RollEntry]]:
    """Return the live proxies of one assembly with the other's entries of giver and holder.

    With `only_pairs`, those that were given for the ordinary and the extraordinary assembly alike.
    """
    giver, holder, first_giver, first_holder = (aliased(RollEntry) for _ in range(4))
    rows = (
        select(Mandate, giver, holder)
        .join(first_giver, Mandate.giver_id == first_giver.id)
        .join(first_holder, Mandate.holder_id == first_holder.id)
        .join(giver, and_(giver.member_id == first_giver.member_id, giver.assembly_id == to_id))
        .join(holder, and_(holder.member_id == first_holder.member_id, holder.assembly_id == to_id))
        .where(Mandate.assembly_id == from_id, Mandate.kind == MandateKind.PROXY)
        .where(Mandate.revoked_at.is_(None))
    )
    if only_pairs:
        rows = rows.where(Mandate.for_pair)
    return session.execute(rows.order_by(Mandate.id)).all()


def mandates_of_voter(session: Session, assembly_id: int, actor_id: int | None) -> Sequence[Mandate]:
    """Return every live mandate this person may cast: own ones first, then proxies."""
    holder = aliased(RollEntry)
    return session.scalars(
        select(Mandate)
        .join(holder, Mandate.holder_id == holder.id)
        .where(Mandate.assembly_id == assembly_id, Mandate.revoked_at.is_(None), holder.voter_id == actor_id)
        .options(joinedload(Mandate.giver).joinedload(RollEntry.college), joinedload(Mandate.holder))
        .order_by(Mandate.kind, Mandate.id)
    ).all()


def attendance_by_college(
    session: Session, meeting: Assembly, rules: StatuteRules
) -> list[CollegeAttendance]:
    """Count who attends now, college by college, in a constant number of statements.

    Without colleges, the whole roll is one college that weighs everything.
    """
    counts = [
        _by_college(session, select(RollEntry.college_id), meeting.id),
        _by_college(session, _staying(AttendanceMode.ROOM), meeting.id),
        _by_college(session, _staying(AttendanceMode.REMOTE), meeting.id),
        _added(
            _by_college(session, represented(), meeting.id), _by_college(session, left_to_chair(), meeting.id)
        ),
        _by_college(session, by_correspondence(), meeting.id),
    ]
    if not rules.colleges:
        totals = [sum(one.values()) for one in counts]
        return [_attendance("all", "", Fraction(1), totals)]
    ids = {key: number for number, key in session.execute(select(College.id, College.key))}
    return [
        _attendance(one.key, one.name, one.weight, [count.get(ids.get(one.key), 0) for count in counts])
        for one in rules.colleges
    ]


def _attendance(key: str, name: str, weight: Fraction, counts: list[int]) -> CollegeAttendance:
    members, room, remote, by_proxy, by_form = counts
    return CollegeAttendance(
        key=key, name=name, weight=weight, members=members, present=room, remote=remote, represented=by_proxy,
        correspondence=by_form,
    )  # fmt: skip


def _by_college(session: Session, entries: Select[int | None], assembly_id: int) -> Counts:
    rows = (
        entries.where(RollEntry.assembly_id == assembly_id)
        .add_columns(func.count())
        .group_by(RollEntry.college_id)
    )
    return dict(session.execute(rows).all())


def _staying(mode: AttendanceMode) -> Select[int | None]:
    stay = and_(Attendance.entry_id == RollEntry.id, Attendance.left_at.is_(None), Attendance.mode == mode)
    return select(RollEntry.college_id).join(Attendance, stay)


def represented() -> Select[int | None]:
    """Select entries that are absent and whose proxy holder is there (L37: an absent holder counts for none).

    With a form as well, a right counts by correspondence: the form goes before the proxy (L38).
    """
    held = and_(
        Mandate.giver_id == RollEntry.id, Mandate.kind == MandateKind.PROXY, Mandate.revoked_at.is_(None)
    )
    return (
        select(RollEntry.college_id)
        .join(Mandate, held)
        .where(is_here(Mandate.holder_id), ~is_here(RollEntry.id), ~has_form(RollEntry.id))
    )


def left_to_chair() -> Select[int | None]:
    """Select entries that are absent and whose proxy names no holder: the chair, who is there, represents them."""
    left = exists().where(BlankProxy.entry_id == RollEntry.id, BlankProxy.revoked_at.is_(None))
    return select(RollEntry.college_id).where(left, ~is_here(RollEntry.id), ~has_form(RollEntry.id))


def _added(first: Counts, second: Counts) -> Counts:
    return {college: first.get(college, 0) + second.get(college, 0) for college in {*first, *second}}


def by_correspondence() -> Select[int | None]:
    """Select entries that are absent and whose form holds."""
    return select(RollEntry.college_id).where(has_form(RollEntry.id), ~is_here(RollEntry.id))


def has_form(entry_id: object) -> ColumnElement[bool]:
    """Return the condition that an entry of the roll votes by correspondence."""
    return exists().where(CorrespondenceForm.entry_id == entry_id, CorrespondenceForm.withdrawn_at.is_(None))


def is_here(entry_id: object) -> ColumnElement[bool]:
    """Return the condition that an entry of the roll has an open stay."""
    return exists().where(Attendance.entry_id == entry_id, Attendance.left_at.is_(None))


def quorum_of(session: Session, meeting: Assembly, kind: DecisionKind, zone: str) -> QuorumVerdict:
    """Compute the quorum of a kind of decision, now."""
    rules = rules_for(session, meeting, zone)
    attendance = attendance_by_college(session, meeting, rules)
    return quorum(rules.quorum(kind, meeting.convocation), attendance)


@dataclass(frozen=True, kw_only=True)
class DeskRow:
    """A line of the attendance desk."""

    entry: RollEntry
    stay: Attendance | None
    proxy: Mandate | None


def desk_rows(session: Session, assembly_id: int, search: str, *, most: int = 12) -> list[DeskRow]:
    """Return the entries that match a name or a member's number, with what the desk must know of each."""
    live = and_(
        Mandate.giver_id == RollEntry.id, Mandate.kind == MandateKind.PROXY, Mandate.revoked_at.is_(None)
    )
    rows = session.execute(
        select(RollEntry, Attendance, Mandate)
        .outerjoin(Attendance, and_(Attendance.entry_id == RollEntry.id, Attendance.left_at.is_(None)))
        .outerjoin(Mandate, live)
        .where(RollEntry.assembly_id == assembly_id, _matching(search))
        .options(joinedload(RollEntry.college), joinedload(Mandate.holder))
        .order_by(RollEntry.name)
        .limit(most)
    )
    return [DeskRow(entry=one, stay=stay, proxy=proxy) for one, stay, proxy in rows]


def _matching(search: str) -> ColumnElement[bool]:
    wanted = search.strip()
    if wanted.isascii() and wanted.isdigit() and len(wanted) <= _LONGEST_NUMBER:
        return RollEntry.member_number == int(wanted)
    return RollEntry.name.icontains(wanted, autoescape=True)


def find_entry(session: Session, assembly_id: int, wanted: str) -> RollEntry | None:
    """Return the one entry with this member number or this name, whatever its case; None when unsure."""
    rows = desk_rows(session, assembly_id, wanted, most=3)
    exact = [row.entry for row in rows if row.entry.name.casefold() == wanted.strip().casefold()]
    found = exact or [row.entry for row in rows]
    return found[0] if len(found) == 1 else None


def invitation(session: Session, invitation_id: int) -> Invitation | None:
    """Return an invitation with its entry."""
    return session.get(
        Invitation, invitation_id, options=[joinedload(Invitation.entry).joinedload(RollEntry.assembly)]
    )


def invitations_of(session: Session, entry_ids: Iterable[int]) -> Sequence[Invitation]:
    """Return the invitations of some entries."""
    return session.scalars(select(Invitation).where(Invitation.entry_id.in_(list(entry_ids)))).all()


def present_entry_ids(session: Session, assembly_id: int, actor_id: int | None) -> set[int]:
    """Return which of this person's entries are checked in."""
    mine = select(RollEntry.id).where(RollEntry.assembly_id == assembly_id, RollEntry.voter_id == actor_id)
    return set(session.scalars(mine.where(is_here(RollEntry.id))))


def proxies_given_by(session: Session, assembly_id: int, actor_id: int | None) -> dict[int, Mandate]:
    """Return the live proxies given for this person's entries, by entry."""
    giver = aliased(RollEntry)
    rows = session.scalars(
        select(Mandate)
        .join(giver, Mandate.giver_id == giver.id)
        .where(
            Mandate.assembly_id == assembly_id,
            Mandate.kind == MandateKind.PROXY,
            Mandate.revoked_at.is_(None),
            giver.voter_id == actor_id,
        )
        .options(joinedload(Mandate.holder))
    )
    return {one.giver_id: one for one in rows}


def declined_for(session: Session, assembly_id: int, actor_id: int | None) -> dict[int, Mandate]:
    """Return the last proxy of this person's entries that its holder declined, by entry."""
    giver = aliased(RollEntry)
    rows = session.scalars(
        select(Mandate)
        .join(giver, Mandate.giver_id == giver.id)
        .where(
            Mandate.assembly_id == assembly_id, Mandate.declined_at.is_not(None), giver.voter_id == actor_id
        )
        .options(joinedload(Mandate.holder))
        .order_by(Mandate.id)
    )  # fmt: skip
    return {one.giver_id: one for one in rows}


def live_proxies(assembly_id: int) -> Select[Mandate]:
    """Select the proxies that hold in an assembly, with giver and holder, by the giver's name."""
    giver = aliased(RollEntry)
    return (
        select(Mandate)
        .join(giver, Mandate.giver_id == giver.id)
        .options(joinedload(Mandate.giver), joinedload(Mandate.holder))
        .where(
            Mandate.assembly_id == assembly_id,
            Mandate.kind == MandateKind.PROXY,
            Mandate.revoked_at.is_(None),
        )
        .order_by(giver.name, Mandate.id)
    )
