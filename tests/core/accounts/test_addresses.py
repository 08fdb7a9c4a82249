"""Another address: confirmed from there, told to the former one, and stopped from it, also when it is too late."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from collegial.accounts.jobs import sweep
from collegial.accounts.models import AddressChange, Passkey
from collegial.accounts.queries import account_by_email, viewer_for
from collegial.accounts.services.addresses import ask_for_address
from collegial.actors.models import Actor, ActorKind
from collegial.api.models import ApiToken
from collegial.api.services import make_token
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import Refused
from collegial.kernel.permissions import Viewer
from collegial.testing.cookies import signed_in_cookie
from collegial.two_factors.models import RecoveryCode, SecondFactor

OLD, NEW, OTHER = "rozenn@example.org", "rozenn@nevez.example", "gwenn@example.org"


@pytest.fixture
def me(client, sign_in, session, clock):
    """Sign in a member whose letters go to the address it signs in by."""
    person = Actor(name="Rozenn", kind=ActorKind.PERSON, email=OLD, created_at=clock.now())
    session.add(person)
    session.commit()
    client.set_cookie("locale", "en")
    sign_in("member", email=OLD, actor_id=person.id)
    session.expire_all()
    return client


@pytest.fixture
def ask(me, app, program, outbox):
    """Give a function that asks for an address, and returns the mails by whom they went to."""

    def do(email=NEW):
        before = len(outbox())
        answer = me.post("/account/address", data={"email": email})
        with app.test_request_context():
            program.drain()
        return answer, {one.to[0]: one for one in outbox()[before:]}

    return do


def path(mail):
    link = urlsplit(re.search(r"http\S+", mail.body)[0])
    return link.path


def letters_go_to(program):
    with program.database.reading() as session:
        return session.scalars(select(Actor.email)).one()


def signs_in_by(program, *emails):
    with program.database.reading() as session:
        return [one for one in emails if account_by_email(session, one)]


def test_nothing_changes_before_the_new_address_confirms(ask, me, program):
    answer, mails = ask()
    assert answer.status_code == 302
    assert set(mails) == {NEW, OLD}
    assert NEW in mails[OLD].body
    assert signs_in_by(program, OLD, NEW) == [OLD]
    assert NEW in me.get(path(mails[NEW])).text  # a program that opens links confirms nothing
    assert signs_in_by(program, OLD, NEW) == [OLD]

    assert me.post(path(mails[NEW])).status_code == 302
    assert signs_in_by(program, OLD, NEW) == [NEW]
    assert me.get("/account/").status_code == 302  # signed out everywhere
    assert letters_go_to(program) == NEW
    with program.database.reading() as reading:
        told = [str(one.payload) for one in reading.scalars(select(JournalEntry))]
    assert not any(address in text for address in (OLD, NEW) for text in told)
    assert me.post(path(mails[NEW])).status_code == 409


def test_the_former_address_stops_it(ask, me, program):
    _, mails = ask()
    assert me.post(path(mails[OLD])).status_code == 302
    assert me.post(path(mails[NEW])).status_code == 410
    assert signs_in_by(program, OLD, NEW) == [OLD]


def test_the_former_address_takes_back_what_was_confirmed(ask, me, program, change, read):
    _, mails = ask()
    change(password="whatever the other one chose")
    with program.database.unit_of_work() as session:
        owner = program.context(
            session, viewer_for(session, account_by_email(session, OLD), program.registry)
        )
        make_token(owner, name="theirs", days=30)
    me.post(path(mails[NEW]))
    assert me.post(path(mails[OLD])).status_code == 302
    assert signs_in_by(program, OLD, NEW) == [OLD]
    assert read(OLD).password is None
    assert letters_go_to(program) == OLD
    with program.database.reading() as session:
        assert session.scalars(select(ApiToken.revoked_at)).one() is not None


def test_passkeys_added_since_the_address_was_asked_for_go_with_it(ask, me, program, read, clock):
    _, mails = ask()
    with program.database.unit_of_work() as session:
        for name, after in (("Mine", timedelta(days=-1)), ("Theirs", timedelta(minutes=1))):
            session.add(
                Passkey(
                    user_id=read(OLD).id, credential_id=name.encode(), public_key=b"k", backup_state=False,
                    device_type="single_device", name=name, usage="first",
                    create_datetime=clock.now() + after, lastuse_datetime=clock.now(),
                )
            )  # fmt: skip
    me.post(path(mails[NEW]))
    me.post(path(mails[OLD]))
    with program.database.reading() as session:
        assert session.scalars(select(Passkey.name)).all() == ["Mine"]


@pytest.mark.parametrize(("began", "left"), [(0, False), (-1, True)], ids=["theirs", "of before"])
def test_an_app_set_since_then_goes_with_it_and_codes_of_any_time(ask, me, program, read, clock, began, left):
    number = read(OLD).id
    set_at = clock.now() + timedelta(minutes=began)
    _, mails = ask()
    with program.database.unit_of_work() as session:
        session.add(SecondFactor(account_id=number, secret="sealed", set_at=set_at, last_step=0))
        session.add(RecoveryCode(account_id=number, digest="d" * 64))
    me.post(path(mails[NEW]))
    me.post(path(mails[OLD]))
    with program.database.reading() as session:
        assert session.scalars(select(RecoveryCode)).all() == []
        assert (session.get(SecondFactor, number).secret is not None) is left
        told = select(JournalEntry.payload).where(JournalEntry.event == "two_factors.taken_back")
        assert session.scalars(told).one() == {"account": number, "app": not left}


def test_whoever_took_an_account_and_moved_it_on_loses_it_all_the_same(ask, me, program):
    _, mails = ask()
    me.post(path(mails[NEW]))
    with program.database.unit_of_work() as session:
        known = signed_in_cookie(session, account_by_email(session, NEW))
    with me.session_transaction() as cookie:
        cookie.update(known)
    _, further = ask("far@away.example")
    me.post(path(further["far@away.example"]))
    assert me.post(path(mails[OLD])).status_code == 302
    assert signs_in_by(program, OLD, NEW, "far@away.example") == [OLD]
    me.post(path(further[NEW]))  # the link by which the other one would take it back
    assert signs_in_by(program, OLD, NEW, "far@away.example") == [OLD]


def test_links_end(ask, me, clock, program):
    _, mails = ask()
    clock.move(hours=25)
    assert me.post(path(mails[NEW])).status_code == 410
    clock.move(days=7)
    assert me.post(path(mails[OLD])).status_code == 410
    assert signs_in_by(program, OLD, NEW) == [OLD]


def test_the_last_wish_counts(ask, me, program):
    _, first = ask()
    _, second = ask("rozenn@all.example")
    assert me.post(path(first[NEW])).status_code == 410
    assert me.post(path(second["rozenn@all.example"])).status_code == 302


def test_an_address_that_is_taken_gets_no_link_and_nobody_is_told(ask, me, program, sign_in):
    sign_in("member", email=OTHER)
    sign_in("member", email="third@example.org")
    free, _ = ask("fourth@example.org")
    taken, mails = ask(OTHER)
    assert (taken.status_code, taken.location) == (free.status_code, free.location)
    assert "/confirm/" not in mails[OTHER].body


def test_a_link_of_one_purpose_is_worth_nothing_for_the_other(ask, me):
    _, mails = ask()
    stop = path(mails[OLD]).rpartition("/")[2]
    assert me.post(f"/account/address/confirm/{stop}").status_code == 404


def test_only_so_many_in_a_day(ask):
    answers = [ask(f"rozenn{number}@example.org")[0].status_code for number in range(6)]
    assert answers == [302] * 5 + [409]


@pytest.mark.both_databases
def test_so_many_also_when_they_come_at_one_moment(program, session, account):
    number = account_by_email(session, account).id
    session.commit()
    start = threading.Barrier(8)

    def ask(place):
        start.wait(10)
        viewer = Viewer(name="", account_id=number, actor_id=None)
        try:
            with program.database.unit_of_work() as own:
                ask_for_address(program.context(own, viewer), email=f"rozenn{place}@example.org")
        except Refused as refusal:
            return refusal.code
        return "sent"

    with ThreadPoolExecutor(8) as hands:
        answers = sorted(hands.map(ask, range(8)))
    assert answers == ["accounts.many_changes"] * 3 + ["sent"] * 5


def test_what_is_over_is_forgotten(ask, session, context):
    ask()
    session.query(AddressChange).update({"asked_at": context.clock.now().replace(year=2020)})
    sweep(context, {})
    assert session.scalars(select(AddressChange)).all() == []
