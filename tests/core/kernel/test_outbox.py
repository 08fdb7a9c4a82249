"""Promised work: done once, tried again, kept with its error, shown to administrators."""

import pytest
from sqlalchemy import select

from collegial.kernel.outbox import ATTEMPTS, OutboxMessage, drain, failed_work, promise

pytestmark = pytest.mark.both_databases


@pytest.fixture
def promised(program, session, clock):
    """Promise one piece of work, committed."""
    promise(session, "test.work", {"number": 7}, at=clock.now())
    session.commit()


def message(program):
    with program.database.reading() as session:
        return session.scalars(select(OutboxMessage)).one()


def fail(_session, _clock, _payload):
    raise RuntimeError("the post is shut")


def test_work_is_done_once(program, promised, clock):
    done = []
    tasks = {"test.work": lambda _session, _clock, payload: done.append(payload["number"])}
    assert [drain(program.database, tasks, clock) for _ in range(2)] == [1, 0]
    assert done == [7]
    assert message(program).done_at is not None


def test_work_that_fails_is_tried_again_later_and_then_given_up(program, promised, clock):
    tried = 0
    for _ in range(ATTEMPTS + 3):
        tried += drain(program.database, {"test.work": fail}, clock)
        assert drain(program.database, {"test.work": fail}, clock) == 0  # not before its time
        clock.move(hours=5)
    assert tried == ATTEMPTS
    assert message(program).last_error == "RuntimeError: the post is shut"


def test_what_a_failed_task_wrote_is_undone(program, promised, clock):
    def write_and_fail(session, clock, _payload):
        promise(session, "test.more", {}, at=clock.now())
        raise RuntimeError("too late")

    drain(program.database, {"test.work": write_and_fail}, clock)
    assert message(program).task == "test.work"


def test_a_worker_that_dies_gives_its_work_back(program, promised, clock):
    class Killed(BaseException):
        pass

    def die(_session, _clock, _payload):
        raise Killed

    with pytest.raises(Killed):
        drain(program.database, {"test.work": die}, clock)
    done = []
    assert drain(program.database, {"test.work": lambda *_: done.append(1)}, clock) == 0
    clock.move(minutes=6)
    drain(program.database, {"test.work": lambda *_: done.append(1)}, clock)
    assert done == [1]


def test_a_promise_is_undone_with_its_transaction(program, session, clock):
    promise(session, "test.work", {}, at=clock.now())
    session.flush()
    session.rollback()
    with program.database.reading() as reading:
        assert reading.scalars(select(OutboxMessage)).all() == []


def test_failed_work_is_shown_to_administrators(program, promised, clock, client, sign_in):
    drain(program.database, {"test.work": fail}, clock)
    with program.database.reading() as session:
        assert [one.task for one in failed_work(session)] == ["test.work"]
    sign_in("administrator")
    assert "the post is shut" in client.get("/").get_data(as_text=True)
    sign_in("member")
    assert "the post is shut" not in client.get("/").get_data(as_text=True)
