"""What the desk sends later keeps its time, is entered once, and what does not fit is shown, not lost."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from collegial.assemblies.links import link_to
from collegial.assemblies.models import Attendance, Invitation, RollEntry
from collegial.assemblies.queries.attending import current_stay
from collegial.assemblies.services.attending import check_out
from collegial.assemblies.services.conducting import close_assembly
from collegial.desk.models import DeskEntry, Move
from collegial.desk.queries import to_settle
from collegial.desk.rules import code_of
from collegial.desk.services import Sent, settle, take_entry
from collegial.kernel.errors import Forbidden
from collegial.records import verifier
from collegial.records.services import record_of
from collegial.testing.factories import convened
from collegial.votes.models import Choice
from collegial.votes.services import cast_vote, close_vote, open_vote

KEY = "0123456789abcdef-{}"


@pytest.fixture
def world(context):
    return convened(context, {"A": 4, "B": 3, "C": 2, "D": 1})


def sent(number, move=Move.IN, minutes=0.0):
    return Sent(key=KEY.format(number), move=move, age=timedelta(minutes=minutes))


def test_what_is_sent_later_keeps_its_own_time_and_says_so(world, context, session, clock):
    entry = world.entries["A"][0]
    came = clock.now()
    clock.move(minutes=12)

    take_entry(context, entry, sent(1, minutes=12))

    stay = current_stay(session, entry.id)
    assert (stay.arrived_at, stay.arrival_entered_at) == (came, clock.now())


def test_what_is_sent_at_once_is_not_called_late(world, context, session, clock):
    entry = world.entries["A"][0]

    take_entry(context, entry, sent(1, minutes=0.1))

    stay = current_stay(session, entry.id)
    assert (stay.arrived_at, stay.arrival_entered_at) == (clock.now(), None)


def test_the_same_entry_sent_again_is_the_first(world, context, session):
    entry = world.entries["A"][0]

    first = take_entry(context, entry, sent(1, minutes=5))

    assert take_entry(context, entry, sent(1, minutes=9)) is first
    assert session.scalar(select(func.count()).select_from(Attendance)) == 1


@pytest.mark.both_databases
def test_the_same_key_from_many_hands_enters_once(program, context, session, world):
    entry_id = world.entries["A"][0].id
    session.commit()

    def send(_hand):
        with program.database.unit_of_work() as own:
            taken = take_entry(
                program.context(own, context.by), own.get_one(RollEntry, entry_id), sent(1, minutes=5)
            )
            return taken.id, taken.refusal

    with ThreadPoolExecutor(8) as hands:
        answers = set(hands.map(send, range(16)))

    assert len(answers) == 1
    assert {refusal for _, refusal in answers} == {None}
    with program.database.reading() as own:
        assert own.scalar(select(func.count()).select_from(DeskEntry)) == 1
        assert own.scalar(select(func.count()).select_from(Attendance)) == 1


def test_a_late_departure_closes_the_stay_at_its_own_time(world, context, session, clock):
    entry = world.entries["A"][0]
    take_entry(context, entry, sent(1))
    clock.move(minutes=20)
    left = clock.now()
    clock.move(minutes=10)

    take_entry(context, entry, sent(2, Move.OUT, minutes=10))

    stay = session.scalars(select(Attendance)).one()
    assert (stay.left_at, stay.departure_entered_at) == (left, clock.now())


@pytest.mark.parametrize(
    ("move", "minutes", "refusal"),
    [
        (Move.IN, 3, "attendance.already_in"),
        (Move.OUT, 30, "attendance.came_later"),
    ],
)
def test_what_does_not_fit_waits_for_the_staff(world, context, session, clock, move, minutes, refusal):
    entry = world.entries["A"][0]
    clock.move(hours=1)
    take_entry(context, entry, sent(1))
    clock.move(minutes=5)

    taken = take_entry(context, entry, sent(2, move, minutes=minutes))

    assert taken.refusal == refusal
    assert to_settle(session, world.assembly.id) == [taken]
    settle(context, taken)
    assert to_settle(session, world.assembly.id) == []
    assert taken.settled_by == context.by.name


def test_an_arrival_before_a_departure_that_is_known_does_not_fit(world, context, session, clock):
    entry = world.entries["A"][0]
    world.arrive(entry)
    clock.move(minutes=10)
    check_out(context, entry)
    clock.move(minutes=10)

    assert take_entry(context, entry, sent(1, minutes=15)).refusal == "attendance.left_later"
    assert take_entry(context, entry, sent(2, minutes=5)).refusal is None


def test_what_comes_after_the_end_is_kept_and_shown(world, context, session, clock):
    world.arrive(*(one for many in world.entries.values() for one in many[1:]))
    world.open()
    close_assembly(context, world.assembly)
    clock.move(minutes=5)

    taken = take_entry(context, world.entries["A"][0], sent(1, minutes=15))

    assert taken.refusal == "attendance.not_held"
    assert to_settle(session, world.assembly.id) == [taken]


def test_what_is_refused_at_once_is_said_at_once_and_waits_for_nobody(world, context, session):
    entry = world.entries["A"][0]
    world.arrive(entry)

    assert take_entry(context, entry, sent(1)).refusal == "attendance.already_in"
    assert to_settle(session, world.assembly.id) == []


def test_members_do_not_keep_the_desk(world):
    entry = world.entries["A"][0]
    with pytest.raises(Forbidden):
        take_entry(world.member(entry), entry, sent(1))


def test_a_record_with_late_entries_verifies(world, context, clock):
    late, *others = world.entries["A"]
    world.arrive(*others, *world.entries["B"], *world.entries["C"])
    came = clock.now()
    clock.move(minutes=10)
    world.open()  # the quorum of this moment does not know of the arrival that waits
    clock.move(minutes=10)
    take_entry(context, late, sent(1, minutes=20))
    vote = open_vote(context, world.assembly, world.assembly.resolutions)
    cast_vote(context, vote.id, world.own(late), {one.id: Choice.FOR for one in vote.questions})
    close_vote(context, vote.id)
    close_assembly(context, world.assembly)

    record = record_of(context, world.assembly)

    assert came.isoformat() in record.decode()
    assert list(verifier.verify(record))


@pytest.fixture
def desk(client, world, session, sign_in):
    """Give the address of the desk's entries for a signed-in keeper, and one entry's number and name."""
    entry, meeting = world.entries["A"][0], world.assembly.id
    number, name = entry.id, entry.name
    session.commit()
    client.set_cookie("locale", "en")
    sign_in("staff")
    return f"/desk/{meeting}/entries", number, name, meeting


def test_an_entry_is_taken_over_http_and_answered_twice_alike(client, desk):
    address, number, name, _ = desk
    form = {"key": KEY.format(1), "entry": number, "move": "in", "age": "700.5"}

    first = client.post(address, data=form)

    assert first.json == {"fits": True, "late": True, "text": f"{name} is checked in."}
    assert client.post(address, data=form).json == first.json


@pytest.mark.parametrize(
    "wrong",
    [{"key": "short"}, {"entry": "x"}, {"move": "away"}, {"age": "-1"}, {"age": "nan"}, {"age": "90000"}],
)
def test_an_entry_that_cannot_be_read_is_refused(client, desk, wrong):
    address, number, *_ = desk
    answer = client.post(
        address, data={"key": KEY.format(1), "entry": number, "move": "in", "age": "1"} | wrong
    )
    assert answer.status_code == 422
    assert answer.json["text"]


def test_what_does_not_fit_stands_on_the_desk_until_it_is_seen_to(client, desk):
    address, number, name, meeting = desk
    for key in (1, 2):
        client.post(address, data={"key": KEY.format(key), "entry": number, "move": "in", "age": "700"})

    page = client.get(f"/assemblies/{meeting}/desk").text
    assert "already checked in" in page
    action = re.search(rf'action="({address}/\d+/settle)"', page)[1]
    assert client.post(action).status_code == 302
    assert "already checked in" not in client.get(f"/assemblies/{meeting}/desk").text
    assert "entered late" in client.get(f"/assemblies/{meeting}/desk", query_string={"q": name}).text


def test_the_roll_of_the_day_holds_what_the_desk_needs_and_no_link(app, client, desk, program):
    _, number, name, meeting = desk
    with program.database.reading() as session, app.test_request_context():
        link = link_to(session.scalars(select(Invitation).where(Invitation.entry_id == number)).one())
    token = link.rsplit("/", 1)[1]

    answer = client.get(f"/desk/{meeting}/roll.json")

    assert [number, 1, name, "Collège A", "", code_of(token)] in answer.json["people"]
    assert token not in answer.text
    assert answer.json["over"] is False


def test_the_attendance_sheet_tells_the_times_and_what_came_late(client, desk):
    address, number, name, meeting = desk
    client.post(address, data={"key": KEY.format(1), "entry": number, "move": "in", "age": "700"})

    sheet = client.get(f"/assemblies/{meeting}/attendance/export.csv").data.decode("utf-8-sig").splitlines()

    assert sheet[0].split(";")[4:7] == ["In", "Out", "Arrival entered late, at"]
    line = sheet[1].split(";")
    assert line[1] == name
    assert line[4]
    assert line[5] == ""
    assert line[6] > line[4]


def test_the_worker_speaks_for_the_desk_alone_and_the_desk_may_use_the_camera(client, desk):
    *_, meeting = desk
    worker = client.get("/desk/worker.js")
    assert worker.headers["Service-Worker-Allowed"] == "/assemblies/"
    assert "javascript" in worker.content_type
    assert "camera=(self)" in client.get(f"/assemblies/{meeting}/desk").headers["Permissions-Policy"]
    assert "camera=()" in client.get(f"/assemblies/{meeting}").headers["Permissions-Policy"]
