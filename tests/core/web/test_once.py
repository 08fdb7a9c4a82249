"""A form that makes something makes it once, whatever the visitor's fingers and browser do."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from collegial.actors.models import Actor
from collegial.kernel.database import Database
from collegial.web.once import KEPT, FormToken, is_mark, new_mark, sent_before, take

NAME = "Le Fil"


@pytest.fixture
def staff(client, sign_in):
    client.set_cookie("locale", "en")
    sign_in("staff")
    return client


def send(staff, once, name=NAME, **more):
    return staff.post("/actors/new/organisation", data={"name": name, "once": once, **more})


def named(session):
    session.rollback()
    return session.scalars(select(Actor.name).order_by(Actor.id)).all()


def test_a_form_carries_a_new_mark_each_time(staff):
    pages = [staff.get("/actors/new/organisation").text for _ in range(2)]

    marks = [page.split('name="once"')[1].split('value="')[1].split('"')[0] for page in pages]
    assert all(is_mark(mark) for mark in marks)
    assert marks[0] != marks[1]


def test_a_form_sent_twice_shows_what_the_first_made(staff, session):
    mark = new_mark()
    first, second = send(staff, mark), send(staff, mark, name="Something else")

    assert (first.status_code, second.status_code) == (302, 302)
    assert first.location == second.location
    assert named(session) == [NAME]
    assert "nothing was made twice" in staff.get(second.location).text


def test_a_form_that_was_refused_can_be_sent_again(staff, session):
    mark = new_mark()

    refused, corrected = send(staff, mark, name=""), send(staff, mark)

    assert (refused.status_code, corrected.status_code) == (422, 302)
    assert f'value="{mark}"' in refused.text
    assert named(session) == [NAME]


def test_a_refusal_of_the_act_leaves_the_mark_good(staff, session):
    mark = new_mark()

    refused = send(staff, mark, email="nobody")

    assert refused.status_code == 422
    assert send(staff, mark).status_code == 302
    assert sent_before(session, mark) == "/actors/1"


@pytest.mark.parametrize("once", ["", "short", "x" * 65])
def test_a_form_without_a_mark_makes_nothing_and_gets_one(staff, session, once):
    answer = send(staff, once)

    assert answer.status_code == 422
    assert "This form was incomplete when it arrived. Send it again." in answer.text
    assert NAME in answer.text
    assert named(session) == []


@pytest.mark.both_databases
def test_a_mark_is_taken_once(session, clock):
    mark = new_mark()

    assert take(session, mark, now=clock.now())
    assert take(session, mark, now=clock.now()) is None


@pytest.mark.both_databases
def test_two_at_the_same_moment_make_one(database_url, program, session, clock):
    mark, gate, taken = new_mark(), threading.Barrier(2), []

    def send_one():
        database = Database(database_url)
        gate.wait()
        with database.unit_of_work() as own:
            found = take(own, mark, now=clock.now())
            taken.append(found is not None)
            if found:
                found.address = "/made"
        database.close()

    threads = [threading.Thread(target=send_one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == [False, True]
    assert sent_before(session, mark) == "/made"


@pytest.mark.both_databases
def test_old_marks_are_forgotten(session, clock):
    take(session, new_mark(), now=clock.now() - KEPT - timedelta(seconds=1))
    young = take(session, new_mark(), now=clock.now() - timedelta(days=1))

    last = take(session, new_mark(), now=clock.now())

    assert set(session.scalars(select(FormToken.token))) == {young.token, last.token}
