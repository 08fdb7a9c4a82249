"""Disk full, database gone: a plain page, nothing half done, and all goes on by itself."""

import errno
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError, ProgrammingError
from tests.disks import full_disk

from collegial.config import Jobs, Postgres
from collegial.journal.queries import verify
from collegial.kernel.outbox import OutboxMessage, promise
from collegial.kernel.permissions import PUBLIC
from collegial.web.program import current_program
from collegial.web.request import act, session
from collegial.web.routing import Pages

pytestmark = [pytest.mark.both_databases, pytest.mark.own_app]


@pytest.fixture
def settings(settings):
    return replace(
        settings,
        testing=False,
        jobs=Jobs(queue="none"),
        postgres=Postgres(lock_timeout=1, statement_timeout=2),
    )


@pytest.fixture
def app(app):
    pages = Pages("fault", __name__, url_prefix="/fault")
    pages.page("/write", _write, permission=PUBLIC, methods=["POST"], name="write")
    pages.page("/lost", _lose, permission=PUBLIC, methods=["POST"], name="lost")
    pages.page("/piece", _lose_in_a_piece, permission=PUBLIC, methods=["POST"], name="piece")
    pages.page("/slow", _go_on_after_a_time_out, permission=PUBLIC, methods=["POST"], name="slow")
    pages.page("/wrong", _go_on_after_a_mistake, permission=PUBLIC, methods=["POST"], name="wrong")
    pages.page("/disk", _fill_a_disk, permission=PUBLIC, methods=["POST"], name="disk")
    pages.page("/taken", _lose_a_row, permission=PUBLIC, methods=["POST"], name="taken")
    app.register_blueprint(pages)
    return app


def _write():
    promise(session(), "fault.large", {"words": "x" * 1_000_000}, at=act().clock.now())
    return "written"


def _lose():
    """Lose the connection in the middle of an act."""
    promise(session(), "fault.lost", {}, at=act().clock.now())
    session().flush()
    if session().get_bind().dialect.name == "postgresql":
        number = session().scalar(text("SELECT pg_backend_pid()"))
        with current_program().database.reading() as other:
            other.execute(text("SELECT pg_terminate_backend(:number)"), {"number": number})
    else:
        session().execute(text("PRAGMA query_only = ON"))
    _write()
    return "never said"


def _lose_in_a_piece():
    """Lose it where a failure is taken for that of a piece of the page, which is left out."""
    with suppress(OperationalError), session().no_autoflush:
        _lose()
        session().execute(text("SELECT 1"))
    session().execute(text("SELECT 1"))
    return _write()


def _go_on_after_a_time_out():
    """Have a statement stopped where its failure is taken for that of a piece of the page."""
    promise(session(), "fault.slow", {}, at=act().clock.now())
    session().execute(text("SET LOCAL statement_timeout = 50"))
    with suppress(OperationalError):
        session().execute(text("SELECT pg_sleep(10)"))
    return str(session().scalar(text("SELECT 1")))


def _go_on_after_a_mistake():
    with suppress(ProgrammingError):
        session().execute(text("SELECT nothing"))
    return str(session().scalar(text("SELECT 1")))


def _fill_a_disk():
    """Meet a full disk where files are kept for a moment: what is uploaded, or printed with pictures."""
    promise(session(), "fault.disk", {}, at=act().clock.now())
    raise OSError(errno.ENOSPC, "No space left on device")


def _lose_a_row():
    """Change what another hand takes away meanwhile."""
    mine = promise(session(), "fault.taken", {}, at=act().clock.now())
    session().flush()
    session().execute(
        delete(OutboxMessage).where(OutboxMessage.id == mine.id).execution_options(synchronize_session=False)
    )
    mine.attempts = 1
    session().flush()
    return "never said"


def kept(program):
    with program.database.reading() as reader:
        assert verify(reader) is None
        return reader.scalar(select(func.count(OutboxMessage.id)))


@contextmanager
def gone(program, request):
    """Take the database away, then give it back."""
    url = make_url(program.settings.database_url)
    if url.get_backend_name() == "postgresql":
        server = request.getfixturevalue("postgres_databases")
        server._execute(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS false")
        server._execute(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{url.database}'"
        )
        yield
        server._execute(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS true")
        return
    file = Path(url.database)
    program.database.engine.dispose()
    away = file.rename(file.with_suffix(".away"))
    file.mkdir()
    yield
    program.database.engine.dispose()
    file.rmdir()
    away.rename(file)


def is_told(answer):
    words = ("Le site ne peut pas fonctionner", "The site cannot work", "Ne c’hall ket al lec’hienn")
    return (
        answer.status_code == 503
        and answer.headers["Retry-After"] == "30"
        and all(one in answer.text for one in words)
    )


def test_a_full_disk_is_told_and_undoes_the_act(client, program):
    before = kept(program)
    with full_disk(program, "outbox_message"):
        assert is_told(client.post("/fault/write"))
        assert client.get("/").status_code == 200
        assert kept(program) == before

    assert client.post("/fault/write").text == "written"
    assert kept(program) == before + 1


def test_a_database_that_is_gone_is_told_and_found_again(client, program, request):
    assert client.get("/").status_code == 200
    with gone(program, request):
        assert is_told(client.get("/"))
        assert is_told(client.post("/fault/write"))
        told = client.get("/api/v1/actors")
        assert (told.status_code, told.content_type) == (503, "application/problem+json")
        assert client.get("/health/live").status_code == 200
        assert client.get("/health/ready").status_code == 503

    assert client.get("/").status_code == 200
    assert client.post("/fault/write").text == "written"


@pytest.mark.both_databases("sqlite")
def test_a_full_disk_beside_the_database_is_told_too(client, program):
    before = kept(program)
    assert is_told(client.post("/fault/disk"))
    assert kept(program) == before


@pytest.mark.parametrize("where", ["lost", "piece"])
def test_a_connection_that_is_lost_in_the_middle_undoes_the_act(client, program, where):
    before = kept(program)

    assert is_told(client.post(f"/fault/{where}"))

    program.database.engine.dispose()
    assert kept(program) == before
    assert client.post("/fault/write").text == "written"


@pytest.mark.both_databases("postgresql")
def test_a_statement_that_took_too_long_is_told_also_where_its_failure_was_passed_over(client, program):
    before = kept(program)

    assert is_told(client.post("/fault/slow"))

    assert kept(program) == before
    assert client.post("/fault/wrong").status_code == 500  # of ours, on the same connection
    assert client.post("/fault/write").text == "written"


@pytest.mark.both_databases("postgresql")
@pytest.mark.parametrize(
    ("table", "page"),
    [
        ("plugin_setting", "/about"),
        ("assembly", "/calendar.ics"),
        ("decision", "/feed.xml"),
    ],
)
def test_a_table_that_does_not_answer_is_told_and_no_page_lacks_a_part(client, program, table, page):
    usual = client.get(page).status_code
    with program.database.engine.connect() as operator:
        operator.execute(text(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"))
        assert is_told(client.get(page))
    assert client.get(page).status_code == usual


def test_what_another_hand_took_away_meanwhile_is_told(client, program):
    before = kept(program)
    answer = client.post("/fault/taken", headers={"Accept-Language": "en"})

    assert (answer.status_code, "took this away at the same moment" in answer.text) == (409, True)
    assert kept(program) == before
