"""The counts that triggers keep of who attends are what counting anew finds, whatever happened."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import timedelta
from functools import partial

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update

from collegial.assemblies.cli import attendance
from collegial.assemblies.models import (
    Attendance,
    AttendanceCount,
    AttendanceMode,
    Bond,
    RollEntry,
    Standing,
)
from collegial.assemblies.queries.attending import counted_tallies, kept_tallies, miscounted
from collegial.assemblies.services.attending import check_in, check_in_spouse, check_out
from collegial.assemblies.services.blanks import give_blank, revoke_blank
from collegial.assemblies.services.conducting import close_assembly
from collegial.assemblies.services.corresponding import enter_form, withdraw_form
from collegial.assemblies.services.proxies import give_proxy, revoke_proxy
from collegial.assemblies.services.spouses import give_spouse
from collegial.doctor.records import look_at_database
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import DomainError
from collegial.kernel.permissions import program as program_viewer
from collegial.testing.factories import convened, statutes_document

SIZES = {"A": 3, "B": 3}
DOCUMENT = statutes_document(correspondence={"paper_days": 3, "online_hour": 15, "on_arrival": "free"})


def in_room(world, one, _other):
    check_in(world.context, one, mode=AttendanceMode.ROOM)


def remotely(world, one, _other):
    check_in(world.member(one), one, mode=AttendanceMode.REMOTE)


def by_spouse(world, one, _other):
    check_in_spouse(world.context, one)


def leave(world, one, _other):
    check_out(world.context, one)


def name_holder(world, one, other):
    give_proxy(world.context, one, other)


def name_spouse(world, one, _other):
    give_spouse(world.context, one, name="Camille Essai", bond=Bond.SPOUSE)


def leave_to_chair(world, one, _other):
    give_blank(world.context, one)


def take_back(world, one, _other):
    revoke_proxy(world.context, one)


def take_back_from_chair(world, one, _other):
    revoke_blank(world.context, one)


def send_paper(world, one, _other):
    received_on = world.context.clock.now().date() - timedelta(days=5)
    enter_form(world.context, one, {world.assembly.resolutions[0].id: "for"}, received_on=received_on)


def withdraw(world, one, _other):
    withdraw_form(world.context, one)


def correct_mode(world, one, _other):
    stay = Attendance.entry_id == one.id
    world.context.session.execute(update(Attendance).where(stay).values(mode=AttendanceMode.REMOTE))


def strike_out(world, one, _other):
    world.context.session.execute(delete(Attendance).where(Attendance.entry_id == one.id))


ACTS = [
    in_room, remotely, by_spouse, leave, name_holder, name_holder, name_spouse, leave_to_chair, take_back,
    take_back_from_chair, send_paper, withdraw, correct_mode, strike_out,
]  # fmt: skip
WHO = st.integers(0, sum(SIZES.values()) - 1)


@pytest.mark.both_databases
def test_counts_are_what_counting_anew_finds_after_any_acts(context):
    world = convened(context, SIZES, document=DOCUMENT)
    everyone = [one for some in world.entries.values() for one in some]
    session = context.session

    @given(st.lists(st.tuples(st.sampled_from(ACTS), WHO, WHO), min_size=8, max_size=12))
    @example([(act, at % 2, 3 + at % 2) for at, act in enumerate((*ACTS, *ACTS))])
    @settings(
        max_examples=200 if settings.get_current_profile_name() == "long" else 6, deadline=None,
        phases={Phase.explicit, Phase.reuse, Phase.generate}, suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def whatever_happens(acts):
        before = session.begin_nested()
        for act, one, other in acts:
            try:
                with session.begin_nested():
                    act(world, everyone[one], everyone[other])
                    session.flush()
            except DomainError:
                continue
            assert miscounted(session, world.assembly.id) == {}, act
        before.rollback()

    whatever_happens()


def test_a_bulk_of_departures_is_counted(context):
    world = convened(context, SIZES, document=DOCUMENT)
    world.arrive(*world.entries["A"])
    name_holder(world, world.entries["B"][0], world.entries["A"][0])
    world.open()
    close_assembly(context, world.assembly)
    context.session.flush()
    kept = kept_tallies(context.session, world.assembly.id)
    assert kept == counted_tallies(context.session, world.assembly.id)
    assert [asdict(one) for one in kept.values()] == [
        {"members": 3, "room": 0, "remote": 0, "represented": 0, "correspondence": 0}
    ] * 2


@pytest.mark.slow
@pytest.mark.both_databases("postgresql")
def test_counts_hold_when_holders_and_givers_come_and_go_at_once(program, context):
    world = convened(context, {"A": 6, "B": 6}, document=DOCUMENT)
    a, b = ([one.id for one in world.entries[key]] for key in "AB")
    context.session.commit()

    def act(what, one, other=None):
        try:
            with program.database.unit_of_work() as session:
                there = program.context(session, program_viewer("test"))
                entries = [session.get(RollEntry, each) for each in (one, other) if each]
                what(there, *entries)
        except DomainError:
            return

    come = partial(check_in, mode=AttendanceMode.ROOM)
    scripts = [
        [(come, a[at]) for at in range(6)] + [(check_out, a[at]) for at in range(0, 6, 2)],  # holders
        [(give_proxy, b[at], a[at]) for at in range(6)] + [(revoke_proxy, b[at]) for at in range(3)],
        [(come, b[at]) for at in range(6)] + [(check_out, b[at]) for at in range(6)],  # givers
        [(give_blank, b[at]) for at in range(5, -1, -1)] + [(come, a[at]) for at in range(5, -1, -1)],
    ]

    def play(script):
        for step in script:
            act(*step)

    with ThreadPoolExecutor(len(scripts)) as hands:
        list(hands.map(play, scripts))
    with program.database.reading() as session:
        assert miscounted(session, world.assembly.id) == {}
        shards = session.scalar(select(func.count()).select_from(AttendanceCount))
    assert shards > len(SIZES)  # nobody waited for a row that all write


def test_counts_written_by_hand_are_found_and_repaired(app, program, context, session):
    world = convened(context, SIZES, document=DOCUMENT)
    a, b = world.entries["A"], world.entries["B"]
    world.arrive(a[0])
    give_proxy(context, b[0], a[0])
    leave_to_chair(world, b[1], None)
    before = kept_tallies(session, world.assembly.id)
    session.execute(delete(Standing).where(Standing.entry_id == b[0].id))
    session.execute(update(AttendanceCount).values(room=AttendanceCount.room + 1))
    session.commit()

    with app.app_context():
        assert any(one.about == "attendance" and one.gravity for one in look_at_database(program))
    obj, run = ScriptInfo(create_app=lambda: app), CliRunner().invoke
    found = run(attendance, ["verify"], obj=obj)
    assert (found.exit_code, found.output.count("Assembly")) == (1, 2)
    assert run(attendance, ["verify", "--repair"], obj=obj).exit_code == 1
    assert run(attendance, ["verify"], obj=obj).exit_code == 0
    session.expire_all()
    assert kept_tallies(session, world.assembly.id) == before
    world.arrive(a[1])  # what was repaired goes on being kept
    assert miscounted(session, world.assembly.id) == {}


def test_a_stay_left_open_after_the_end_is_found_and_ended_then(app, program, context, session):
    world = convened(context, SIZES, document=DOCUMENT)
    world.arrive(*world.entries["A"])
    world.open()
    close_assembly(context, world.assembly)
    late = world.entries["B"][0]
    session.add(Attendance(entry_id=late.id, mode=AttendanceMode.ROOM, arrived_at=world.assembly.closed_at))
    session.commit()

    with app.app_context():
        (found,) = [one for one in look_at_database(program) if one.about == "attendance"]
    assert f"assembly {world.assembly.id}, which is over" in str(found.found)
    obj, run = ScriptInfo(create_app=lambda: app), CliRunner().invoke
    told = run(attendance, ["verify"], obj=obj)
    assert told.exit_code == 1
    assert "1 stay in it was never ended" in told.output
    assert run(attendance, ["verify", "--repair"], obj=obj).exit_code == 1
    assert run(attendance, ["verify"], obj=obj).exit_code == 0
    stay = session.scalars(select(Attendance).where(Attendance.entry_id == late.id)).one()
    session.refresh(stay)
    assert stay.left_at == world.assembly.closed_at
    last = session.scalars(select(JournalEntry).order_by(JournalEntry.sequence.desc())).first()
    assert (last.event, last.by) == ("assemblies.departed", "collegial attendance verify")
    assert last.payload["entry"] == late.id
