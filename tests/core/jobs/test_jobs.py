"""Work that comes again is promised once a turn; what was given up is seen, and tried again or left."""

import re
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from collegial.jobs import queries
from collegial.jobs.models import PeriodicTurn
from collegial.jobs.services import KEPT, drop, forget_done, promise_due, try_again
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import Forbidden, Refused
from collegial.kernel.outbox import ATTEMPTS, LEASE, OutboxMessage, drain, outside, promise

DAILY = {"test.daily": timedelta(days=1)}


def promised(session):
    return list(session.scalars(select(OutboxMessage.task).order_by(OutboxMessage.id)))


@pytest.mark.both_databases
def test_a_turn_is_taken_by_one_of_many(program, clock):
    start, faults = threading.Barrier(3), []

    def look():
        try:
            start.wait(10)
            with program.database.unit_of_work() as session:
                promise_due(session, DAILY, clock.now())
        except Exception as error:  # noqa: BLE001 (whatever it is fails the test)
            faults.append(error)

    for _ in range(2):  # the first turn, which makes the row, and a later one, which moves it
        many = [threading.Thread(target=look) for _ in range(3)]
        for one in many:
            one.start()
        for one in many:
            one.join()
        with program.database.unit_of_work() as session:
            session.query(OutboxMessage).update({"done_at": clock.now()})
        clock.move(days=1)

    with program.database.reading() as session:
        assert promised(session) == ["test.daily"] * 2
    assert faults == []


def test_a_turn_is_passed_over_while_the_one_before_is_not_done(session, clock):
    promise_due(session, DAILY, clock.now())
    clock.move(days=3)
    promise_due(session, DAILY, clock.now())
    assert promised(session) == ["test.daily"]
    assert session.get(PeriodicTurn, "test.daily").due_at == clock.now() + timedelta(days=1)


def test_before_its_time_nothing_is_promised(session, clock):
    promise_due(session, DAILY, clock.now())
    session.query(OutboxMessage).delete()
    clock.move(hours=23)
    assert promise_due(session, DAILY, clock.now()) == []


@pytest.fixture
def given_up(program, clock):
    """Give the number of a piece of work that failed too often, committed."""
    with program.database.unit_of_work() as session:
        promise(session, "test.work", {}, at=clock.now())
        session.flush()
        message = session.scalars(select(OutboxMessage)).one()
        message.attempts, message.last_error = ATTEMPTS, "ConnectionRefusedError: no post"
        return message.id


def test_what_was_given_up_is_tried_again_on_the_page(program, given_up, client, sign_in, clock):
    client.set_cookie("locale", "en")
    sign_in("administrator")
    assert "ConnectionRefusedError: no post" in client.get("/work/").get_data(as_text=True)
    assert client.post(f"/work/{given_up}/again").status_code == 302
    with program.database.reading() as session:
        message = session.get_one(OutboxMessage, given_up)
        assert (message.attempts, message.due_at, message.done_at) == (0, clock.now(), None)
        assert session.scalars(select(JournalEntry.event)).all()[-1] == "jobs.retried"
    page = client.get("/work/").get_data(as_text=True)
    shown = page.partition('id="work-progress"')[2]
    assert "<progress" not in shown
    assert re.search(r'1 kind of work waits for its turn\..*?<td class="number">1</td>', shown, re.DOTALL)
    with program.database.unit_of_work() as session:
        promise(session, "test.long", {}, at=clock.now(), steps=900, steps_done=500)
    shown = client.get("/work/progress").text
    assert re.findall(r'<progress[^>]*max="(\d+)" value="(\d+)"', shown) == [("901", "500")]
    assert client.post(f"/work/{given_up}/drop").status_code == 409  # it is no longer given up


def test_all_of_it_is_tried_again_at_once(program, given_up, client, sign_in):
    sign_in("administrator")
    assert client.post("/work/again").status_code == 302
    with program.database.reading() as session:
        assert session.get_one(OutboxMessage, given_up).attempts == 0


@pytest.mark.both_databases
def test_nobody_starts_or_drops_work_that_is_in_its_last_attempt(program, given_up, client, sign_in, clock):
    with program.database.unit_of_work() as session:
        message = session.get_one(OutboxMessage, given_up)
        message.attempts, message.due_at = ATTEMPTS - 1, clock.now()
    answers = []

    def be_touched(*_):
        with outside():
            answers.extend(client.post(f"/work/{given_up}/{act}").status_code for act in ("again", "drop"))
            answers.append("no post" in client.get("/work/").get_data(as_text=True))
        raise ConnectionRefusedError("no post")

    sign_in("administrator")
    drain(program.database, {"test.work": be_touched}, clock)
    assert answers == [409, 409, False]
    assert "no post" in client.get("/work/").get_data(as_text=True)
    assert client.post(f"/work/{given_up}/again").status_code == 302


def test_work_whose_worker_died_in_its_last_attempt_is_given_up_after_the_lease(session, given_up, clock):
    session.get_one(OutboxMessage, given_up).due_at = clock.now() + LEASE
    assert session.scalars(queries.given_up(clock.now())).all() == []
    later = clock.now() + LEASE
    assert [one.id for one in session.scalars(queries.given_up(later))] == [given_up]


def test_what_is_left_undone_is_never_done(context, given_up):
    drop(context, given_up)
    message = context.session.get_one(OutboxMessage, given_up)
    assert (message.done_at, message.last_error) == (context.clock.now(), "ConnectionRefusedError: no post")
    with pytest.raises(Refused):
        try_again(context, given_up)


def test_what_is_promised_for_later_is_not_under_way(session, clock):
    now = clock.now()
    for days in (-1, 0, 30):
        promise(session, "test.work", {}, at=now + timedelta(days=days))
    session.flush()
    (moving,), (later,) = queries.progress(session, now), queries.promised_for_later(session, now)
    assert (moving.done, moving.total) == (0, 2)
    assert (later.number, later.first) == (1, now + timedelta(days=30))


def test_long_work_is_shown_by_its_own_steps(session, clock):
    promise(session, "test.long", {}, at=clock.now(), steps=900, steps_done=500)
    promise(session, "test.short", {}, at=clock.now())
    session.flush()
    moving = {one.task: (one.done, one.total) for one in queries.progress(session, clock.now())}
    assert moving == {"test.long": (500, 900), "test.short": (0, 1)}


def test_every_kind_of_work_that_comes_with_the_program_has_a_name(program):
    assert [one.key for one in program.host.job_list() if one.label is None] == []


def test_only_administrators_touch_it(as_role, given_up, client, sign_in):
    with pytest.raises(Forbidden):
        try_again(as_role("staff"), given_up)
    sign_in("staff")
    assert client.get("/work/").status_code == 403


def test_what_was_done_long_ago_is_forgotten(context, clock):
    promise(context.session, "test.old", {}, at=clock.now())
    context.session.flush()
    context.session.query(OutboxMessage).update({"done_at": clock.now()})
    assert forget_done(context) == 0
    clock.move(days=KEPT.days + 1)
    assert forget_done(context) == 1
