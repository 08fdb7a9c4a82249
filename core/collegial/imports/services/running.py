"""Write what was previewed: all in one transaction, or the good rows batch by batch, each in its own.

A worker that dies loses the transaction it was in and nothing else: the outbox gives the step back, and
the rows that were dealt with say so themselves.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError

from collegial.imports.events import ImportFailed, ImportFinished, ImportStarted
from collegial.imports.kinds import ImportKind, Planned, kind_of
from collegial.imports.models import ImportFile
from collegial.imports.permissions import RUN
from collegial.imports.queries import count_outcomes, locked, next_rows, rows, running
from collegial.imports.rules import Fault, ImportState, Mode, Outcome, to_json
from collegial.imports.services.planning import count, note, plan_rows
from collegial.imports.services.uploading import ERASE
from collegial.kernel.errors import DomainError, Refused
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import require
from collegial.kernel.text import t

RUN_STEP = "imports.run"
BATCH = 500
_WRITTEN = (Outcome.NEW, Outcome.CHANGED)


def start(context: Context, file: ImportFile, *, mode: Mode) -> None:
    """Let an import write, by the outbox; one at a time.

    Raises Forbidden without the rights of the acts it does; Refused when it was not previewed, when it
    would write nothing, when all is wanted and a row is wrong, or when another import is running.
    """
    kind = kind_of(file.kind)
    for permission in (RUN, *kind.permissions):
        require(context.by, permission)
    held = locked(context.session, file.id)
    if held is None or held.state is not ImportState.PLANNED:
        raise Refused("imports.not_planned", t("Look at the preview first: this import is not ready to run."))
    _check_worth(file, mode)
    _take_slot(context, file, mode)
    _promise_step(context, file)
    context.emit(
        ImportStarted(
            number=file.id, kind=file.kind, mode=mode.value, rows=file.row_count, digest=file.digest
        )
    )


def run_step(context: Context, payload: Mapping[str, Any]) -> None:
    """Do the next step of an import: everything, or one batch; a repetition finds it done."""
    file = locked(context.session, payload["number"])
    if file is None or file.state is not ImportState.RUNNING:
        return
    if file.mode is Mode.ALL_OR_NOTHING:
        _run_all(context, file)
    else:
        _run_batch(context, file)


def _promise_step(context: Context, file: ImportFile) -> None:
    """Promise the next step, with how far the rows are; what is written at once is one step."""
    far = {} if file.mode is Mode.ALL_OR_NOTHING else {"steps": file.row_count, "steps_done": file.done_count}
    promise(context.session, RUN_STEP, {"number": file.id}, at=context.clock.now(), **far)


def _check_worth(file: ImportFile, mode: Mode) -> None:
    if not file.new_count and not file.changed_count:
        raise Refused(
            "imports.nothing_new", t("No row brings anything new: there is nothing to import."), field="mode"
        )
    if mode is Mode.ALL_OR_NOTHING and file.wrong_count:
        raise Refused(
            "imports.some_wrong",
            t(
                "Some rows are wrong, so all cannot be imported: correct them in the file and send it again, "
                "or import the good rows only."
            ),
            field="mode",
        )


def _take_slot(context: Context, file: ImportFile, mode: Mode) -> None:
    other = running(context.session)
    if other is None:
        try:
            with context.session.begin_nested():
                file.slot, file.state, file.mode = 1, ImportState.RUNNING, mode
                file.started_at, file.done_count, file.failure = context.clock.now(), 0, None
        except IntegrityError:
            context.session.refresh(file)
        else:
            return
    raise Refused(
        "imports.other_running",
        t("Another import is running. Wait until it is done, then start this one."),
        field="mode",
    )


def _run_all(context: Context, file: ImportFile) -> None:
    """Write every row in this one transaction, or none."""
    every = context.session.scalars(rows(file.id)).all()
    planned = plan_rows(context, file, every)
    error = _first_wrong(planned) or _try(context, kind_of(file.kind), planned)
    if error is not None:
        note(context, every, [(one.outcome, one.faults) for one in planned])
        count(file, Counter(one.outcome for one in planned))
        file.state, file.slot, file.mode = ImportState.PLANNED, None, None
        file.failure = to_json(error.text)
        context.emit(ImportFailed(number=file.id))
        return
    note(context, every, [(one.outcome, ()) for one in planned], is_done=True)
    file.done_count = len(every)
    _finish(context, file)


def _first_wrong(planned: Sequence[Planned]) -> Fault | None:
    """Return what has become wrong since the preview."""
    return next((one.faults[0] for one in planned if one.outcome is Outcome.WRONG), None)


def _run_batch(context: Context, file: ImportFile) -> None:
    """Write the good rows among the next ones, and promise the following batch in the same transaction."""
    some = next_rows(context.session, file.id, BATCH)
    if not some:
        _finish(context, file)
        return
    good = [row for row in some if row.outcome is not Outcome.WRONG]
    planned = plan_rows(context, file, good)
    found = _write_good(context, kind_of(file.kind), planned)
    note(context, good, found, is_done=True)
    for row in some:
        if row.outcome is Outcome.WRONG:
            row.is_done = True
    file.done_count += len(some)
    _promise_step(context, file)


def _write_good(
    context: Context, kind: ImportKind, planned: Sequence[Planned]
) -> list[tuple[Outcome, tuple[Fault, ...]]]:
    """Write a batch at once; when that is refused, row by row, so that only the refused ones are left out."""
    if _try(context, kind, planned) is None:
        return [(one.outcome, one.faults) for one in planned]
    found = []
    for one in planned:
        error = _try(context, kind, [one])
        found.append((one.outcome, one.faults) if error is None else (Outcome.WRONG, (error,)))
    return found


def _try(context: Context, kind: ImportKind, planned: Sequence[Planned]) -> Fault | None:
    """Write the rows that bring something; give back the refusal when there is one, with nothing written."""
    wanted = [one for one in planned if one.outcome in _WRITTEN]
    if not wanted:
        return None
    try:
        with context.session.begin_nested():
            kind.apply(context, wanted)
    except DomainError as error:
        return Fault(code=error.code, text=error.text, field=_field_of(kind, error))
    return None


def _field_of(kind: ImportKind, error: DomainError) -> str | None:
    """Return the column to blame, when the refusal names one that this kind of list has."""
    return error.field if error.field in {one.key for one in kind.fields} else None


def _finish(context: Context, file: ImportFile) -> None:
    now = context.clock.now()
    context.session.flush()  # the rows' outcomes are counted by the database
    count(file, Counter(count_outcomes(context.session, file.id)))
    file.state, file.slot, file.finished_at = ImportState.DONE, None, now
    if not file.wrong_count:
        promise(context.session, ERASE, {"number": file.id}, at=now)
    context.emit(
        ImportFinished(
            number=file.id,
            new=file.new_count,
            changed=file.changed_count,
            same=file.same_count,
            wrong=file.wrong_count,
        )
    )
