"""The results of votes for other programs: what was sealed at the closing, exact."""

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from collegial.hooks.extensions import ApiResource, Rows
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import t
from collegial.votes.models import Outcome, Question
from collegial.votes.permissions import READ


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


RESULTS = ApiResource(
    key="results", title=t("Results of votes"), record=ResultRecord, rows=rows, number=Outcome.id,
    write=write, permission=READ,
)  # fmt: skip
