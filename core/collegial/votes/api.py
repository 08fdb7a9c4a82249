"""The results of votes for other programs: what was sealed at the closing, exact."""

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.assemblies.models import Resolution, Voting
from collegial.hooks.extensions import ApiResource, Rows
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import t
from collegial.votes.models import ElectionOutcome, Outcome, Question
from collegial.votes.permissions import READ
from collegial.votes.rules.explanation import read_tally


class ResultRecord(BaseModel):
    """The counted result of a resolution; shares are exact fractions, such as `2/3`."""

    number: int
    resolution: int
    title: str
    adopted: bool | None
    for_share: str | None
    threshold: str
    counted_at: datetime


def rows(_session: Session, _viewer: Viewer) -> Rows:
    """Return the results in the order in which they were counted."""
    loads = joinedload(Outcome.question).joinedload(Question.resolution)
    return select(Outcome).options(loads).order_by(Outcome.id)


def write(outcome: Outcome) -> ResultRecord:
    """Return what others read of a result."""
    share = outcome.for_share
    return ResultRecord(
        number=outcome.id,
        resolution=outcome.question.resolution_id,
        title=outcome.question.resolution.title,
        adopted=outcome.adopted,
        for_share=None if share is None else f"{share.numerator}/{share.denominator}",
        threshold=f"{outcome.threshold.numerator}/{outcome.threshold.denominator}",
        counted_at=outcome.counted_at,
    )


class SeatRecord(BaseModel):
    """Someone who was elected; `votes` in the words of the method: a number, a fraction or a grade."""

    name: str
    votes: str | None


class ElectionRecord(BaseModel):
    """The counted result of an election; `elected` is best first, `college` the only one that elected, if one did."""

    number: int
    resolution: int
    title: str
    method: str
    seats: int
    college: str | None
    elected: list[SeatRecord]
    members: int
    attending: int
    papers: int
    void: int
    counted_at: datetime


def election_rows(_session: Session, _viewer: Viewer) -> Rows:
    """Return the results of elections in the order in which they were counted."""
    voting = (
        joinedload(ElectionOutcome.question).joinedload(Question.resolution).joinedload(Resolution.voting)
    )
    return (
        select(ElectionOutcome)
        .options(voting.options(selectinload(Voting.options), joinedload(Voting.college)))
        .order_by(ElectionOutcome.id)
    )


def write_election(outcome: ElectionOutcome) -> ElectionRecord:
    """Return what others read of an election."""
    question, voting = outcome.question, outcome.question.resolution.voting
    names = {one.number: one.name for one in voting.options} if voting else {}
    votes = read_tally(outcome.elected, outcome.explanation).votes
    return ElectionRecord(
        number=outcome.id, resolution=question.resolution_id, title=question.resolution.title,
        method=question.method, seats=voting.seats if voting else 0,
        college=voting.college.name if voting and voting.college else None,
        elected=[
            SeatRecord(name=names.get(one, ""), votes=str(votes[one]) if one in votes else None)
            for one in outcome.elected
        ],
        members=outcome.members, attending=outcome.attending, papers=outcome.papers, void=outcome.void,
        counted_at=outcome.counted_at,
    )  # fmt: skip


ELECTIONS = ApiResource(
    key="elections", title=t("Results of elections"), record=ElectionRecord, rows=election_rows,
    number=ElectionOutcome.id, write=write_election, permission=READ,
)  # fmt: skip
RESULTS = ApiResource(
    key="results", title=t("Results of votes"), record=ResultRecord, rows=rows, number=Outcome.id,
    write=write, permission=READ,
)  # fmt: skip
