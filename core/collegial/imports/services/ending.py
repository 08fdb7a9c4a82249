"""End an import before its time, and erase the rows of one that is over."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete

from collegial.imports.events import ImportErased, ImportStopped
from collegial.imports.models import ImportFile, ImportRow
from collegial.imports.permissions import RUN
from collegial.imports.queries import count_outcomes, locked
from collegial.imports.rules import ImportState
from collegial.imports.services.planning import count
from collegial.imports.services.uploading import ERASE, KEPT_FOR
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import require
from collegial.kernel.text import t


def stop(context: Context, file: ImportFile) -> None:
    """Stop a running import after the batch under way; what was written stays. Raises Refused otherwise."""
    require(context.by, RUN)
    held = locked(context.session, file.id)
    if held is None or held.state is not ImportState.RUNNING:
        raise Refused("imports.not_running", t("This import is not running: there is nothing to stop."))
    count(file, Counter(count_outcomes(context.session, file.id)))
    file.state, file.slot, file.finished_at = ImportState.STOPPED, None, context.clock.now()
    context.emit(ImportStopped(number=file.id, done=file.done_count))


def discard(context: Context, file: ImportFile) -> None:
    """Throw away a file that was not imported, with its rows. Raises Refused once it runs or is over."""
    require(context.by, RUN)
    held = locked(context.session, file.id)
    if held is None or not held.is_fixable:
        raise Refused("imports.not_open", t("This import is running or over: it cannot be thrown away."))
    file.state, file.finished_at = ImportState.DISCARDED, context.clock.now()
    _erase_rows(context, file)


def erase(context: Context, payload: Mapping[str, Any]) -> None:
    """Erase the rows of an import, its figures stay; one that is running is left for later."""
    file = locked(context.session, payload["number"])
    if file is None or file.erased_at is not None:
        return
    if file.state is ImportState.RUNNING:
        promise(context.session, ERASE, {"number": file.id}, at=context.clock.now() + KEPT_FOR)
        return
    if file.is_fixable:
        file.state, file.finished_at = ImportState.DISCARDED, context.clock.now()
    _erase_rows(context, file)


def _erase_rows(context: Context, file: ImportFile) -> None:
    context.session.execute(delete(ImportRow).where(ImportRow.file_id == file.id))
    file.erased_at = context.clock.now()
    context.emit(ImportErased(number=file.id))
