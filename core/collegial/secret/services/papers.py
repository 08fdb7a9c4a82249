"""Paper ballots of the room in a secret vote: who votes on paper, and the sums that the bureau counted."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from collegial.kernel.errors import Missing, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import nt, t
from collegial.secret.asking import Part, own_college, part_of
from collegial.secret.counts import GroupSums
from collegial.secret.models import Ceremony, SecretElection, Stage
from collegial.secret.queries import ceremony
from collegial.secret.steps import real
from collegial.votes.asking import asked
from collegial.votes.models import Question, RoomCount, RoomList, RoomWay, Secrecy, VoteSession
from collegial.votes.permissions import PRESIDE
from collegial.votes.queries import room_counts, room_rows
from collegial.votes.rules import CollegeSums, RoomSums, check_room_sums, with_room
from collegial.votes.rules.box import RoomRows, check_room_rows
from collegial.votes.services.room import (
    check_is_listed,
    listed_by_college,
    open_room,
    open_vote_for_room,
    put_room_count,
)


def list_papers(context: Context, ceremony_id: int) -> RoomList:
    """List the rights that are in the room and were not used: they vote on paper from now on, not on the site.

    Raises Refused where so few of some colleges would vote on paper that their sums gave votes away.
    """
    require(context.by, PRESIDE)
    found, vote = _open(context, ceremony_id)
    listed = open_room(context, vote.id, RoomWay.PAPER, Secrecy.SECRET)
    for row, number in _numbers(context, found, vote):
        if 0 < number < found.floor:
            raise Refused(
                "secret.too_few_papers",
                nt(
                    "%(group)s: %(number)d right would vote on paper, and sums of fewer than %(floor)d are never "
                    "told. Let it be used on this site, on a device in the room for example.",
                    "%(group)s: %(number)d rights would vote on paper, and sums of fewer than %(floor)d are "
                    "never told. Let them vote on this site, on a device in the room for example.",
                    number,
                    group=row.name or t("All members"),
                    number=number,
                    floor=found.floor,
                ),
            )
    return listed


def count_papers(
    context: Context, ceremony_id: int, question: Question, sums: Mapping[str, RoomSums]
) -> RoomCount:
    """Enter what was counted on paper on one text, by the sets of colleges that are counted together.

    Raises Refused for sums of fewer papers than the floor, Invalid for figures that cannot be.
    """
    found, vote, limits = _counting(context, ceremony_id, question)
    check_room_sums(sums, limits)
    _check_floor(found, {key: one.votes for key, one in sums.items()})
    return put_room_count(context, vote, question, {key: asdict(one) for key, one in sorted(sums.items())})


def count_election(
    context: Context, ceremony_id: int, question: Question, counted: Mapping[str, RoomRows]
) -> RoomCount:
    """Enter what was counted on paper in one election: what each candidate has, by the sets of colleges.

    Raises Refused for sums of fewer papers than the floor, Invalid for figures that no papers can give.
    """
    found, vote, limits = _counting(context, ceremony_id, question)
    check_room_rows(sealed_part(context, question).asks, counted, limits)
    _check_floor(found, {key: one.size for key, one in counted.items()})
    return put_room_count(context, vote, question, {key: asdict(one) for key, one in sorted(counted.items())})


def sealed_part(context: Context, question: Question) -> Part:
    """Return an election as its sealed ballots ask it, and as its papers are counted."""
    (one,) = asked(context.session, context.methods, [question])
    return part_of(one)


def paper_limits(context: Context, found: Ceremony, vote: VoteSession, question: Question) -> dict[str, int]:
    """Return how many rights of each set of colleges that is asked a question vote on paper."""
    alone = own_college(question.resolution)
    return {
        key_of(row): number
        for row, number in _numbers(context, found, vote)
        if alone is None or alone in _colleges(row)
    }


def listed_papers(context: Context, found: Ceremony, vote: VoteSession) -> dict[str, int]:
    """Return how many rights of each set of colleges vote on paper."""
    return {key_of(row): number for row, number in _numbers(context, found, vote)}


def check_papers_counted(context: Context, found: Ceremony, vote: VoteSession) -> None:
    """Refuse to close while papers are not counted: whoever counts them then must not know the other sums."""
    counted = room_counts(context.session, vote.id)
    for one in vote.questions:
        if one.id not in counted and any(paper_limits(context, found, vote, one).values()):
            raise Refused(
                "votes.room_not_counted",
                t(
                    "The room is not counted on resolution %(number)s. Enter its totals, zeros if nobody voted there.",
                    number=one.resolution.number,
                ),
            )


def with_papers(
    context: Context, vote: VoteSession, question: Question, sums: Sequence[CollegeSums]
) -> list[CollegeSums]:
    """Add what was counted on paper on a text to the sums of each set of colleges."""
    counted = room_counts(context.session, vote.id).get(question.id)
    said = counted.sums if counted else {}
    return [with_room(one, RoomSums(**said[one.key]) if one.key in said else None) for one in sums]


def with_rows(
    context: Context, vote: VoteSession, question: Question, said: Sequence[GroupSums]
) -> list[GroupSums]:
    """Put what was counted on paper in an election beside the sums of each set of colleges."""
    paper = room_rows(room_counts(context.session, vote.id).get(question.id))
    return [replace(one, paper=paper.get(one.group.key)) for one in said]


def key_of(row: SecretElection) -> str:
    """Return the keys of the colleges together, as their sums carry them."""
    return "+".join(_colleges(row))


def _colleges(row: SecretElection) -> list[str]:
    return [str(kept["key"]) for kept in row.colleges]


def _check_floor(found: Ceremony, papers: Mapping[str, int]) -> None:
    """Refuse few papers even beside many votes on the site: both are told, so neither hides the other."""
    for key, number in papers.items():
        if 0 < number < found.floor:
            raise Refused(
                "secret.too_few_papers",
                nt(
                    "%(count)d paper is too few: sums of fewer than %(floor)d are never told. If no more "
                    "were handed in, annul this vote and hold it again.",
                    "%(count)d papers are too few: sums of fewer than %(floor)d are never told. If no more "
                    "were handed in, annul this vote and hold it again.",
                    number,
                    floor=found.floor,
                ),
                field=key,
            )


def _counting(
    context: Context, ceremony_id: int, question: Question
) -> tuple[Ceremony, VoteSession, dict[str, int]]:
    require(context.by, PRESIDE)
    found, vote = _open(context, ceremony_id)
    if question.session_id != vote.id:
        raise Missing("secret.unknown_question", t("This resolution is not part of this vote."))
    limits = paper_limits(context, found, vote, question)
    check_is_listed(limits)
    return found, vote, limits


def _numbers(context: Context, found: Ceremony, vote: VoteSession) -> list[tuple[SecretElection, int]]:
    listed = listed_by_college(context.session, vote)
    return [
        (row, listed.total() if key_of(row) == "all" else sum(listed[key] for key in _colleges(row)))
        for row in real(found)
    ]


def _open(context: Context, ceremony_id: int) -> tuple[Ceremony, VoteSession]:
    found = ceremony(context.session, ceremony_id)
    if found.stage is not Stage.OPEN or found.vote_id is None:
        raise Refused("secret.not_open", t("This secret vote is not open."))
    vote = open_vote_for_room(context, found.vote_id, Secrecy.SECRET)
    context.session.refresh(found, ["stage"])  # whoever closes holds the vote's row too
    if found.stage is not Stage.OPEN:
        raise Refused("secret.not_open", t("This secret vote is not open."))
    return found, vote
