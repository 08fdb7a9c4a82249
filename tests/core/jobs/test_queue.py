"""The bell wakes a worker after a commit, by each kind of queue; it is rung once, and its loss undoes nothing."""

import threading
from dataclasses import replace

import pytest
from huey.consumer import Consumer

from collegial.config import Jobs
from collegial.jobs.queue import bell_of, queue_of
from collegial.kernel.outbox import promise, ring_after_promises


@pytest.fixture
def bell(settings, request):
    """Give a bell of the kind that the test names, with what is heard of it."""
    kind = request.param
    if kind == "redis":
        settings = replace(settings, redis_url=request.getfixturevalue("redis_url"))
    if kind == "postgresql":
        databases = request.getfixturevalue("postgres_databases")
        settings = replace(settings, database_url=databases.make())
    assert queue_of(settings) == kind
    heard = threading.Event()
    found = bell_of(settings, heard.set)
    yield found, heard
    found.huey.storage.close()
    if kind == "postgresql":
        databases.throw(settings.database_url)


@pytest.mark.both_databases("sqlite")  # the bell says where it hangs
@pytest.mark.parametrize("bell", ["sqlite", "postgresql", "redis"], indirect=True)
def test_a_worker_hears_the_bell(bell):
    found, heard = bell
    found.ring()
    found.ring()
    assert found.huey.pending_count() == 1
    consumer = Consumer(found.huey, workers=1, periodic=False)
    consumer.start()
    try:
        assert heard.wait(20)
    finally:
        consumer.stop(graceful=True)


@pytest.mark.both_databases("sqlite")
def test_a_queue_that_a_power_cut_damaged_keeps_no_worker_from_starting(settings):
    file = settings.folder / "jobs.db"
    file.write_bytes(b"no database" * 999)
    found = bell_of(settings)
    found.ring()
    assert found.huey.pending_count() == 1
    found.huey.storage.close()
    assert bell_of(settings).huey.pending_count() == 1  # one that is sound is kept


def test_it_is_rung_after_a_commit_that_promised_work(program, clock):
    rung = []
    ring_after_promises(program.database, lambda: rung.append(1))
    with program.database.unit_of_work() as session:
        with session.begin_nested():
            promise(session, "test.work", {}, at=clock.now())
        assert rung == []
    assert rung == [1]
    with program.database.unit_of_work():
        pass
    assert rung == [1]


def test_a_queue_that_is_down_undoes_nothing(settings, capsys):
    nowhere = replace(settings, redis_url="unix:///nowhere/redis.sock")
    bell_of(nowhere).ring()
    assert "jobs.bell_silent" in capsys.readouterr().err


def test_no_bell_where_none_is_wanted(settings):
    assert bell_of(replace(settings, jobs=Jobs(queue="none"))) is None


def test_whoever_only_looks_opens_no_queue(settings):
    assert bell_of(settings) is not None
    assert not (settings.folder / "jobs.db").exists()
