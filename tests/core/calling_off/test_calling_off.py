"""A convened assembly that is called off, put off or moved: each rule, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from collegial.assemblies.calendars import calendar_of
from collegial.assemblies.models import (
    AssemblyKind,
    AssemblyState,
    Attendance,
    AttendanceMode,
    ChangeKind,
    ChangeLetter,
    Invitation,
    Mandate,
)
from collegial.assemblies.queries.agenda import documents_of
from collegial.assemblies.queries.attending import live_proxy_of
from collegial.assemblies.queries.changing import changes_of
from collegial.assemblies.queries.meetings import first_of, replaced_by, replacement_of, second_of
from collegial.assemblies.services.agenda import edit_resolution
from collegial.assemblies.services.attending import check_in
from collegial.assemblies.services.conducting import declare_inquorate, open_assembly
from collegial.assemblies.services.documents import add_document, remove_document
from collegial.assemblies.services.preparing import convene, convene_again, prepare_assembly
from collegial.assemblies.services.proxies import give_proxy
from collegial.calling_off import services
from collegial.calling_off.queries import given_for, letters_to_post, telling_of
from collegial.calling_off.services import call_off, move, note_posted, put_off, replace
from collegial.files.rules import Upload
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.outbox import OutboxMessage
from collegial.statutes.rules import Convocation
from collegial.testing.factories import convened

pytestmark = pytest.mark.both_databases
WHY = "La salle a brûlé."
PDF = b"%PDF-1.7\n%rapport\n"


@pytest.fixture
def world(context):
    """Give an assembly that is convened for today."""
    return convened(context, {"A": 4, "B": 4, "C": 4})


def refused(code, act, *arguments, kind=Refused, **named):
    with pytest.raises(kind) as caught:
        act(*arguments, **named)
    assert caught.value.code == code


def later(context, days=40):
    return context.clock.now() + timedelta(days=days)


def test_calling_off_ends_the_assembly_with_its_reason(context, session, world):
    made = call_off(context, world.assembly, reason=f"  {WHY} ")
    assert world.assembly.state is AssemblyState.CALLED_OFF
    assert (made.number, made.kind, made.reason) == (1, ChangeKind.CALLED_OFF, WHY)


def test_each_who_was_convened_gets_a_letter_by_the_way_of_the_convocation(context, session, world):
    mailed = session.scalars(select(Invitation).order_by(Invitation.id).limit(5)).all()
    for one in mailed:
        one.channel = "mail"
    made = call_off(context, world.assembly, reason=WHY)
    told = telling_of(session, made.id)
    assert (told.mailed, told.to_mail, told.posted, told.to_post) == (0, 5, 0, 7)
    (promised,) = session.scalars(select(OutboxMessage).where(OutboxMessage.task == services.SEND))
    entries = [session.get(ChangeLetter, number).entry_id for number in promised.payload["letters"]]
    assert entries == [one.entry_id for one in mailed]


@pytest.mark.parametrize("reason", ["", "   ", "x" * 2001])
def test_a_reason_is_needed(context, world, reason):
    refused("calling_off.no_reason", call_off, context, world.assembly, reason=reason, kind=Invalid)
    assert world.assembly.state is AssemblyState.CONVENED


def test_only_what_is_convened_and_not_opened_is_called_off(context, world):
    draft = prepare_assembly(
        context, kind=AssemblyKind.ORDINARY, title="AGO", starts_at=later(context), place="Rennes"
    )
    refused("calling_off.not_now", call_off, context, draft, reason=WHY)
    world.open()
    refused("calling_off.not_now", call_off, context, world.assembly, reason=WHY)
    declare_inquorate(context, world.assembly)
    refused("calling_off.not_now", call_off, context, world.assembly, reason=WHY)


def test_it_is_called_off_once(context, session, world):
    call_off(context, world.assembly, reason=WHY)
    refused("calling_off.not_now", call_off, context, world.assembly, reason=WHY)
    assert len(changes_of(session, world.assembly.id)) == 1


def test_who_convenes_calls_off(as_role, world):
    member = as_role("member")
    refused("permission.missing", call_off, member, world.assembly, reason=WHY, kind=Forbidden)


def test_nothing_can_be_done_in_it_any_more(context, world):
    giver, holder = world.entries["A"][:2]
    call_off(context, world.assembly, reason=WHY)
    refused("attendance.not_held", check_in, context, giver, mode=AttendanceMode.ROOM)
    with pytest.raises(Refused):
        give_proxy(context, giver, holder)
    refused(
        "assemblies.not_convened",
        open_assembly,
        context,
        world.assembly,
        chair="A",
        scrutineers="B, C",
        secretary="D",
    )


def test_who_checked_in_goes_home_and_proxies_stay_as_they_were(context, session, world):
    giver, holder, here = world.entries["A"][:3]
    world.arrive(here)
    give_proxy(context, giver, holder)
    call_off(context, world.assembly, reason=WHY)
    assert session.scalar(select(func.count()).where(Attendance.left_at.is_(None))) == 0
    assert live_proxy_of(session, giver.id) is not None
    assert given_for(session, world.assembly.id).proxies == 1


NOW = "'2026-01-01 00:00:00'"
ROLL = "FROM roll_entry GROUP BY assembly_id"
STAY = f"INSERT INTO attendance (entry_id, mode, arrived_at) SELECT min(id), 'room', {NOW} {ROLL}"
PROXY_COLUMNS = "assembly_id, kind, giver_id, holder_id, slot, cap, given_at, on_paper, for_pair"
PROXY = f"SELECT assembly_id, 'proxy', min(id), max(id), 1, 1, {NOW}, false, false {ROLL}"
QUESTION = f"SELECT assembly_id, min(id), '?', {NOW} {ROLL}"
BREACHES = [
    ("UPDATE assembly SET state = 'convened' WHERE state = 'called_off'", "called off stays so"),
    ("UPDATE assembly SET title = 'x' WHERE state = 'called_off'", "called off stays so"),
    (STAY, "not held"),
    (f"INSERT INTO mandate ({PROXY_COLUMNS}) {PROXY}", "not held"),
    (f"INSERT INTO written_question (assembly_id, entry_id, text, asked_at) {QUESTION}", "not held"),
    ("UPDATE assembly_change SET reason = 'x'", "written once"),
    ("DELETE FROM assembly_change", "written once"),
]


def test_the_database_holds_it(context, session, world, let_through):
    call_off(context, world.assembly, reason=WHY)
    session.flush()
    assert let_through(BREACHES) == []


def test_the_database_calls_off_what_is_convened_alone(context, session, world):
    world.open()
    session.flush()
    with pytest.raises(DatabaseError, match="not yet opened"), session.begin_nested():
        session.execute(text("UPDATE assembly SET state = 'called_off'"))


def test_only_what_was_called_off_is_replaced_in_the_database_too(context, session, world):
    other = prepare_assembly(
        context, kind=AssemblyKind.MIXED, title="AG", starts_at=later(context), place="Rennes"
    )
    session.flush()
    with pytest.raises(DatabaseError, match="replaces one that was called off"), session.begin_nested():
        session.execute(
            text("UPDATE assembly SET replaces_id = :old WHERE id = :new"),
            {"old": world.assembly.id, "new": other.id},
        )


def test_putting_off_prepares_another_with_the_same_agenda(context, session, world):
    new = put_off(context, world.assembly, reason=WHY, starts_at=later(context))
    assert (world.assembly.state, new.state) == (AssemblyState.CALLED_OFF, AssemblyState.DRAFT)
    assert [one.title for one in new.resolutions] == [one.title for one in world.assembly.resolutions]
    assert replaced_by(session, new) is world.assembly
    assert replacement_of(session, world.assembly) is new


def test_putting_off_to_a_day_that_is_past_changes_nothing(context, session, world):
    with session.begin_nested() as attempt:
        refused(
            "assemblies.past",
            put_off,
            context,
            world.assembly,
            kind=Invalid,
            reason=WHY,
            starts_at=context.clock.now(),
        )
        attempt.rollback()
    session.refresh(world.assembly)
    assert world.assembly.state is AssemblyState.CONVENED


def test_it_is_replaced_later_and_once(context, world):
    refused("calling_off.not_called_off", replace, context, world.assembly, starts_at=later(context))
    call_off(context, world.assembly, reason=WHY)
    replace(context, world.assembly, starts_at=later(context))
    refused("calling_off.replaced", replace, context, world.assembly, starts_at=later(context))


def test_the_new_one_needs_its_whole_notice(context, world):
    new = put_off(context, world.assembly, reason=WHY, starts_at=later(context, days=3))
    refused("assemblies.too_late", convene, context, new)


@pytest.mark.parametrize("is_same", [True, False])
def test_proxies_hold_where_the_agenda_is_the_same(context, session, world, is_same):
    giver, holder = world.entries["A"][:2]
    give_proxy(context, giver, holder)
    new = put_off(context, world.assembly, reason=WHY, starts_at=later(context))
    if not is_same:
        (one,) = new.resolutions
        edit_resolution(context, one, title=one.title, text="Un autre texte.", kind=one.kind, is_backed=True)
    convene(context, new)
    carried = session.scalars(
        select(Mandate.giver_id).where(Mandate.assembly_id == new.id, Mandate.giver_id != Mandate.holder_id)
    ).all()
    assert len(carried) == is_same


@pytest.fixture
def second(context, world):
    """Give a second convocation that is convened."""
    world.open()
    declare_inquorate(context, world.assembly)
    made = convene_again(context, world.assembly, starts_at=later(context))
    convene(context, made)
    return made


def test_a_second_convocation_that_is_put_off_stays_one(context, session, world, second):
    new = put_off(context, second, reason=WHY, starts_at=later(context, days=60))
    assert new.convocation is Convocation.SECOND
    assert first_of(session, new) is world.assembly
    assert second_of(session, world.assembly) is new


def test_a_second_convocation_that_is_called_off_can_be_prepared_anew(context, session, world, second):
    call_off(context, second, reason=WHY)
    again = convene_again(context, world.assembly, starts_at=later(context, days=60))
    assert second_of(session, world.assembly) is again


def moved(context, meeting, **changes):
    wanted = {
        "starts_at": meeting.starts_at + timedelta(hours=1), "place": "Autre salle", "online_address": None,
        "reason": WHY,
    }  # fmt: skip
    return move(context, meeting, **(wanted | changes))


def test_the_hour_and_the_place_change_on_the_same_day(context, world):
    before = world.assembly.starts_at
    made = moved(context, world.assembly)
    assert (made.kind, made.former_start, made.former_place) == (ChangeKind.MOVED, before, "Rennes")
    assert (world.assembly.starts_at, world.assembly.place) == (before + timedelta(hours=1), "Autre salle")
    assert world.assembly.state is AssemblyState.CONVENED


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("calling_off.another_day", {"starts_at": timedelta(days=1)}),
        ("calling_off.past", {"starts_at": timedelta(minutes=-1)}),
        ("calling_off.no_place", {"place": " "}),
        ("calling_off.no_reason", {"reason": " "}),
    ],
)
def test_what_needs_a_new_convocation_is_no_move(context, world, code, changes):
    if "starts_at" in changes:
        changes = {"starts_at": world.assembly.starts_at + changes["starts_at"]}
    refused(code, moved, context, world.assembly, kind=Invalid, **changes)


def test_a_move_that_changes_nothing_is_refused(context, world):
    context.clock.move(days=-1)
    starts = world.assembly.starts_at
    refused(
        "calling_off.nothing", moved, context, world.assembly, kind=Invalid, starts_at=starts, place="Rennes"
    )


def test_letters_are_noted_once(context, session, world):
    made = call_off(context, world.assembly, reason=WHY)
    numbers = [one.id for one in session.scalars(letters_to_post(made.id))]
    assert note_posted(context, made, numbers[:10]) == 10
    assert note_posted(context, made, numbers) == 2
    assert note_posted(context, made, numbers) == 0


def test_calendars_hear_of_each_change(context, session, world):
    address = "https://example.org/assemblies/1"

    def lines():
        session.flush()
        return calendar_of(
            world.assembly, changes_of(session, world.assembly.id), address=address, organiser="Pays"
        ).decode().splitlines()  # fmt: skip

    assert {"SEQUENCE:0", f"UID:{address}"} <= set(lines())
    assert "STATUS:CANCELLED" not in lines()
    moved(context, world.assembly)
    assert {"SEQUENCE:1", f"UID:{address}"} <= set(lines())
    call_off(context, world.assembly, reason=WHY)
    assert {"SEQUENCE:2", "STATUS:CANCELLED", f"UID:{address}"} <= set(lines())


def test_the_documents_come_along_each_at_its_item(context, session, world):
    first = world.assembly.items[0]
    add_document(
        context, world.assembly, Upload(name="rapport.pdf", content=PDF), title="Rapport", item=first
    )
    add_document(context, world.assembly, Upload(name="budget.pdf", content=PDF), title="Budget")
    new = put_off(context, world.assembly, reason=WHY, starts_at=later(context))

    copies = documents_of(session, new.id)
    assert [(one.title, one.item_id) for one in copies] == [("Rapport", new.items[0].id), ("Budget", None)]
    assert {one.file.digest for one in copies} == {
        one.file.digest for one in documents_of(session, world.assembly.id)
    }
    remove_document(context, copies[0])
    assert len(documents_of(session, world.assembly.id)) == 2
