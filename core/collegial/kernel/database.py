"""Engines and sessions for embedded SQLite and PostgreSQL: one session per request, command or job."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection, ExceptionContext
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from collegial.kernel.folding import SQLITE_NAME, folded_text, matches
from collegial.kernel.holding import HoldingSession
from collegial.kernel.outage import remember_failures

_BEGIN = "sqlite_begin"
_RESTING = "resting_since"
REST = 1  # second after which a connection is asked whether it lives
PATIENCE = 10  # seconds that a writer waits for another one, on SQLite


@dataclass(frozen=True, kw_only=True)
class Pool:
    """How a process uses a server: connections kept and added in a rush, and seconds before it gives up.

    `waiting` bounds a single statement, `locked` the wait for a row that another transaction holds.
    """

    size: int
    overflow: int
    waiting: int
    locked: int

    def options(self) -> dict[str, Any]:
        """Return them as SQLAlchemy and PostgreSQL name them; an open transaction that is left is ended too."""
        limits = {
            "statement_timeout": self.waiting,
            "lock_timeout": self.locked,
            "idle_in_transaction_session_timeout": 2 * self.waiting,
        }
        written = " ".join(f"-c {name}={seconds}s" for name, seconds in limits.items())
        return {
            "pool_size": self.size,
            "max_overflow": self.overflow,
            "pool_use_lifo": True,  # the connection used last knows the statements, and need not be asked
            "connect_args": {"options": written, "application_name": "collegial", "connect_timeout": 10},
        }


class Database:
    """One database, opened for reading or for writing.

    On SQLite a writing session takes the write lock at once (BEGIN IMMEDIATE): two deferred
    transactions that both turn to writing would end in "database is locked". `patience` is how long it waits for it.
    One that is `looking` asks little and holds nothing meanwhile: on PostgreSQL each statement is by itself.
    """

    def __init__(
        self, url: str, *, foreign_keys: bool = True, pool: Pool | None = None, patience: int = PATIENCE
    ) -> None:
        self.engine = _open(url, foreign_keys=foreign_keys, pool=pool, patience=patience)
        reading = self.engine.execution_options(**{_BEGIN: "DEFERRED"})
        writing = self.engine.execution_options(**{_BEGIN: "IMMEDIATE"})
        alone = reading if self.engine.dialect.name == "sqlite" else _each_alone(self.engine)
        self.looking: sessionmaker[Session] = sessionmaker(alone, expire_on_commit=False)
        self.reading: sessionmaker[Session] = sessionmaker(reading, expire_on_commit=False)
        self.writing: sessionmaker[HoldingSession] = sessionmaker(
            writing, class_=HoldingSession, expire_on_commit=False
        )

    @contextmanager
    def unit_of_work(self) -> Iterator[Session]:
        """Give a writing session; commit at the end, roll back on any error."""
        with self.writing() as session, session.begin():
            yield session

    def lend(self, **things: object) -> None:
        """Let every session to come carry things of the program, in its `info`."""
        for maker in (self.looking, self.reading, self.writing):
            maker.configure(info={**maker.kw.get("info", {}), **things})

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


def _open(url: str, *, foreign_keys: bool, pool: Pool | None, patience: int) -> Engine:
    embedded = url.startswith("sqlite")
    options = pool.options() if pool and not embedded else {}
    # An error is logged with its statement, never with the names and choices that were in it.
    engine = create_engine(url, hide_parameters=True, **options)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, foreign_keys=foreign_keys, patience=patience)
    else:
        _ask_after_rest(engine)
        _quote_no_row(engine)
        remember_failures(engine)
    return engine


def _quote_no_row(engine: Engine) -> None:
    """Leave a server's error its first sentence: what follows quotes the row, with the names and addresses in it."""

    @event.listens_for(engine, "handle_error")
    def shorten(context: ExceptionContext) -> None:
        error, wrapped = context.original_exception, context.sqlalchemy_exception
        first = getattr(getattr(error, "diag", None), "message_primary", None)
        if first is None or wrapped is None:
            return
        wrapped.args = tuple(one.replace(str(error), first) for one in wrapped.args)
        error.args = (first,)


def _each_alone(engine: Engine) -> Engine:
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def _ask_after_rest(engine: Engine) -> None:
    """Ask a connection whether it still lives before it is used, unless it was in use a moment ago.

    One that breaks within that moment fails one act, which is undone and told; the others are opened anew.
    """

    @event.listens_for(engine, "checkin")
    def rest(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info[_RESTING] = monotonic()

    @event.listens_for(engine, "checkout")
    def wake(connection: Any, record: ConnectionPoolEntry, _fairy: Any) -> None:
        since = record.info.get(_RESTING)
        if since is not None and monotonic() - since > REST and not _lives(engine, connection):
            raise InvalidatePoolError


def _lives(engine: Engine, connection: Any) -> bool:
    dialect = engine.dialect
    try:
        return dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as error:
        if dialect.is_disconnect(error, connection, None):
            return False
        raise


def _prepare_sqlite(engine: Engine, *, foreign_keys: bool, patience: int) -> None:
    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy begins; the driver must not
        connection.create_function(SQLITE_NAME, 1, folded_text, deterministic=True)
        connection.create_function("regexp", 2, matches, deterministic=True)
        for pragma in (
            f"busy_timeout={patience * 1000}",
            f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
            "journal_mode=WAL",
            "recursive_triggers=ON",  # INSERT OR REPLACE must not remove what is written once
            "synchronous=FULL",  # an acknowledged ballot survives a power cut
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get(_BEGIN, "IMMEDIATE")
        connection.exec_driver_sql(f"BEGIN {mode}")
