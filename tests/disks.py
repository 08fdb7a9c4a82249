"""A disk that is full under the database of a test, or a database that others hold for a moment."""

import sqlite3
from contextlib import contextmanager

from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

_NO_ROOM = """CREATE FUNCTION no_room() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION
'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$ LANGUAGE plpgsql"""


@contextmanager
def full_disk(program, table, *, when="true"):
    """Leave next to no room: by SQLite's own limit, by the very error of a PostgreSQL server in this table."""
    if program.database.engine.dialect.name == "postgresql":
        with program.database.unit_of_work() as one:
            one.execute(text(_NO_ROOM))
            one.execute(
                text(
                    f"CREATE TRIGGER no_room BEFORE INSERT ON {table} FOR EACH ROW WHEN ({when}) "
                    "EXECUTE FUNCTION no_room()"
                )
            )
        yield
        with program.database.unit_of_work() as one:
            one.execute(text("DROP FUNCTION no_room CASCADE"))
        return
    with _few_pages(program.database.engine):
        yield


@contextmanager
def _few_pages(engine, pages=3):
    with engine.connect() as first:
        there = first.exec_driver_sql("PRAGMA page_count").scalar()

    def limit(connection, _record):
        connection.execute(f"PRAGMA max_page_count = {there + pages}")

    engine.dispose()
    event.listen(engine, "connect", limit)
    yield
    event.remove(engine, "connect", limit)
    engine.dispose()


@contextmanager
def refused(program, verb, name, times):
    """Refuse what is written to a table or a column so many times, by the very error of a database that others hold."""

    def refuse(_connection, _cursor, asked, *_more):
        if asked.startswith(verb) and name in asked and len(told) < times:
            told.append(asked)
            busy = sqlite3.OperationalError("database is locked")
            busy.sqlite_errorname = "SQLITE_BUSY"
            raise OperationalError(asked, None, busy)

    told = []
    event.listen(program.database.engine, "before_cursor_execute", refuse)
    yield told
    event.remove(program.database.engine, "before_cursor_execute", refuse)
