"""Convening, attending, proxies, opening and ending: each rule, on both databases."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from collegial.assemblies.models import (
    AssemblyKind,
    AssemblyState,
    Attendance,
    AttendanceMode,
    Invitation,
    Mandate,
    MandateKind,
    QuorumRecord,
    RollEntry,
)
from collegial.assemblies.queries.attending import (
    attendance_by_college,
    entries_named,
    live_proxy_of,
    quorum_of,
)
from collegial.assemblies.queries.meetings import legal_dates, rules_for
from collegial.assemblies.rules import DateKey
from collegial.assemblies.services.attending import check_in, check_out
from collegial.assemblies.services.conducting import close_assembly, declare_inquorate, open_assembly
from collegial.assemblies.services.giving import Wanted, give
from collegial.assemblies.services.preparing import (
    add_item,
    add_resolution,
    convene,
    convene_again,
    prepare_assembly,
)
from collegial.assemblies.services.proxies import give_proxy, revoke_proxy
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.outbox import OutboxMessage
from collegial.statutes.rules import Convocation, DecisionKind
from collegial.testing.factories import convened, found

pytestmark = pytest.mark.both_databases

ZONE = "Europe/Paris"
SIZES = {"A": 2, "B": 8, "C": 5, "D": 5}


@pytest.fixture
def world(context):
    return convened(context, SIZES)


def count(session, table):
    return session.scalar(select(func.count()).select_from(table))


def refused(code, act, *arguments, kind=Refused, **named):
    with pytest.raises(kind) as caught:
        act(*arguments, **named)
    assert caught.value.code == code


def draft(context, days):
    found(context, SIZES)
    meeting = prepare_assembly(
        context,
        kind=AssemblyKind.ORDINARY,
        title="AGO",
        starts_at=context.clock.now() + timedelta(days=days),
        place="Rennes",
    )
    item = add_item(context, meeting, title="Comptes")
    add_resolution(context, meeting, title="Comptes", text="…", kind=DecisionKind.ORDINARY, item=item)
    return meeting


def test_convening_fixes_the_roll_the_own_mandates_and_the_invitations(world, session):
    assert world.assembly.state is AssemblyState.CONVENED
    assert [count(session, table) for table in (RollEntry, Mandate, Invitation)] == [20, 20, 20]


def test_the_last_day_to_convene_is_the_notice_before_the_day(context):
    convene(context, draft(context, 15))


def test_convening_later_needs_a_reason_that_is_kept(context, session):
    meeting = draft(context, 14)

    refused("assemblies.too_late", convene, context, meeting)
    assert (meeting.state, count(session, RollEntry)) == (AssemblyState.DRAFT, 0)

    convene(context, meeting, late_reason="Urgence reconnue par le conseil")
    assert meeting.late_reason == "Urgence reconnue par le conseil"


def test_an_empty_agenda_is_not_convened(context):
    found(context, SIZES)
    meeting = prepare_assembly(
        context,
        kind=AssemblyKind.ORDINARY,
        title="AGO",
        starts_at=context.clock.now() + timedelta(days=30),
        place="Rennes",
    )
    refused("assemblies.nothing_to_decide", convene, context, meeting)


def test_an_assembly_needs_statutes_in_force(context):
    meeting = prepare_assembly(
        context,
        kind=AssemblyKind.ORDINARY,
        title="AGO",
        starts_at=context.clock.now() + timedelta(days=30),
        place="Rennes",
    )
    add_resolution(context, meeting, title="Comptes", text="…", kind=DecisionKind.ORDINARY)
    refused("assemblies.no_statutes", convene, context, meeting)


def test_an_ordinary_assembly_takes_no_extraordinary_decision(context):
    meeting = draft(context, 30)
    with pytest.raises(Invalid) as caught:
        add_resolution(context, meeting, title="Statuts", text="…", kind=DecisionKind.EXTRAORDINARY)
    assert caught.value.code == "assemblies.wrong_kind"


def test_a_convened_agenda_is_the_one_that_was_sent(world):
    refused("assemblies.already_convened", add_item, world.context, world.assembly, title="Un point de plus")
    refused("assemblies.already_convened", convene, world.context, world.assembly)


def test_arrivals_and_departures_keep_their_times(world, session, clock):
    entry = world.entries["A"][0]
    world.arrive(entry)
    clock.move(minutes=30)
    check_out(world.context, entry)

    stay = session.scalars(select(Attendance)).one()
    assert stay.left_at - stay.arrived_at == timedelta(minutes=30)
    refused("attendance.not_in", check_out, world.context, entry)


def test_nobody_is_in_twice(world, session):
    entry = world.entries["A"][0]
    world.arrive(entry)

    refused("attendance.already_in", check_in, world.context, entry, mode=AttendanceMode.REMOTE)
    assert count(session, Attendance) == 1


def test_a_member_checks_in_for_oneself_only(world, session):
    mine, other = world.entries["A"]

    refused(
        "attendance.not_yours",
        check_in,
        world.member(mine),
        other,
        mode=AttendanceMode.REMOTE,
        kind=Forbidden,
    )
    check_in(world.member(mine), mine, mode=AttendanceMode.REMOTE)
    assert count(session, Attendance) == 1


def test_the_quorum_counts_each_right_once_by_its_way_of_attending(world, session):
    room, remote, giver, absent_holder_giver = world.entries["B"][:4]
    world.arrive(room)
    check_in(world.member(remote), remote, mode=AttendanceMode.REMOTE)
    give_proxy(world.context, giver, room)
    give_proxy(world.context, absent_holder_giver, world.entries["B"][5])

    rules = rules_for(session, world.assembly, ZONE)
    b = next(one for one in attendance_by_college(session, world.assembly, rules) if one.key == "B")
    assert (b.members, b.present, b.remote, b.represented) == (8, 1, 1, 1)
    verdict = quorum_of(world.context, world.assembly, DecisionKind.ORDINARY)
    assert (verdict.count, verdict.needed, verdict.reached) == (3, 4, False)


def test_a_holder_who_leaves_no_longer_represents(world, session):
    holder, giver = world.entries["B"][:2]
    world.arrive(holder)
    give_proxy(world.context, giver, holder)
    check_out(world.context, holder)

    assert quorum_of(world.context, world.assembly, DecisionKind.ORDINARY).count == 0


def test_a_proxy_over_the_cap_is_refused(world, session):
    holder, *givers = world.entries["B"][:4]
    give_proxy(world.context, givers[0], holder)
    give_proxy(world.context, givers[1], holder)

    refused("proxy.cap", give_proxy, world.context, givers[2], holder)
    assert live_proxy_of(session, givers[2].id) is None


def test_a_place_freed_under_the_cap_can_be_taken_again(world):
    holder, *givers = world.entries["B"][:4]
    give_proxy(world.context, givers[0], holder)
    second = give_proxy(world.context, givers[1], holder)
    revoke_proxy(world.context, givers[0])

    third = give_proxy(world.context, givers[2], holder)
    assert sorted((second.slot, third.slot)) == [1, 2]


def test_chains_second_proxies_and_oneself_are_refused(world):
    one, two, three = world.entries["B"][:3]
    refused("proxy.self", give_proxy, world.context, one, one)
    give_proxy(world.context, one, two)
    refused("proxy.already_given", give_proxy, world.context, one, three)
    refused("proxy.chain", give_proxy, world.context, two, three)
    refused("proxy.chain", give_proxy, world.context, three, one)


def test_a_proxy_is_given_and_taken_back_by_its_giver_only(world):
    one, two, three = world.entries["B"][:3]
    refused("proxy.not_yours", give_proxy, world.member(three), one, two, kind=Forbidden)
    give_proxy(world.member(one), one, two)
    refused("proxy.not_yours", revoke_proxy, world.member(three), one, kind=Forbidden)
    revoke_proxy(world.member(one), one)
    refused("proxy.none", revoke_proxy, world.member(one), one)


def test_whoever_is_present_votes_in_person(world):
    one, two = world.entries["B"][:2]
    world.arrive(one)
    refused("proxy.giver_present", give_proxy, world.context, one, two)


def test_the_arrival_of_the_giver_ends_the_proxy(world, session):
    one, two = world.entries["B"][:2]
    give_proxy(world.context, one, two)
    world.arrive(one)
    assert live_proxy_of(session, one.id) is None


def test_the_assembly_opens_at_its_hour_with_a_bureau(context, session):
    world = convened(context, SIZES)
    context.clock.move(hours=-1)
    refused("assemblies.before_hour", world.open)
    context.clock.move(hours=1)
    refused(
        "assemblies.no_bureau",
        open_assembly,
        context,
        world.assembly,
        chair="",
        scrutineers="x",
        secretary="y",
        kind=Invalid,
    )
    alone = {"chair": "a", "scrutineers": "S. Seul, s. seul", "secretary": "c"}
    refused("assemblies.few_scrutineers", open_assembly, context, world.assembly, **alone, kind=Invalid)
    world.open()
    assert world.assembly.state is AssemblyState.OPEN
    assert count(session, QuorumRecord) == 1
    refused("assemblies.not_convened", world.open)


def test_one_scrutineer_of_a_company_that_needs_two_opens_with_a_reason_for_the_minutes(context):
    world = convened(context, SIZES)
    open_assembly(
        context, world.assembly, chair="a", scrutineers="S. Seul", secretary="c", why_few=" Nobody accepted. "
    )
    assert world.assembly.few_scrutineers == "Nobody accepted."


def test_a_second_convocation_needs_a_first_that_missed_its_quorum(world, clock):
    later = clock.now() + timedelta(days=15)
    refused("assemblies.first_not_failed", convene_again, world.context, world.assembly, starts_at=later)

    world.open()
    declare_inquorate(world.context, world.assembly)
    second = convene_again(world.context, world.assembly, starts_at=later)

    assert second.convocation is Convocation.SECOND
    assert [one.title for one in second.resolutions] == ["Résolution 1"]
    refused("assemblies.second_exists", convene_again, world.context, world.assembly, starts_at=later)
    convene(world.context, second)
    refused("assemblies.first_not_failed", convene_again, world.context, second, starts_at=later)
    verdict = quorum_of(world.context, second, DecisionKind.ORDINARY)
    assert (verdict.needed, verdict.reached) == (0, True)


def test_a_proxy_holds_for_the_second_convocation_unless_its_giver_came(world, session, clock):
    absent, present, holder = world.entries["B"][:3]
    for giver in (absent, present):
        give_proxy(world.context, giver, holder)
    world.arrive(present)
    world.open()
    declare_inquorate(world.context, world.assembly)

    second = convene_again(world.context, world.assembly, starts_at=clock.now() + timedelta(days=15))
    convene(world.context, second)

    carried = session.scalars(
        select(Mandate).where(Mandate.assembly_id == second.id, Mandate.kind == MandateKind.PROXY)
    ).all()
    assert [(one.giver.name, one.holder.name) for one in carried] == [(absent.name, holder.name)]
    assert live_proxy_of(session, carried[0].giver_id) is carried[0]


def test_an_assembly_with_quorum_is_not_declared_without(world):
    world.arrive(*world.entries["B"][:4])
    world.open()
    refused("assemblies.quorate", declare_inquorate, world.context, world.assembly)
    assert world.assembly.state is AssemblyState.OPEN


def test_closing_sends_everyone_home(world, session):
    world.arrive(*world.entries["B"][:4])
    world.open()
    close_assembly(world.context, world.assembly, debate="Un débat")

    session.expire_all()
    assert [stay.left_at is not None for stay in session.scalars(select(Attendance))] == [True] * 4
    refused("attendance.not_held", check_in, world.context, world.entries["A"][0], mode=AttendanceMode.ROOM)
    refused("assemblies.not_open", close_assembly, world.context, world.assembly)


def test_members_without_the_right_do_not_conduct(world):
    member = world.member(world.entries["A"][0])
    refused(
        "permission.missing",
        open_assembly,
        member,
        world.assembly,
        chair="a",
        scrutineers="b",
        secretary="c",
        kind=Forbidden,
    )


def test_the_legal_dates_name_their_rule(context):
    meeting = draft(context, 30)
    today = context.clock.now().date()
    dates = {one.key: one for one in legal_dates(context.session, meeting, ZONE, today)}
    last, day = dates[DateKey.SENDING], dates[DateKey.MEETING]
    assert (last.days_left, day.days_left) == (15, 30)
    assert str(last.rule) == "The statutes ask for 15 days of notice."


@pytest.mark.parametrize(("days", "late"), [(15, 0), (14, 1), (3, 12)])
def test_what_was_sent_after_its_last_day_is_told_as_late(context, days, late):
    meeting = draft(context, days)
    convene(context, meeting, late_reason="Panne de courriel." if late else None)
    today = context.clock.now().date()
    context.session.execute(update(Invitation).values(sent_at=context.clock.now()))

    (sending,) = [
        one for one in legal_dates(context.session, meeting, ZONE, today) if one.key is DateKey.SENDING
    ]

    assert (sending.is_done, sending.days_late) == (True, late)


def test_an_entry_is_found_by_number_or_by_whole_name(world, session):
    entry = world.entries["B"][0]
    for wanted in (str(entry.member_number), entry.name.upper()):
        for whole in (True, False):
            assert [one.id for one in entries_named(session, world.assembly.id, wanted, whole=whole)] == [
                entry.id
            ]
    assert len(entries_named(session, world.assembly.id, "Membre")) > 1
    assert entries_named(session, world.assembly.id, entry.name[1:]) == [entry]
    assert entries_named(session, world.assembly.id, entry.name[1:], whole=True) == []


def test_a_name_of_nobody_and_one_of_several_are_told_apart(world):
    holder, *_ = world.entries["B"]
    giver = world.entries["A"][0]
    for by, wanted, told in (
        (world.member(giver), "Bastien", "Nobody on the roll of this assembly answers to that."),
        (world.member(giver), "Membre B", "More than one member on the roll answers to that."),
        (world.context, "Membre B", f"such as {holder.name} ({holder.member_number}), "),
    ):
        with pytest.raises(Invalid, match=re.escape(told)) as refused:
            give(by, giver, Wanted(holder=wanted))
        assert (refused.value.code, refused.value.field) == ("proxy.unknown_holder", "holder")
    assert give(world.member(giver), giver, Wanted(holder=holder.name)).holder is holder


def test_only_those_with_an_address_are_mailed(context, session):
    world = convened(context, {"A": 2, "B": 2, "C": 2})
    assert not [
        one for one in session.scalars(select(OutboxMessage.task)) if one.startswith("assemblies.send")
    ]
    assert {one.channel for one in session.scalars(select(Invitation))} == {"post"}
    assert world.assembly.convened_at is not None


def test_a_mixed_assembly_convenes_again_for_the_part_that_missed_its_quorum(context, clock):
    world = convened(context, SIZES, kinds=(DecisionKind.ORDINARY, DecisionKind.EXTRAORDINARY))
    world.arrive(*world.entries["B"][:4])  # 4 of 20: the fifth that ordinary decisions need, not the quarter
    world.open()
    close_assembly(world.context, world.assembly)

    second = convene_again(world.context, world.assembly, starts_at=clock.now() + timedelta(days=15))

    assert [one.kind for one in second.resolutions] == [DecisionKind.EXTRAORDINARY]
    assert [one.title for one in second.items] == ["Point 2"]


def test_an_assembly_that_decided_everything_is_not_convened_again(world, clock):
    world.arrive(*world.entries["B"][:4])
    world.open()
    close_assembly(world.context, world.assembly)
    refused(
        "assemblies.first_not_failed",
        convene_again,
        world.context,
        world.assembly,
        starts_at=clock.now() + timedelta(days=15),
    )
