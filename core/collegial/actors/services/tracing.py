"""The one way in which a merge gives rows to the kept actor: each leaves a trace."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from collegial.actors.events import ActorsMerged
from collegial.actors.models import MergeMove
from collegial.kernel.base import Base
from collegial.kernel.events import Context


def give_to_kept(
    context: Context, merged: ActorsMerged, column: InstrumentedAttribute[Any], *only: ColumnElement[bool]
) -> Sequence[Base]:
    """Let the rows whose column names the dropped actor name the kept one, and trace each; return them.

    For tables with an `id`. Called by whoever holds a foreign key to an actor, from a subscription to
    `ActorsMerged` WITHIN its transaction: what that subscription raises undoes the merge. What is signed,
    counted or written once keeps the actor it was made with.
    """
    session = context.session
    model: Any = column.class_
    rows = session.scalars(select(model).where(column == merged.dropped, *only).order_by(model.id)).all()
    for row in rows:
        setattr(row, column.key, merged.kept)
        trace(context, merged, model.__tablename__, column.key, row.id)
    session.flush()  # what is moved next may need the place that these rows have left
    for row in rows:
        session.expire(row)
    return rows


def end_overlaps(
    context: Context,
    merged: ActorsMerged,
    column: InstrumentedAttribute[Any],
    *,
    alike: InstrumentedAttribute[Any] | None = None,
) -> list[int]:
    """End today those times of the dropped actor that share a day with one of the kept; return their numbers.

    They stay with the dropped one, so that never two hold at once. With `alike`, only times that name the
    same other actor meet. For tables with an `id`, `starts_on` and `ends_on`.
    """
    session = context.session
    model: Any = column.class_
    mine = session.scalars(select(model).where(column == merged.kept)).all()
    theirs = session.scalars(select(model).where(column == merged.dropped)).all()
    today, met = context.today, []
    for one in theirs:
        if any(_meet(one, other) and _is_alike(one, other, alike) for other in mine):
            met.append(one.id)
            if one.ends_on is None or one.ends_on > today:
                one.ends_on = max(one.starts_on, today)
                trace(context, merged, model.__tablename__, "ends_on", one.id)
    session.flush()  # what is moved next may need the place that these rows have left
    return met


def trace(context: Context, merged: ActorsMerged, table: str, column: str, row_id: int) -> None:
    """Keep that a merge changed a column of a row."""
    context.session.add(
        MergeMove(merge_id=merged.merge, moved_table=table, moved_column=column, row_id=row_id)
    )


def _meet(one: Any, other: Any) -> bool:
    return bool(one.starts_on < (other.ends_on or date.max) and other.starts_on < (one.ends_on or date.max))


def _is_alike(one: Any, other: Any, column: InstrumentedAttribute[Any] | None) -> bool:
    return column is None or getattr(one, column.key) == getattr(other, column.key)
