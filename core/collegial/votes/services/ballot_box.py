"""The papers of the room in an election: entered one by one, or as marks added up where the method adds marks.

One way at a time: papers that are entered keep totals out, and totals that are not zero keep papers out.
"""

from collections.abc import Mapping
from dataclasses import asdict

from collegial.assemblies.models import Electorate
from collegial.assemblies.queries.meetings import rules_for
from collegial.hooks.voting import VOID
from collegial.kernel.chain import seal
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import nt, t
from collegial.votes.asking import asked, group_of
from collegial.votes.events import RoomCounted
from collegial.votes.models import Question, RoomCount, RoomPaper, VoteSession
from collegial.votes.permissions import PRESIDE
from collegial.votes.queries import room_votes, sealed_room_line
from collegial.votes.queries.room import RoomVotes
from collegial.votes.rules.box import RoomMarks, check_group, check_room_marks, check_size
from collegial.votes.services.room import (
    add_room_line,
    check_is_listed,
    listed_by_college,
    open_vote_for_room,
    put_room_count,
)

MOST_AT_ONCE = 1000


def box_limits(context: Context, vote: VoteSession, question: Question) -> dict[str, int]:
    """Return how many rights vote in the room in an election, by who is counted apart."""
    listed, voting = listed_by_college(context.session, vote), question.resolution.voting
    if voting is not None and voting.electorate is Electorate.WEIGHTED:
        rules = rules_for(context.session, vote.assembly, context.zone)
        return {college.key: listed[college.key] for college in rules.colleges}
    key = group_of(question)
    return {key: listed.total() if key == "all" else listed[key]}


def enter_papers(
    context: Context, vote_id: int, question: Question, *, group: str, choice: str, papers: int = 1
) -> RoomPaper:
    """Enter papers of the room that say the same, or with a number below zero take some back.

    Raises Refused without a list of the room or beside totals; Invalid for what no paper says, for more papers
    than rights on the list, or for taking back what was not entered.
    """
    require(context.by, PRESIDE)
    vote = open_vote_for_room(context, vote_id)
    limits, held = box_limits(context, vote, question), _held(context, vote, question)
    check_is_listed(limits)
    check_group(group, limits)
    if any(one.size for one in held.totals.values()):
        raise Refused(
            "votes.room_totals",
            t("Totals are entered for this election. Set them to zero before entering single papers."),
        )
    _check_papers(context, question, choice, papers)
    said = held.papers.get(group, {})
    if said.get(choice, 0) + papers < 0:
        raise Invalid(
            "votes.room_not_entered", t("So many papers that say this were not entered."), field=group
        )
    check_size(group, sum(said.values()) + papers, limits)
    line = RoomPaper(
        session_id=vote.id, question_id=question.id, at=context.clock.now(), college=group, choice=choice,
        papers=papers, sequence=vote.board_length + 1, previous=vote.board_head, digest="",
    )  # fmt: skip
    line.digest = seal(line.sequence, line.previous, sealed_room_line(vote, line))
    add_room_line(context, vote, line)
    context.emit(RoomCounted(vote=vote.id, question=question.id, line=line.sequence, digest=line.digest))
    return line


def count_marks(
    context: Context, vote_id: int, question: Question, counted: Mapping[str, RoomMarks]
) -> RoomCount:
    """Enter the marks of the room added up, by college; nothing at all says that no paper was handed in.

    A later count replaces an earlier one. Raises Refused for a method that adds no marks, or beside single papers;
    Invalid for figures that no papers can give.
    """
    require(context.by, PRESIDE)
    vote = open_vote_for_room(context, vote_id)
    limits = box_limits(context, vote, question)
    check_is_listed(limits)
    if any(sum(said.values()) for said in _held(context, vote, question).papers.values()):
        raise Refused(
            "votes.room_papers",
            t("Single papers are entered for this election. Take them back before entering totals."),
        )
    (one,) = asked(context.session, context.methods, [question])
    if counted and one.method.totals is None:
        raise Refused(
            "votes.room_not_added",
            t("This way of voting adds no votes up: enter the papers one by one."),
        )
    if one.method.totals:
        check_room_marks(one.poll, counted, limits, one.method.totals.most(one.poll))
    written = {key: _written(counted[key]) for key in sorted(counted)}
    return put_room_count(context, vote, question, written)


def _written(marks: RoomMarks) -> dict[str, object]:
    return asdict(marks) | {"marks": {str(number): votes for number, votes in sorted(marks.marks.items())}}


def _held(context: Context, vote: VoteSession, question: Question) -> RoomVotes:
    return room_votes(context.session, vote.id).get(question.id) or RoomVotes(papers={}, totals={})


def _check_papers(context: Context, question: Question, choice: str, papers: int) -> None:
    if not papers or abs(papers) > MOST_AT_ONCE:
        raise Invalid(
            "votes.room_number",
            nt(
                "Write a whole number of papers, %(count)d at the most.",
                "Write a whole number of papers, %(count)d at the most.",
                MOST_AT_ONCE,
            ),
            field="papers",
        )
    if choice != VOID:
        (one,) = asked(context.session, context.methods, [question])
        one.check(choice)
