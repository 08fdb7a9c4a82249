"""The room beside those who vote online: lists, totals, pauses, and nobody twice, on both databases."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from collegial.assemblies.models import AttendanceMode
from collegial.assemblies.services.attending import check_in, check_out
from collegial.assemblies.services.conducting import close_assembly
from collegial.assemblies.services.proxies import give_proxy
from collegial.kernel.errors import DomainError, Invalid
from collegial.minutes.queries import facts_of
from collegial.minutes.services import establish_minutes
from collegial.records import verifier
from collegial.records.services import record_of
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import convened
from collegial.votes import queries
from collegial.votes.models import Choice, RoomWay
from collegial.votes.origins import origins_of
from collegial.votes.results import results_of
from collegial.votes.rules import RoomSums, check_room_sums
from collegial.votes.services import cast_vote, close_vote, open_vote
from collegial.votes.services.pausing import pause_vote, resume_vote
from collegial.votes.services.room import count_room, open_room, room_limits

SIZES = {"A": 4, "B": 4, "C": 4, "D": 4}


@pytest.fixture
def world(context):
    """Give an assembly with three of each college in the room, and a fourth of A online."""
    world = convened(context, SIZES, kinds=(DecisionKind.ORDINARY, DecisionKind.ORDINARY))
    for college in world.entries.values():
        world.arrive(*college[:3])
    check_in(context, world.entries["A"][3], mode=AttendanceMode.REMOTE)
    give_proxy(context, world.entries["B"][3], world.entries["B"][0])  # represented in the room
    give_proxy(context, world.entries["C"][3], world.entries["A"][3])  # represented from afar
    world.open()
    world.vote = open_vote(context, world.assembly, world.assembly.resolutions)
    return world


def refusal(code, act, *arguments, **more):
    with pytest.raises(DomainError) as caught:
        act(*arguments, **more)
    assert caught.value.code == code
    return caught.value


def cast(world, entry, choice=Choice.FOR, mandate=None):
    paper = dict.fromkeys([one.id for one in world.vote.questions], choice)
    return cast_vote(world.member(entry), world.vote.id, mandate or world.own(entry), paper)


def counted(**colleges):
    names = ("for_", "against", "abstain", "blank", "void")
    return {key: RoomSums(**dict(zip(names, figures))) for key, figures in colleges.items()}


@pytest.mark.both_databases
def test_hands_are_added_to_the_votes_online_and_the_record_verifies(world, session, context):
    a, b, vote = world.entries["A"], world.entries["B"], world.vote
    cast(world, a[0])
    cast(world, a[3], Choice.AGAINST)
    open_room(context, vote.id, RoomWay.HANDS)
    assert room_limits(context, vote) == {"A": 2, "B": 4, "C": 3, "D": 3}
    first, second = vote.questions
    count_room(context, vote.id, first, counted(A=(0, 0), B=(4,)))  # corrected below
    count_room(context, vote.id, first, counted(A=(1, 1), B=(2, 1, 0, 0, 1), C=(0, 3), D=(1, 0, 1, 1)))
    count_room(context, vote.id, second, counted(A=(0,), B=(0,), C=(0,), D=(0,)))
    check_out(context, b[1])  # has voted by hand, and leaves
    close_vote(context, vote.id)

    one, other = results_of(session, vote, "Europe/Paris")
    sums = [(it.for_, it.against, it.abstain, it.blank, it.void, it.attending) for it in one.sums]
    assert sums == [(2, 2, 0, 0, 0, 4), (2, 1, 0, 0, 1, 4), (0, 3, 0, 0, 0, 4), (1, 0, 1, 1, 0, 3)]
    assert [(it.for_, it.against) for it in other.sums] == [(1, 1), (0, 0), (0, 0), (0, 0)]
    came = origins_of(session, vote)[first.id]
    assert [(it.origin.value, it.votes) for it in came] == [("online", 2), ("hands", 12)]
    assert queries.verify_board(session, vote) is None
    close_assembly(context, world.assembly)
    list(verifier.verify(record_of(context, world.assembly)))


@pytest.mark.both_databases
def test_nobody_votes_twice_online_and_in_the_room(world, session, context):
    a, vote = world.entries["A"], world.vote
    line = cast(world, a[0])
    found = open_room(context, vote.id, RoomWay.PAPER)
    refusal("votes.in_room", cast, world, a[1])
    assert cast(world, a[0]).digest == line.digest  # the receipt is given again
    refusal("votes.nobody_in_room", open_room, context, vote.id, RoomWay.PAPER)
    cast(world, a[3])  # online, from afar

    for act in (
        f"INSERT INTO vote_room_right (session_id, entry_id, list_id) VALUES ({vote.id}, {a[0].id}, {found.id})",
        "UPDATE vote_room_list SET way = 'hands'",
        "DELETE FROM vote_room_right",
    ):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text(act))


def test_to_be_listed_for_the_room_is_not_to_vote(world, session, context, client, sign_in):
    vote = world.vote
    cast(world, world.entries["A"][0])
    open_room(context, vote.id, RoomWay.PAPER)
    session.commit()
    client.set_cookie("locale", "en")
    sign_in("staff")

    def asked():
        return " ".join(client.get(f"/votes/{vote.id}/close").text.split())

    before = queries.turnout(session, vote.id)
    assert (before.cast, before.counted, before.used) == (1, 0, 1)
    assert "Everyone who attends has voted." not in asked()
    for question in vote.questions:
        count_room(context, vote.id, question, counted(A=(1,), B=(2, 1)))
    session.commit()
    after = queries.turnout(session, vote.id)
    assert (after.counted, after.used, after.listed > after.counted) == (4, 5, True)
    for words in (
        "5 voting rights were used.",
        f"{after.listed} voting rights are listed",
        "Closed now, 5 voting",
    ):
        assert words in asked()


def test_who_comes_later_is_added_to_the_list(world, context):
    late, vote = world.entries["D"][3], world.vote
    open_room(context, vote.id, RoomWay.HANDS)
    world.arrive(late)
    open_room(context, vote.id, RoomWay.HANDS)
    assert room_limits(context, vote)["D"] == 4


def test_what_stops_a_list_or_a_count(world, context):
    vote = world.vote
    first, second = vote.questions
    refusal("votes.no_room", count_room, context, vote.id, first, counted(A=(1,)))
    open_room(context, vote.id, RoomWay.HANDS)
    refusal("votes.room_too_many", count_room, context, vote.id, first, counted(A=(2, 2)))
    count_room(context, vote.id, first, counted(A=(1,)))
    assert refusal("votes.room_not_counted", close_vote, context, vote.id)
    count_room(context, vote.id, second, counted(A=(1,)))
    close_vote(context, vote.id)
    refusal("votes.not_open", count_room, context, vote.id, first, counted(A=(1,)))
    refusal("votes.not_open", open_room, context, vote.id, RoomWay.HANDS)


@pytest.mark.parametrize(
    ("sums", "code", "field"),
    [
        (counted(A=(3, 2)), "votes.room_too_many", "A"),
        (counted(A=(0, 0, 0, 0, 5)), "votes.room_too_many", "A"),
        (counted(B=(1,)), "votes.room_too_many", "B"),
        (counted(A=(-1, 2)), "votes.room_negative", "A"),
        (counted(X=(1,)), "votes.room_college", None),
    ],
)
def test_totals_never_exceed_the_rights_in_the_room(sums, code, field):
    with pytest.raises(Invalid) as caught:
        check_room_sums(sums, {"A": 4, "B": 0})
    assert (caught.value.code, caught.value.field) == (code, field)
    check_room_sums(counted(A=(2, 2), B=(0,)), {"A": 4, "B": 0})


def test_a_pause_keeps_what_was_cast_and_lets_nobody_cast(world, session, context, clock):
    a, vote = world.entries["A"], world.vote
    line = cast(world, a[0])
    refusal("votes.not_paused", resume_vote, context, vote.id)
    pause_vote(context, vote.id)
    refusal("votes.not_running", pause_vote, context, vote.id)
    refusal("votes.paused", cast, world, a[1])
    assert cast(world, a[0]).digest == line.digest
    clock.move(minutes=3)
    resume_vote(context, vote.id)
    cast(world, a[1])
    pause_vote(context, vote.id)
    close_vote(context, vote.id)  # out of a pause
    assert (vote.paused_at, results_of(session, vote, "Europe/Paris")[0].sums[0].for_) == (None, 2)
    close_assembly(context, world.assembly)
    list(verifier.verify(record_of(context, world.assembly)))


def test_the_minutes_say_where_the_votes_came_from(world, session, context):
    vote = world.vote
    cast(world, world.entries["A"][0])
    open_room(context, vote.id, RoomWay.PAPER)
    for question in vote.questions:
        count_room(context, vote.id, question, counted(A=(1,), B=(2, 1)))
    close_vote(context, vote.id)
    close_assembly(context, world.assembly)
    minutes = establish_minutes(context, world.assembly)

    facts = facts_of(session, minutes, None, "Europe/Paris", "")
    assert [one.came for one in facts.resolutions] == [(("online", 1), ("paper", 4))] * 2
