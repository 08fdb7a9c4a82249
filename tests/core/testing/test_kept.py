"""The SQLite file that goes from test to test: as it was at first, whatever the one before it committed."""

import sqlite3
from contextlib import closing

import pytest
from tests.kept import KeptFile


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
