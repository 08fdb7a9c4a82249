"""Reading waits for nobody: a page, a file or an error is answered while someone else writes."""

import pytest
from sqlalchemy import text


@pytest.fixture
def busy(program):
    """Hold the write lock, as a long act does."""
    with program.database.writing() as session:
        session.execute(text("SELECT 1"))
        yield session
        session.rollback()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/static/css/collegial.css", 200),
        ("/", 200),
        ("/nowhere", 404),
        ("/proposals/", 200),
        ("/account/", 200),
    ],
)
def test_a_signed_in_reader_does_not_wait_for_a_writer(client, sign_in, request, path, status):
    sign_in("member")
    request.getfixturevalue("busy")
    with client.get(path) as answer:
        assert answer.status_code == status
