"""Hold elections against what the statutes say of the board, and candidates against the directory."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.assemblies.models import Assembly, Electorate, Voting
from collegial.assemblies.queries.voting import actors_called
from collegial.assemblies.rules import Seating
from collegial.assemblies.rules.voting import check_board
from collegial.groups.models import Group, GroupKind, GroupMembership
from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text
from collegial.membership.models import CollegeAssignment, Member
from collegial.membership.queries.register import is_in_college
from collegial.statutes.models import College
from collegial.statutes.rules import StatuteRules


def is_board(group: Group | None) -> bool:
    """Tell whether those elected take their seat on the board."""
    return group is not None and group.kind is GroupKind.BOARD


def college_of(meeting: Assembly, electorate: Electorate, college: College | None) -> College | None:
    """Return the college that elects alone; a special assembly elects for its own."""
    return college if electorate is Electorate.COLLEGE else meeting.college


def seatings(votings: Sequence[Voting], meeting: Assembly, rules: StatuteRules) -> list[Seating]:
    """Return the elections of an assembly that fill seats on the board, or may: no group is named for them."""
    found = [(one, one.group.group if one.group else None) for one in votings if one.options]
    return [
        _seating(one, meeting, rules, is_sure=group is not None)
        for one, group in found
        if group is None or is_board(group)
    ]


def _seating(voting: Voting, meeting: Assembly, rules: StatuteRules, *, is_sure: bool) -> Seating:
    college = college_of(meeting, voting.electorate, voting.college)
    return Seating(
        title=voting.resolution.title, seats=voting.seats, is_sure=is_sure,
        college=college.name if college else None,
        most=rules.board_seats(college.key if college else None),
        fault=_fault(voting.seats, college, rules),
    )  # fmt: skip


def _fault(seats: int, college: College | None, rules: StatuteRules) -> Text | None:
    try:
        check_board(seats, college.key if college else None, rules)
    except Invalid as error:
        return error.text
    return None


def unknown_candidates(session: Session, voting: Voting) -> tuple[str, ...]:
    """Return the candidates whom the directory does not know, where those elected take a seat."""
    strangers = [one.name for one in voting.options if one.candidacy is None]
    if not strangers or not (voting.group or len(strangers) < len(voting.options)):
        return ()
    called = actors_called(session, strangers)
    return tuple(one for one in strangers if one not in called)


def foreign_candidates(session: Session, votings: Sequence[Voting], day: date) -> dict[int, list[str]]:
    """Return, by resolution, the candidates who are members of another college than the one that elects alone."""
    alone = [one for one in votings if one.electorate is Electorate.COLLEGE]
    standing = {each.candidacy.actor_id for one in alone for each in one.options if each.candidacy}
    if not standing:
        return {}
    rows = session.execute(
        select(Member.actor_id, CollegeAssignment.college_id)
        .join(CollegeAssignment, is_in_college(day))
        .where(Member.actor_id.in_(standing))
    )
    held = {one.actor_id: one.college_id for one in rows}
    return {
        one.resolution_id: [
            each.name
            for each in one.options
            if each.candidacy and held.get(each.candidacy.actor_id, one.college_id) != one.college_id
        ]
        for one in alone
    }


def colleges_of_seats(
    session: Session, seats: Sequence[GroupMembership], rules: StatuteRules, day: date
) -> dict[int, College]:
    """Return, by seat, the college of its holder on a day, where the statutes reserve seats to it (L24)."""
    found = session.execute(
        select(Member.actor_id, College)
        .join(CollegeAssignment, is_in_college(day))
        .join(College, College.id == CollegeAssignment.college_id)
        .where(
            Member.actor_id.in_({one.actor_id for one in seats}), College.key.in_(rules.reserved_seats()),
        )
    )  # fmt: skip
    held = {row.actor_id: row.College for row in found}
    return {one.id: held[one.actor_id] for one in seats if one.actor_id in held}
