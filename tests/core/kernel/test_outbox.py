"""Promised work: done once, tried again, kept with its error, shown to administrators."""

import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from tests.disks import refused

from collegial.kernel import insisting, outbox
from collegial.kernel.database import Database
from collegial.kernel.outbox import (
    ATTEMPTS,
    BACK_OFF,
    LEASE,
    PATIENT,
    OutboxMessage,
    Running,
    drain,
    failed_work,
    outside,
    promise,
    running,
    tell_progress,
)
from collegial.web.mails import DressedMail

pytestmark = pytest.mark.both_databases


class Killed(BaseException):
    """What no handler of errors catches, as when the process is gone."""


@pytest.fixture
def promised(program, session, clock):
    """Promise one piece of work, committed."""
    promise(session, "test.work", {"number": 7}, at=clock.now())
    session.commit()


def message(program):
    with program.database.reading() as session:
        return session.scalars(select(OutboxMessage)).one()


def wait_until(holds):
    for _ in range(500):
        if holds():
            return
        time.sleep(0.02)
    pytest.fail("waited for too long")


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


def test_work_that_found_the_database_held_is_put_off_and_told_when_it_goes_on(program, promised, clock):
    def collide(session, _clock, _payload):
        if session.get_bind().dialect.name == "sqlite":
            with Database(program.settings.database_url, patience=0).unit_of_work() as other:
                other.execute(text("SELECT 1"))
        session.execute(text("DO $$ BEGIN RAISE EXCEPTION 'held' USING ERRCODE = '40P01'; END $$"))

    told = []
    for _ in range(PATIENT):
        assert drain(program.database, {"test.work": collide}, clock) == 1
        clock.move(hours=1)
        told.append(bool(message(program).last_error))
    assert told == [False] * (PATIENT - 1) + [True]
    done = []
    drain(program.database, {"test.work": lambda *_asked: done.append(1)}, clock)
    assert done == [1]


def test_what_a_failed_task_wrote_is_undone(program, promised, clock):
    def write_and_fail(session, clock, _payload):
        promise(session, "test.more", {}, at=clock.now())
        raise RuntimeError("too late")

    drain(program.database, {"test.work": write_and_fail}, clock)
    assert message(program).task == "test.work"


def test_a_worker_that_dies_gives_its_work_back(program, promised, clock):
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
    page = client.get("/").get_data(as_text=True)
    assert ("the post is shut" in page, "test.work" in page) == (True, False)
    sign_in("member")
    assert "the post is shut" not in client.get("/").get_data(as_text=True)


def test_what_is_slow_holds_no_transaction(program, promised, clock):
    def ask_another_machine(session, clock, _payload):
        promise(session, "test.before", {}, at=clock.now())
        with outside(), program.database.unit_of_work() as another:
            another.add(
                OutboxMessage(task="test.meanwhile", payload={}, created_at=clock.now(), due_at=clock.now())
            )
        promise(session, "test.after", {}, at=clock.now())

    others = dict.fromkeys(("test.before", "test.meanwhile", "test.after"), lambda *_: None)
    assert drain(program.database, {"test.work": ask_another_machine} | others, clock) == 4
    assert running() is None
    with program.database.reading() as session:
        assert failed_work(session) == []


def test_progress_is_seen_while_the_work_goes_on_and_its_lease_is_renewed(program, promised, clock):
    def go_on(_session, clock, _payload):
        for step in range(3):
            clock.move(minutes=4)
            tell_progress(step, 3)
            seen.append((message(program).steps_done, drain(program.database, {}, clock)))

    seen = []
    drain(program.database, {"test.work": go_on}, clock)
    assert seen == [(0, 0), (1, 0), (2, 0)]  # nobody else takes it up, though twelve minutes have passed


def test_work_that_says_nothing_for_long_stays_with_its_worker(program, promised, clock, monkeypatch):
    def ask_a_slow_machine(_session, clock, _payload):
        with outside():
            for _ in range(3):
                clock.move(minutes=4)
                wait_until(lambda: message(program).due_at == clock.now() + LEASE)
                seen.append(drain(program.database, {}, clock))

    seen = []
    monkeypatch.setattr(outbox, "BEAT", 0.02)
    drain(program.database, {"test.work": ask_a_slow_machine}, clock)
    assert seen == [0, 0, 0]  # nobody else takes it up, though twelve minutes have passed
    assert (message(program).attempts, message(program).last_error) == (1, None)


def test_no_beat_comes_after_the_work(program, promised, clock, monkeypatch):
    def fail_late(_session, _clock, _payload):
        time.sleep(0.05)
        raise RuntimeError("the post is shut")

    monkeypatch.setattr(outbox, "BEAT", 0.001)
    drain(program.database, {"test.work": fail_late}, clock)
    assert message(program).due_at == clock.now() + timedelta(seconds=BACK_OFF)
    assert "heartbeat" not in {one.name for one in threading.enumerate()}


def test_a_worker_that_dies_after_a_mail_sends_it_again_as_the_same(
    program, promised, clock, app, monkeypatch
):
    def write(_session, _clock, _payload):
        DressedMail("Un sujet", "Un mot.", to=["rozenn@example.org"]).send()

    def die_after_the_mail(work):
        if app.extensions["mailman"].outbox:
            raise Killed
        commit(work)

    commit = Running.commit
    with app.test_request_context(), monkeypatch.context() as power:
        power.setattr(Running, "commit", die_after_the_mail)
        with pytest.raises(Killed):
            drain(program.database, {"test.work": write}, clock)
    clock.move(minutes=6)
    with app.test_request_context():
        drain(program.database, {"test.work": write}, clock)
    first, second = [one.extra_headers["Message-ID"] for one in app.extensions["mailman"].outbox]
    assert first == second


def test_a_mail_that_left_is_not_sent_again_when_another_one_failed(program, promised, clock, app):
    def write(_session, _clock, _payload):
        for name in ("rozenn", "gwenn"):
            DressedMail("Un sujet\r\nBcc: ailleurs@example.org", "Un mot.", to=[f"{name}@example.org"]).send()
        if message(program).attempts < 2:
            raise RuntimeError("the post is shut")

    with app.test_request_context():
        for _ in range(2):
            drain(program.database, {"test.work": write}, clock)
            clock.move(hours=1)
    told = [one.to for one in app.extensions["mailman"].outbox]
    assert told == [["rozenn@example.org"], ["gwenn@example.org"]]
    assert app.extensions["mailman"].outbox[0].subject == "Un sujet Bcc: ailleurs@example.org"
    assert message(program).done_at is not None


def test_that_a_mail_left_is_noted_though_the_database_refuses_it_for_a_moment(
    program, promised, clock, app, monkeypatch
):
    def write(session, clock, _payload):
        promise(session, "test.before", {}, at=clock.now())
        DressedMail("Un sujet", "Un mot.", to=["rozenn@example.org"]).send()

    monkeypatch.setattr(insisting, "PAUSES", (0, 0))
    with app.test_request_context(), refused(program, "UPDATE", "mailed", 2) as told:
        drain(program.database, {"test.work": write, "test.before": lambda *_: None}, clock)
    with program.database.reading() as session:
        assert [one.attempts for one in session.scalars(select(OutboxMessage))] == [1, 1]
    assert len(app.extensions["mailman"].outbox) == 1
    assert len(told) == 2


def test_a_worker_that_was_overtaken_while_it_insists_notes_nothing(
    program, promised, clock, app, monkeypatch
):
    def write(_session, _clock, _payload):
        begun.append(1)
        DressedMail("Un sujet", "Un mot.", to=["rozenn@example.org"]).send()

    def be_overtaken(_seconds):
        clock.move(hours=1)
        drain(program.database, {"test.work": write}, clock)

    begun = []
    monkeypatch.setattr(insisting.time, "sleep", be_overtaken)
    with app.test_request_context(), refused(program, "UPDATE", "mailed", 1):
        drain(program.database, {"test.work": write}, clock)
    assert (len(begun), message(program).attempts, message(program).last_error) == (2, 2, None)


def test_a_worker_whose_lease_ran_out_keeps_nothing_once_another_began(program, promised, clock):
    def write(session, clock, _payload):
        begun.append(1)
        with outside():
            if len(begun) == 1:
                clock.move(hours=1)  # the clock jumps ahead under the first one
                drain(program.database, tasks, clock, most=1)
        promise(session, "test.more", {}, at=clock.now())

    begun, tasks = [], {"test.work": write}
    drain(program.database, tasks, clock, most=1)
    with program.database.reading() as session:
        found = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert [one.task for one in found] == ["test.work", "test.more"]
    assert (len(begun), found[0].attempts, found[0].last_error) == (2, 2, None)


def test_a_worker_that_was_overtaken_sends_no_further_letter(program, promised, clock, app):
    def write(_session, _clock, _payload):
        begun.append(1)
        for name in ("rozenn", "gwenn"):
            DressedMail("Un sujet", "Un mot.", to=[f"{name}@example.org"]).send()
            if len(begun) == 1:
                clock.move(hours=1)  # nothing is open after a letter that left
                drain(program.database, {"test.work": write}, clock)

    begun = []
    with app.test_request_context():
        drain(program.database, {"test.work": write}, clock)
    told = [one.to for one in app.extensions["mailman"].outbox]
    assert told == [["rozenn@example.org"], ["gwenn@example.org"]]
    assert len(begun) == 2
