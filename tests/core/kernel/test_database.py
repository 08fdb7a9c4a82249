"""What the program writes into its logs when the database refuses something."""

import traceback

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from collegial.kernel.database import Database, Pool


@pytest.mark.both_databases
def test_an_error_keeps_the_values_to_itself(session):
    with pytest.raises(DatabaseError) as refusal, session.begin_nested():
        session.execute(text("INSERT INTO nowhere VALUES (:choice)"), {"choice": "Nolwenn votes against"})

    assert "nowhere" in str(refusal.value)
    assert "Nolwenn" not in str(refusal.value)


@pytest.mark.both_databases
def test_an_error_does_not_quote_the_row_that_was_refused(session):
    session.execute(text("CREATE TEMPORARY TABLE told (name VARCHAR(80) PRIMARY KEY)"))
    insert, row = text("INSERT INTO told VALUES (:name)"), {"name": "nolwenn@example.org"}
    session.execute(insert, row)

    with pytest.raises(IntegrityError) as refusal, session.begin_nested():
        session.execute(insert, row)

    logged = "".join(traceback.format_exception(refusal.value))
    assert "INSERT INTO told" in logged
    assert "nolwenn" not in logged


@pytest.fixture
def small(postgres_databases):
    """Give a database on a server, with one connection and little patience."""
    url = postgres_databases.make()
    database = Database(url, pool=Pool(size=1, overflow=0, waiting=1, locked=1))
    yield database
    database.close()
    postgres_databases.throw(url)


def test_a_server_ends_what_takes_too_long(small):
    with small.reading() as session, pytest.raises(OperationalError, match="statement timeout"):
        session.execute(text("SELECT pg_sleep(5)"))


def test_who_only_looks_holds_nothing_between_statements(small):
    transactions = {}
    for name in ("looking", "reading", "looking"):
        with getattr(small, name)() as session:
            transactions[name] = {session.scalar(text("SELECT txid_current()")) for _ in range(2)}

    assert {name: len(found) for name, found in transactions.items()} == {"looking": 2, "reading": 1}
