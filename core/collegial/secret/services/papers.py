"""Paper ballots of the room in a secret vote: who votes on paper, and the sums that the bureau counted."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.secret.models import Ceremony, SecretElection, Stage
from collegial.secret.queries import ceremony
from collegial.secret.steps import real
from collegial.votes.models import Question, RoomCount, RoomList, RoomWay, Secrecy, VoteSession
from collegial.votes.permissions import PRESIDE
from collegial.votes.queries import room_counts
from collegial.votes.room import (
    check_is_listed,
    check_room_counted,
    listed_by_college,
    open_room,
    open_vote_for_room,
    put_room_count,
)
from collegial.votes.rules import CollegeSums, RoomSums, check_room_sums, with_room


def list_papers(context: Context, ceremony_id: int) -> RoomList:
    """List the rights that are in the room and were not used: they vote on paper from now on, not on the site.

    Raises Refused where so few of some colleges would vote on paper that their sums gave votes away.
    """
    require(context.by, PRESIDE)
    found, vote = _open(context, ceremony_id)
    if any(one.resolution.elects for one in vote.questions):
        raise Refused(
            "secret.papers_elect",
            t(
                "Paper ballots are added to secret votes on texts. Elections are voted on this site alone, or openly."
            ),
        )
    listed = open_room(context, vote.id, RoomWay.PAPER, Secrecy.SECRET)
    for row, number in _numbers(context, found, vote):
        if 0 < number < found.floor:
            raise Refused(
                "secret.too_few_papers",
                t(
                    "%(group)s: %(number)d rights would vote on paper, and sums of fewer than %(floor)d are "
                    "never told. "
                    "Let them vote on this site, on a device in the room for example.",
                    group=row.name or t("All members"),
                    number=number,
                    floor=found.floor,
                ),
            )
    return listed


def count_papers(
    context: Context, ceremony_id: int, question: Question, sums: Mapping[str, RoomSums]
) -> RoomCount:
    """Enter what was counted on paper on one resolution, by the sets of colleges that are counted together.

    Raises Refused for sums of fewer papers than the floor, Invalid for figures that cannot be.
    """
    require(context.by, PRESIDE)
    found, vote = _open(context, ceremony_id)
    limits = paper_limits(context, found, vote)
    check_is_listed(limits)
    check_room_sums(sums, limits)
    for key, one in sums.items():
        if 0 < one.votes < found.floor:
            raise Refused(
                "secret.too_few_papers",
                t(
                    "%(number)d papers are too few: sums of fewer than %(floor)d are never told. If no more "
                    "were handed "
                    "in, annul this vote and hold it again.",
                    number=one.votes,
                    floor=found.floor,
                ),
                field=key,
            )
    return put_room_count(context, vote, question, {key: asdict(one) for key, one in sorted(sums.items())})


def paper_limits(context: Context, found: Ceremony, vote: VoteSession) -> dict[str, int]:
    """Return how many rights of each set of colleges vote on paper."""
    return {key_of(row): number for row, number in _numbers(context, found, vote)}


def check_papers_counted(context: Context, vote: VoteSession) -> None:
    """Refuse to close while papers are not counted: whoever counts them then must not know the other sums."""
    check_room_counted(context, vote)


def with_papers(
    context: Context, vote: VoteSession, question: Question, sums: Sequence[CollegeSums]
) -> list[CollegeSums]:
    """Add what was counted on paper on a resolution to the sums of each set of colleges."""
    counted = room_counts(context.session, vote.id).get(question.id)
    said = counted.sums if counted else {}
    return [with_room(one, RoomSums(**said[one.key]) if one.key in said else None) for one in sums]


def key_of(row: SecretElection) -> str:
    """Return the keys of the colleges together, as their sums carry them."""
    return "+".join(str(kept["key"]) for kept in row.colleges)


def _numbers(context: Context, found: Ceremony, vote: VoteSession) -> list[tuple[SecretElection, int]]:
    listed = listed_by_college(context.session, vote)
    return [
        (
            row,
            listed.total() if key_of(row) == "all" else sum(listed[str(one["key"])] for one in row.colleges),
        )
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
