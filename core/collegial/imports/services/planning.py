"""Preview: read every row and say what it would bring, without writing anything but that."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import update

from collegial.imports.kinds import Planned, kind_of
from collegial.imports.models import ImportFile, ImportRow
from collegial.imports.queries import rows
from collegial.imports.rules import Fault, Outcome, read_row, to_json
from collegial.kernel.events import Context


def plan_all(context: Context, file: ImportFile) -> None:
    """Plan every row of a file and keep what it would bring."""
    every = context.session.scalars(rows(file.id)).all()
    planned = plan_rows(context, file, every)
    note(context, every, [(one.outcome, one.faults) for one in planned])
    _rank(context, every, planned)
    count(file, Counter(one.outcome for one in planned))


def _rank(context: Context, every: Sequence[ImportRow], planned: Sequence[Planned]) -> None:
    """Put the rows in the order of their days; those of one day stay in the order of the file."""
    places = sorted(range(len(planned)), key=lambda place: planned[place].day)
    ranks = [
        {"file_id": every[place].file_id, "number": every[place].number, "rank": rank}
        for rank, place in enumerate(places)
    ]
    if ranks:
        context.session.execute(update(ImportRow), ranks)


def plan_rows(context: Context, file: ImportFile, some: Sequence[ImportRow]) -> list[Planned]:
    """Plan some rows of a file, against what the database holds now."""
    kind = kind_of(file.kind)
    readings = [read_row(kind.fields, file.mapping, file.defaults, row.cells) for row in some]
    return kind.plan(context, readings)


def note(
    context: Context,
    some: Sequence[ImportRow],
    found: Sequence[tuple[Outcome, Sequence[Fault]]],
    **more: Any,
) -> None:
    """Write down what becomes of some rows, in one statement."""
    changes = [
        {
            "file_id": row.file_id,
            "number": row.number,
            "outcome": outcome,
            "faults": [_written(fault) for fault in faults],
            **more,
        }
        for row, (outcome, faults) in zip(some, found, strict=True)
    ]
    if changes:
        context.session.execute(update(ImportRow), changes)


def count(file: ImportFile, counts: Counter[Outcome]) -> None:
    """Keep the figures with the import: they outlive the rows."""
    file.new_count, file.changed_count = counts[Outcome.NEW], counts[Outcome.CHANGED]
    file.same_count, file.wrong_count = counts[Outcome.SAME], counts[Outcome.WRONG]


def _written(fault: Fault) -> dict[str, Any]:
    return {"code": fault.code, "field": fault.field, "text": to_json(fault.text)}
