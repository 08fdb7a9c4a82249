"""Vote in the room: a list of the rights that vote there, and the totals that the bureau counts.

A right that voted online is not on the list, and one on the list no longer votes online: nobody votes twice. The
totals of a college never exceed its rights on the list. List and totals are lines of the board. What an election
adds to this stands in `ballot_box.py`.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, exists, insert, select, union_all
from sqlalchemy.orm import Session

from collegial.assemblies.models import Attendance, AttendanceMode, RollEntry
from collegial.assemblies.queries.meetings import rules_for
from collegial.kernel.chain import seal
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.votes.events import RoomCounted, RoomOpened
from collegial.votes.models import (
    Question,
    RoomCount,
    RoomList,
    RoomPaper,
    RoomRight,
    RoomWay,
    Secrecy,
    SessionState,
    VoteSession,
)
from collegial.votes.permissions import PRESIDE
from collegial.votes.queries import (
    counted_content,
    listed_content,
    locked_session,
    room_rights,
    unused_rights,
)
from collegial.votes.rules import RoomSums, check_room_sums


def open_room(context: Context, vote_id: int, way: RoomWay, secrecy: Secrecy = Secrecy.OPEN) -> RoomList:
    """List the rights that are in the room and were not used: from now on they vote there, not online.

    Raises Refused when the vote is not open, a show of hands is to elect, or nobody is left to vote in the room.
    """
    require(context.by, PRESIDE)
    vote = open_vote_for_room(context, vote_id, secrecy)
    if way is RoomWay.HANDS and any(one.resolution.elects for one in vote.questions):
        raise Refused(
            "votes.room_elects", t("An election is voted on paper in the room, not by show of hands.")
        )
    rights = list(context.session.scalars(unused_rights(vote, _is_in_room).order_by(RollEntry.id)))
    if not rights:
        raise Refused(
            "votes.nobody_in_room",
            t("Nobody in the room is left to vote there: all have voted, or are already on the list."),
        )
    found = RoomList(
        session_id=vote.id, way=way, at=context.clock.now(), sequence=vote.board_length + 1,
        previous=vote.board_head, digest="",
    )  # fmt: skip
    found.digest = seal(found.sequence, found.previous, listed_content(vote, found, rights))
    add_room_line(context, vote, found)
    rows = [{"list_id": found.id, "session_id": vote.id, "entry_id": entry} for entry in rights]
    context.session.execute(insert(RoomRight), rows)
    context.emit(
        RoomOpened(vote=vote.id, line=found.sequence, rights=len(rights), way=way.value, digest=found.digest)
    )
    return found


def count_room(context: Context, vote_id: int, question: Question, sums: Mapping[str, RoomSums]) -> RoomCount:
    """Enter what the bureau counted in the room on one resolution, by college; a later count replaces an earlier.

    Raises Refused without a list of the room, Invalid for figures that cannot be: below zero, or more than the
    college's rights on the list.
    """
    require(context.by, PRESIDE)
    vote = open_vote_for_room(context, vote_id)
    limits = room_limits(context, vote)
    check_is_listed(limits)
    check_room_sums(sums, limits)
    return put_room_count(context, vote, question, {key: asdict(one) for key, one in sorted(sums.items())})


def put_room_count(
    context: Context, vote: VoteSession, question: Question, sums: Mapping[str, Any]
) -> RoomCount:
    """Seal a count that was checked as the next line of the board."""
    found = RoomCount(
        session_id=vote.id, question_id=question.id, at=context.clock.now(), sums=sums,
        sequence=vote.board_length + 1, previous=vote.board_head, digest="",
    )  # fmt: skip
    found.digest = seal(found.sequence, found.previous, counted_content(vote, found))
    add_room_line(context, vote, found)
    context.emit(RoomCounted(vote=vote.id, question=question.id, line=found.sequence, digest=found.digest))
    return found


def check_is_listed(limits: Mapping[str, int]) -> None:
    """Refuse a count before anyone is listed."""
    if not any(limits.values()):
        raise Refused("votes.no_room", t("List first who votes in the room."))


def room_limits(context: Context, vote: VoteSession) -> dict[str, int]:
    """Return how many rights of each college vote in the room; without colleges, all together."""
    rules = rules_for(context.session, vote.assembly, context.zone)
    listed = listed_by_college(context.session, vote)
    if not rules.colleges:
        return {"all": listed.total()}
    return {college.key: listed[college.key] for college in rules.colleges}


def listed_by_college(session: Session, vote: VoteSession) -> Counter[str]:
    """Count the rights that vote in the room by the key of their college."""
    return Counter(one.college.key if one.college else "" for one in room_rights(session, vote.id))


def check_room_counted(context: Context, vote: VoteSession) -> None:
    """Refuse to close a vote whose room was listed and not counted on every resolution."""
    if not room_rights(context.session, vote.id):
        return
    counted = set(
        context.session.scalars(
            union_all(
                select(RoomCount.question_id).where(RoomCount.session_id == vote.id),
                select(RoomPaper.question_id).where(RoomPaper.session_id == vote.id),
            )
        )
    )
    missing = [one.resolution.number for one in vote.questions if one.id not in counted]
    if missing:
        raise Refused(
            "votes.room_not_counted",
            t(
                "The room is not counted on resolution %(number)s. Enter its totals, zeros if nobody voted there.",
                number=missing[0],
            ),
        )


def check_not_in_room(session: Session, vote: VoteSession, entry_id: int) -> None:
    """Refuse a vote online of a right that votes in the room."""
    if session.get(RoomRight, (vote.id, entry_id)):
        raise in_room()


def in_room() -> Refused:
    """Return the refusal of a right that votes in the room."""
    return Refused(
        "votes.in_room", t("This right votes in the room: the bureau counts hands or papers there.")
    )


def open_vote_for_room(context: Context, vote_id: int, secrecy: Secrecy = Secrecy.OPEN) -> VoteSession:
    """Return an open vote whose row stays locked; raises Refused for one that is closed, or of the other secrecy."""
    vote = locked_session(context.session, vote_id)
    if vote.secrecy is not secrecy:
        raise Refused("votes.is_secret", t("This vote is secret: it is cast and counted on its own pages."))
    if vote.state is not SessionState.OPEN:
        raise Refused("votes.not_open", t("This vote is not open."))
    return vote


def add_room_line(context: Context, vote: VoteSession, line: RoomList | RoomCount | RoomPaper) -> None:
    """Make a line of the room the end of the board."""
    context.session.add(line)
    vote.board_length, vote.board_head = line.sequence, line.digest
    context.session.flush()  # the list names its line, the event its number


def _is_in_room(entry_id: object) -> ColumnElement[bool]:
    return exists().where(
        Attendance.entry_id == entry_id, Attendance.left_at.is_(None), Attendance.mode == AttendanceMode.ROOM
    )
