"""A database goes from one test to the next only as it was."""

import pytest
from sqlalchemy import create_engine, text

from collegial.testing.loans import Loans


@pytest.fixture
def loans(postgres_databases):
    """Give loans of a database in which a thing was made before."""
    template = postgres_databases.make()
    _do(template, "CREATE TABLE thing (id serial, name text)", "INSERT INTO thing (name) VALUES ('old')")
    loans = Loans(postgres_databases, template.rsplit("/", 1)[1])
    yield loans
    loans.close()
    postgres_databases.throw(template)


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
    "change", ["DELETE FROM thing", "SELECT setval('thing_id_seq', 7)", "CREATE TABLE other (id int)"]
)
def test_what_was_committed_is_never_handed_on(loans, change):
    url = loans.lend()
    _do(url, change)

    other = loans.lend()

    assert other != url
    assert _things(other) == (2, ["old", "next"])


def test_one_whose_user_could_still_commit_is_not_handed_on(loans):
    url = loans.lend()
    late = create_engine(url).connect()
    late.execute(text("INSERT INTO thing (name) VALUES ('late')"))

    other = loans.lend()

    late.invalidate()
    assert other != url
