"""Tell a database, or a disk, that cannot be used now from a mistake of ours."""

from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, OperationalError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from collegial.kernel.disks import FAILING

# Busy, full, unreadable or unwritable: https://sqlite.org/rescode.html
_SQLITE = ("SQLITE_BUSY", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_NOMEM")
# Connections, a transaction that was left open for too long, one on a server that only reads, two that wait for each
# other, resources, an operator's stop or a statement that took too long, the system; a lock waited for too long.
_SERVER = ("08", "25P03", "25006", "40", "53", "57", "58", "55P03")
# Another one writes, or waits for what this one holds: whoever comes again a little later finds the way free.
_CONTENDED = ("SQLITE_BUSY", "40", "55P03")
_IN_VAIN = "25P02"  # of what is asked in a transaction that has failed before
_LOST_BEFORE = (
    "8s2b"  # the library's: the connection was lost, which whoever asked before took for its own failure
)
_FAILED = "failed_by"


def is_out_of_reach(error: BaseException | None) -> bool:
    """Tell whether an error is the state of a database or a disk at this moment: what failed may succeed later."""
    if isinstance(error, NoConnectionLeft):
        return True
    if isinstance(error, OSError):
        return error.errno in FAILING
    if isinstance(error, PendingRollbackError):
        return error.code == _LOST_BEFORE
    if not isinstance(error, DBAPIError):
        return False
    name, state = getattr(error.orig, "sqlite_errorname", None), _state_of(error.orig)
    if name or state:
        return str(name or state).startswith(_SQLITE if name else _SERVER)
    return error.connection_invalidated or isinstance(error, OperationalError)


def is_contended(error: BaseException) -> bool:
    """Tell whether others held the database at this moment, so that nothing is wrong with what was asked of it."""
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlite_errorname", None) or _state_of(error.orig)
    return str(state).startswith(_CONTENDED)


def _state_of(error: BaseException | None) -> Any:
    """Return the state that a server told; of what was asked in vain, the state by which its transaction failed."""
    return getattr(error, _FAILED, None) or getattr(error, "sqlstate", None)


def remember_failures(engine: Engine) -> None:
    """Let what is asked in a transaction that has failed tell why: whoever asked before may have gone on without."""

    @event.listens_for(engine, "handle_error")
    def failed(context: ExceptionContext) -> None:
        state = getattr(context.original_exception, "sqlstate", None)
        if state is None or context.connection is None or context.connection.invalidated:
            return
        if state == _IN_VAIN:
            setattr(context.original_exception, _FAILED, context.connection.info.get(_FAILED))
        else:
            context.connection.info[_FAILED] = state
