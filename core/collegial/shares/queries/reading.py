"""Read entries as the rules take them, without building objects of the tables."""

from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from collegial.shares.models import ShareEntry
from collegial.shares.rules import Movement


def movements(session: Session, *conditions: ColumnElement[bool]) -> list[Movement]:
    """Return the entries that meet some conditions, by number."""
    rows = session.execute(
        select(
            ShareEntry.id,
            ShareEntry.number,
            ShareEntry.kind,
            ShareEntry.from_member_id,
            ShareEntry.to_member_id,
            ShareEntry.shares,
            ShareEntry.nominal,
            ShareEntry.effective_on,
            ShareEntry.corrects_id,
        )
        .where(*conditions)
        .order_by(ShareEntry.number)
    )
    return [
        Movement(
            id=row.id,
            number=row.number,
            kind=row.kind,
            giver=row.from_member_id,
            receiver=row.to_member_id,
            shares=row.shares,
            nominal=row.nominal,
            day=row.effective_on,
            corrects=row.corrects_id,
        )
        for row in rows
    ]


def movements_until(session: Session, day: date) -> list[Movement]:
    """Return all entries that took effect up to a day, by number."""
    return movements(session, ShareEntry.effective_on <= day)
