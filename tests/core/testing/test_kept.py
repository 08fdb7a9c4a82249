"""What goes from test to test is as it was at first, whatever the one before it committed or set."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import create_engine, event, text
from tests.kept import KeptConnections, KeptFile


@pytest.fixture
def template(tmp_path):
    """Give a file with one row, that keeps a log."""
    path = tmp_path / "template.db"
    with closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.executescript("CREATE TABLE members (number INTEGER); INSERT INTO members VALUES (1)")
    return path


@pytest.fixture
def file(tmp_path):
    """Give what lends copies of it."""
    return KeptFile(tmp_path)


def played(file, template, *statements):
    """Play a test that commits; return what it found of members, its copy and its two connections."""
    file.lend(template)
    first, second = file.connect(), file.connect()
    found = [one.execute("SELECT number FROM members").fetchall() for one in (first, second)]
    for statement in statements:
        with first:
            first.execute(statement)
        assert second.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    file.is_over = True
    file.rest(first)
    file.rest(second)
    return found, file.path, {id(first), id(second)}


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO members VALUES (2)",
        "DELETE FROM members",
        "DROP TABLE members",
        "ALTER TABLE members ADD name TEXT",
    ],
)
def test_what_a_test_committed_is_gone_in_the_next_one(file, template, statement):
    _found, path, connections = played(file, template, statement)
    assert played(file, template, statement) == ([[(1,)], [(1,)]], path, connections)
    assert played(file, template)[0] == [[(1,)], [(1,)]]


def test_what_was_written_back_makes_a_new_copy(file, template):
    _found, path, _connections = played(
        file, template, "INSERT INTO members VALUES (2)", "PRAGMA wal_checkpoint"
    )
    found, other, _connections = played(file, template)
    assert (found, other != path) == ([[(1,)], [(1,)]], True)


def test_a_connection_that_was_not_given_back_makes_a_new_copy(file, template):
    path = file.lend(template)
    with closing(file.connect()):
        assert file.lend(template) != path


@pytest.fixture
def database(postgres_databases):
    """Give the address of an empty database of a server, which goes from test to test."""
    url = postgres_databases.make()
    yield url
    postgres_databases.throw(url)


@pytest.fixture
def connections():
    """Give what keeps connections to it."""
    kept = KeptConnections()
    yield kept
    kept.lend(None)


def opened(kept, url, **arguments):
    """Return an engine of a test whose database that is."""
    kept.lend(url)
    engine = create_engine(url, connect_args=arguments)
    event.listen(engine, "do_connect", kept.connect)
    engine.dialect.do_close = kept.rest
    return engine


def asked(engine, statement="SELECT pg_backend_pid()"):
    with engine.connect() as connection:
        found = connection.scalar(text(statement))
        connection.commit()
        return found


def test_a_connection_goes_on_as_a_new_one(connections, database):
    engine = opened(connections, database, application_name="a test")
    number = asked(engine)
    asked(engine, "SELECT set_config('lock_timeout', '123', false)")
    assert asked(engine, "SELECT pg_try_advisory_lock(7)")
    connections.is_over = True
    engine.dispose()
    again = opened(connections, database, application_name="a test")
    assert asked(again) == number
    assert asked(again, "SHOW lock_timeout") == "0"
    assert asked(again, "SHOW application_name") == "a test"
    assert asked(again, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == 0
    assert asked(opened(connections, database, application_name="another")) != number


def test_a_connection_that_rests_is_nobody_s(connections, database, postgres_databases):
    engine = opened(connections, database)
    asked(engine)
    assert not postgres_databases.is_left(database)
    connections.is_over = True
    engine.dispose()
    assert postgres_databases.is_left(database)


def test_what_a_test_closes_or_was_ended_is_not_given_again(connections, database, postgres_databases):
    engine = opened(connections, database)
    closed = asked(engine)
    engine.dispose()
    again = opened(connections, database)
    ended = asked(again)
    assert ended != closed
    connections.is_over = True
    again.dispose()
    elsewhere = create_engine(postgres_databases.address("postgres"))
    assert asked(elsewhere, f"SELECT pg_terminate_backend({ended})")
    elsewhere.dispose()
    assert asked(opened(connections, database)) not in {closed, ended}
