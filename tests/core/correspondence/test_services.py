"""Forms from the convocation to the count: quorum, proxies, arrival, board, record."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from collegial.assemblies.models import CorrespondenceForm
from collegial.assemblies.queries.attending import attendance_by_college
from collegial.assemblies.queries.corresponding import live_form_of
from collegial.assemblies.queries.meetings import rules_for
from collegial.assemblies.services.attending import check_out
from collegial.assemblies.services.conducting import close_assembly, declare_inquorate
from collegial.assemblies.services.corresponding import enter_form, send_form, withdraw_form
from collegial.assemblies.services.preparing import convene, convene_again
from collegial.assemblies.services.proxies import give_proxy
from collegial.kernel.errors import DomainError
from collegial.records import verifier
from collegial.records.services import record_of
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import World, _entries, convened, statutes_document
from collegial.votes import queries
from collegial.votes.models import Choice, Origin, SignOff
from collegial.votes.results import results_of
from collegial.votes.services import cast_vote, close_vote, open_vote

SIZES = {"A": 4, "B": 4, "C": 4, "D": 4}
BOUND = {"paper_days": 3, "online_hour": 15, "on_arrival": "bound"}


def prepared(context, clock, on_arrival="bound"):
    """Return an assembly of two resolutions, five days before its day: forms may still be sent."""
    document = statutes_document(correspondence={**BOUND, "on_arrival": on_arrival})
    world = convened(context, SIZES, kinds=(DecisionKind.ORDINARY, DecisionKind.ORDINARY), document=document)
    clock.move(days=-5)
    return world


@pytest.fixture
def world(context, clock):
    return prepared(context, clock)


def refusal(code, act, *arguments, **more):
    with pytest.raises(DomainError) as caught:
        act(*arguments, **more)
    assert caught.value.code == code


def answers(world, *choices):
    return {one.id: choice for one, choice in zip(world.assembly.resolutions, choices)}


def send(world, entry, *choices):
    return send_form(world.member(entry), entry, answers(world, *choices))


def attending(world):
    session, meeting = world.context.session, world.assembly
    found = attendance_by_college(session, meeting, rules_for(session, meeting, "Europe/Paris"))
    return {one.key: (one.present, one.represented, one.correspondence) for one in found}


def opened(world, clock, *present):
    clock.move(days=5)
    world.arrive(*present)
    world.open()
    return open_vote(world.context, world.assembly, world.assembly.resolutions)


def line_of(world, vote, entry):
    return world.context.session.scalars(
        select(SignOff).where(SignOff.session_id == vote.id, SignOff.giver_id == entry.id)
    ).one()


@pytest.mark.both_databases
def test_forms_enter_the_board_when_the_vote_closes_and_the_record_verifies(world, clock, session):
    a, b = world.entries["A"], world.entries["B"]
    send(world, a[0], "for", "against")
    enter_form(world.context, b[0], answers(world, "against"), received_on=clock.now().date())
    give_proxy(world.context, a[0], a[1])
    give_proxy(world.context, b[0], b[1])  # absent: the form counts all the same
    vote = opened(world, clock, a[1], a[2], b[2])
    assert attending(world) == {"A": (2, 0, 1), "B": (1, 0, 1), "C": (0, 0, 0), "D": (0, 0, 0)}

    paper = dict.fromkeys([one.id for one in vote.questions], Choice.FOR)
    cast_vote(world.member(a[1]), vote.id, world.own(a[1]), paper)
    close_vote(world.context, vote.id)

    first, second = results_of(session, vote, "Europe/Paris")
    assert [(one.for_, one.against, one.abstain, one.attending) for one in first.sums[:2]] == [
        (2, 0, 0, 3), (0, 1, 0, 2),
    ]  # fmt: skip
    # B's form says nothing on the second resolution: no vote cast
    assert [(one.for_, one.against, one.abstain) for one in second.sums[:2]] == [(1, 1, 0), (0, 0, 1)]
    assert line_of(world, vote, b[0]).origin is Origin.FORM
    assert queries.verify_board(session, vote) is None
    close_assembly(world.context, world.assembly)
    said = list(verifier.verify(record_of(world.context, world.assembly)))
    assert "2 forms" in " ".join(said)


def test_a_proxy_is_used_subject_to_the_form(world, clock):
    giver, holder = world.entries["A"][:2]
    send(world, giver, "against")
    mandate = give_proxy(world.context, giver, holder)
    vote = opened(world, clock, holder, *world.entries["B"])
    first, second = [one.id for one in vote.questions]
    member = world.member(holder)

    refusal(
        "votes.against_form", cast_vote, member, vote.id, mandate, {first: Choice.FOR, second: Choice.FOR}
    )
    line = cast_vote(member, vote.id, mandate, {second: Choice.FOR})
    assert cast_vote(member, vote.id, mandate, {second: Choice.FOR}).digest == line.digest

    assert line.origin is Origin.FORM_AND_PROXY
    assert queries.choices_of(world.context.session, vote.id, giver.id) == {
        first: Choice.AGAINST, second: Choice.FOR,
    }  # fmt: skip
    close_vote(world.context, vote.id)
    close_assembly(world.context, world.assembly)
    list(verifier.verify(record_of(world.context, world.assembly)))


def test_who_comes_after_all_is_bound_or_free_as_the_statutes_say(context, clock):
    world = prepared(context, clock, "bound")
    entry = world.entries["A"][0]
    send(world, entry, "for", "for")
    vote = opened(world, clock, entry, *world.entries["B"])
    paper = dict.fromkeys([one.id for one in vote.questions], Choice.AGAINST)

    assert attending(world)["A"] == (1, 0, 0)
    refusal("votes.by_form", cast_vote, world.member(entry), vote.id, world.own(entry), paper)
    close_vote(context, vote.id)
    assert queries.choices_of(context.session, vote.id, entry.id)[vote.questions[0].id] == Choice.FOR


def test_a_free_member_votes_in_person(context, clock):
    world = prepared(context, clock, "free")
    entry = world.entries["A"][0]
    send(world, entry, "for", "for")
    vote = opened(world, clock, entry, *world.entries["B"])
    paper = dict.fromkeys([one.id for one in vote.questions], Choice.AGAINST)

    assert live_form_of(context.session, entry.id) is None
    cast_vote(world.member(entry), vote.id, world.own(entry), paper)
    close_vote(context, vote.id)
    close_assembly(context, world.assembly)
    list(verifier.verify(record_of(context, world.assembly)))


def test_what_stops_a_form(world, clock):
    mine, other = world.entries["A"][:2]
    refusal("correspondence.not_yours", send_form, world.member(mine), other, answers(world, "for"))
    refusal("correspondence.empty", send, world, mine)
    refusal("correspondence.empty", send_form, world.member(mine), mine, {0: "for"})
    send(world, mine, "for")
    today = clock.now().date()
    refusal(
        "correspondence.already", enter_form, world.context, mine, answers(world, "for"), received_on=today
    )
    send(world, mine, "against")  # a second one replaces the first
    assert live_form_of(world.context.session, mine.id).answers == {
        str(world.assembly.resolutions[0].id): "against"
    }
    withdraw_form(world.member(mine), mine)
    refusal("correspondence.no_form", withdraw_form, world.member(mine), mine)
    enter_form(world.context, mine, answers(world, "for"), received_on=today)
    refusal("correspondence.on_paper", send, world, mine, "for")
    refusal("correspondence.not_yours", withdraw_form, world.member(mine), mine)

    clock.move(days=4, hours=12)
    refusal("correspondence.online_late", send, world, other, "for")
    clock.move(hours=12)
    world.arrive(other)
    refusal(
        "correspondence.present", enter_form, world.context, other, answers(world, "for"), received_on=today
    )
    check_out(world.context, other)
    world.open()
    refusal(
        "correspondence.not_now", enter_form, world.context, other, answers(world, "for"), received_on=today
    )


def test_a_form_holds_for_the_second_convocation(context, clock):
    world = convened(context, SIZES, kinds=(DecisionKind.EXTRAORDINARY,))
    clock.move(days=-5)
    entry = world.entries["A"][0]
    form = enter_form(context, entry, answers(world, "against"), received_on=clock.now().date())
    clock.move(days=5)
    world.open()
    declare_inquorate(context, world.assembly)
    second = convene_again(context, world.assembly, starts_at=clock.now() + timedelta(days=20))
    convene(context, second)
    clock.move(days=20)
    again = World(context=context, assembly=second, entries=_entries(context, second))

    carried = live_form_of(context.session, again.entries["A"][0].id)
    assert (carried.received_on, list(carried.answers.values())) == (form.received_on, ["against"])
    again.arrive(*again.entries["B"])
    again.open()
    close_vote(context, open_vote(context, second, second.resolutions).id)
    close_assembly(context, second)
    assert "The 1 forms" in " ".join(verifier.verify(record_of(context, second)))


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "act",
    [
        "UPDATE correspondence_form SET received_on = '2020-01-01'",
        "UPDATE correspondence_form SET digest = 'x'",
        "DELETE FROM correspondence_form",
    ],
)
def test_the_database_keeps_a_form_as_it_came(world, session, act):
    send(world, world.entries["A"][0], "for")
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(text(act))
    assert session.scalars(select(CorrespondenceForm)).one().answers
