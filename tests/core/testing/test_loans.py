"""A database goes from one test to the next only as it was."""

import pytest
from sqlalchemy import create_engine, text

from collegial.testing.loans import Loans

MADE = (
    "CREATE TABLE thing (id serial, name text)",
    "INSERT INTO thing (name) VALUES ('old')",
    "CREATE TABLE bare (number int)",
    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'never'; END $$",
    "CREATE TRIGGER guard BEFORE DELETE ON bare FOR EACH ROW EXECUTE FUNCTION refuse()",
    "CREATE TRIGGER guard BEFORE UPDATE ON thing FOR EACH ROW WHEN (old.id > 1) EXECUTE FUNCTION refuse()",
)


@pytest.fixture(scope="module")
def template(postgres_databases):
    """Give a database in which a thing was made before."""
    url = postgres_databases.make()
    _do(url, *MADE)
    yield url.rsplit("/", 1)[1]
    postgres_databases.throw(url)


@pytest.fixture
def loans(postgres_databases, template):
    """Give loans of it."""
    loans = Loans(postgres_databases, template)
    yield loans
    loans.close()


def _do(url, *statements, end="commit"):
    engine = create_engine(url)
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
        getattr(connection, end)()
    engine.dispose()


def _things(url):
    engine = create_engine(url)
    with engine.connect() as connection:
        made = connection.scalar(text("INSERT INTO thing (name) VALUES ('next') RETURNING id"))
        names = connection.scalars(text("SELECT name FROM thing ORDER BY id")).all()
    engine.dispose()
    return made, names


def test_what_was_rolled_back_or_read_leaves_it_as_it_was(loans):
    url = loans.lend()
    _do(url, "INSERT INTO thing (name) VALUES ('mine')", "DROP TABLE thing", end="rollback")
    _do(url, "SELECT * FROM thing")

    assert loans.lend() == url

    assert _things(url) == (2, ["old", "next"])


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM thing",
        "UPDATE thing SET name = 'new'",
        "INSERT INTO thing (name) VALUES ('more')",
        "INSERT INTO bare VALUES (7)",
        "SELECT setval('thing_id_seq', 7)",
    ],
)
def test_committed_rows_are_taken_back_whatever_guards_them(loans, change):
    url = loans.lend()
    _do(url, change)

    assert loans.lend() == url

    assert _things(url) == (2, ["old", "next"])


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TABLE other (id int)",
        "DROP TRIGGER guard ON thing",
        "ALTER SEQUENCE thing_id_seq INCREMENT 5",
        "TRUNCATE bare",
        "INSERT INTO bare SELECT generate_series(1, 3000)",
    ],
)
def test_what_was_changed_in_any_other_way_is_never_handed_on(loans, change):
    url = loans.lend()
    _do(url, change)

    other = loans.lend()

    assert other != url
    assert _things(other) == (2, ["old", "next"])


def test_a_later_copy_is_handed_on_too(loans):
    _do(loans.lend(), "TRUNCATE bare")
    url = loans.lend()
    _do(url, "INSERT INTO bare VALUES (7)")

    assert loans.lend() == url


def test_one_whose_user_could_still_commit_is_not_handed_on(loans):
    url = loans.lend()
    late = create_engine(url).connect()
    late.execute(text("INSERT INTO thing (name) VALUES ('late')"))

    other = loans.lend()

    late.invalidate()
    assert other != url


def test_one_that_somebody_was_thrown_out_of_is_not_handed_on(loans):
    url = loans.lend()
    _do(url, "INSERT INTO thing (name) VALUES ('mine')")
    assert loans.lend() == url  # and is looked through by a connection that stays
    others = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = "
    )
    _do(url, f"{others}'{url.rsplit('/', 1)[1]}'")

    other = loans.lend()

    assert other != url
    assert _things(other) == (2, ["old", "next"])
