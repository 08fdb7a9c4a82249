"""The register of decisions for other programs."""

from datetime import date

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.decisions.models import Decision
from collegial.decisions.permissions import READ
from collegial.decisions.seats import seats_of
from collegial.hooks.extensions import ApiResource, Rows
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import t


class SeatRecord(BaseModel):
    """Someone who was elected; `votes` in the words of the method: a number, a fraction or a grade."""

    name: str
    votes: str | None


class DecisionRecord(BaseModel):
    """A line of the register; `assembly` is its number where an assembly decided."""

    number: int
    source: str
    assembly: int | None
    title: str
    text: str
    is_adopted: bool
    decided_on: date
    seats: int | None
    college: str | None
    elected: list[SeatRecord]


def rows(_session: Session, _viewer: Viewer) -> Rows:
    """Return the decisions by their numbers."""
    return select(Decision).order_by(Decision.number)


def write(decision: Decision) -> DecisionRecord:
    """Return what others read of a decision."""
    found = seats_of(decision.elected)
    return DecisionRecord(
        number=decision.number, source=decision.source.value, assembly=decision.assembly_id,
        title=decision.title, text=decision.text, is_adopted=decision.is_adopted, decided_on=decision.decided_on,
        seats=found.seats if found else None, college=found.college if found else None,
        elected=[
            SeatRecord(name=one.name, votes=None if one.votes is None else str(one.votes))
            for one in (found.people if found else ())
        ],
    )  # fmt: skip


DECISIONS = ApiResource(
    key="decisions", title=t("Decisions"), record=DecisionRecord, rows=rows, number=Decision.number,
    write=write, permission=READ,
)  # fmt: skip
