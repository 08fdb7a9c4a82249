"""Add the sample data to a new Pays, and take all of it away."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import delete, insert, tuple_
from sqlalchemy.orm import Session

from collegial.kernel.base import Base
from collegial.kernel.errors import Missing, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t
from collegial.sample import content
from collegial.sample.events import SampleAdded, SampleRemoved
from collegial.sample.models import SampleRow
from collegial.sample.permissions import MANAGE
from collegial.sample.queries import Row, has_sample, rows_of, sample_rows, with_what_rests

# What people keep beside the thing itself goes with it: a copy of what was typed, a subscription to news, that an
# example was withdrawn and why.
_GOES_ALONG = {"proposal_working_copy", "proposal_follower", "mention_silence", "proposal_withdrawal"}


class StillUsed(Refused):
    """Something real rests on the sample data: nothing is removed."""

    def __init__(self, uses: Mapping[str, int]) -> None:
        super().__init__(
            "sample.in_use",
            t(
                "Something of yours rests on the sample data. Move it or take it out first; nothing was removed."
            ),
        )
        self.uses = uses


def add_sample(context: Context) -> int:
    """Add the sample data and return how many rows it is; raises Refused where it is there already."""
    require(context.by, MANAGE)
    if has_sample(context.session):
        raise Refused("sample.there", t("The sample data is already there."))
    things = content.add(context)
    context.session.flush()  # the rows get their numbers
    rows = with_what_rests(context.session, rows_of(things))
    noted = [{"table_name": table, "row_key": json.dumps(key)} for table, key in sorted(rows, key=str)]
    context.session.execute(insert(SampleRow), noted)
    context.emit(SampleAdded(rows=len(rows)))
    return len(rows)


def remove_sample(context: Context) -> int:
    """Take all sample data away and return how many rows it was.

    Raises Missing where there is none, StillUsed where something else refers to it: then nothing is removed.
    """
    require(context.by, MANAGE)
    session = context.session
    rows = sample_rows(session)
    if not rows:
        raise Missing("sample.none", t("There is no sample data."))
    found = with_what_rests(session, rows)
    others = Counter(table for table, _ in found - rows if table not in _GOES_ALONG)
    if others:
        raise StillUsed(others)
    with or_refuse(session, StillUsed({})):  # someone wrote meanwhile, or a guard keeps what became final
        _delete(session, found)
    session.expire_all()
    context.emit(SampleRemoved(rows=len(found)))
    return len(found)


def _delete(session: Session, rows: Iterable[Row]) -> None:
    """Delete rows, those that refer to others before them, then the note that they were sample data."""
    by_table = defaultdict(list)
    for table, key in rows:
        by_table[table].append(key)
    for table in reversed(Base.metadata.sorted_tables):
        if keys := by_table.get(table.name):
            session.execute(delete(table).where(tuple_(*table.primary_key).in_(keys)))
    session.execute(delete(SampleRow))
