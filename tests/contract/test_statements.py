"""The pages of an assembly take as many SQL statements for ten times the rows."""

from datetime import timedelta

import pytest

from collegial.actors.models import Actor, ActorKind
from collegial.assemblies.models import (
    AgendaItem,
    Assembly,
    AssemblyKind,
    AssemblyState,
    Mandate,
    MandateKind,
    Resolution,
    RollEntry,
)
from collegial.kernel.chain import GENESIS
from collegial.membership.models import Member
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import convened
from collegial.votes.models import Choice, Question, SessionState, VoteSession
from collegial.votes.services import cast_vote, close_vote, open_vote


@pytest.fixture
def world(context, session):
    """Give an assembly whose first vote is counted and whose second is open; committed."""
    world = convened(context, {"A": 2}, kinds=(DecisionKind.ORDINARY,) * 2)
    world.arrive(*world.entries["A"])
    world.open()
    first, second = world.assembly.resolutions
    counted = open_vote(context, world.assembly, [first])
    vote_for(context, counted, world.own(world.entries["A"][0]))
    close_vote(context, counted.id)
    world.vote = open_vote(context, world.assembly, [second])
    vote_for(context, world.vote, world.own(world.entries["A"][0]))
    session.commit()
    return world


def vote_for(context, vote, mandate):
    cast_vote(context, vote.id, mandate, {question.id: Choice.FOR for question in vote.questions})


def grow(context, world, times=10):
    """Give the reader ten times the voting rights, used; the assembly ten times the agenda and the votes."""
    for number in range(3, 3 + times):
        entry = add_entry(context, world, number)
        mandate = Mandate(
            assembly_id=world.assembly.id, kind=MandateKind.OWN, giver_id=entry.id, holder_id=entry.id,
            given_at=context.clock.now(),
        )  # fmt: skip
        context.session.add(mandate)
        context.session.flush()
        world.arrive(entry)
        vote_for(context, world.vote, mandate)
        add_counted_vote(context, world, number)
    context.session.commit()


def add_entry(context, world, number):
    """Let the first voter represent one more organisation."""
    known = world.entries["A"][0]
    actor = Actor(kind=ActorKind.ORGANISATION, name=f"Structure {number}", created_at=context.clock.now())
    member = Member(number=number, actor=actor, admitted_on=context.clock.now().date())
    context.session.add(member)
    context.session.flush()
    entry = RollEntry(
        assembly_id=world.assembly.id, member_id=member.id, actor_id=actor.id, voter_id=known.voter_id,
        college_id=known.college_id, member_number=number, name=f"Membre {number}",
    )  # fmt: skip
    context.session.add(entry)
    context.session.flush()
    return entry


def add_counted_vote(context, world, number):
    now = context.clock.now()
    item = AgendaItem(assembly_id=world.assembly.id, position=number, title=f"Point {number}")
    resolution = Resolution(
        assembly_id=world.assembly.id,
        number=number,
        title="…",
        text="…",
        kind=DecisionKind.ORDINARY,
        item=item,
    )
    context.session.add(
        VoteSession(
            assembly_id=world.assembly.id, state=SessionState.CLOSED, opened_at=now, closed_at=now, board_head=GENESIS,
            questions=[Question(resolution=resolution, position=1, method="core.for_against", method_revision=1)],
        )
    )  # fmt: skip


PAGES = [
    "/assemblies/{assembly}",
    "/assemblies/{assembly}/screen",
    "/votes/{vote}/board",
    "/assemblies/",
    "/",
]


@pytest.mark.parametrize(
    ("role", "pages"), [("member", PAGES), ("staff", [*PAGES, "/assemblies/{assembly}/desk?q=Membre"])]
)
def test_ten_times_the_rows_take_no_more_statements(
    world, context, sign_in, statements_of, pages, role, lift_guards
):
    def taken():
        return {
            page: statements_of(page.format(assembly=world.assembly.id, vote=world.vote.id)) for page in pages
        }

    sign_in(role, actor_id=world.entries["A"][0].voter_id)
    taken()  # the first answers also read what the process then remembers
    few = taken()

    lift_guards()  # the roll of an opened assembly never grows, save for this comparison
    grow(context, world)
    taken()

    assert taken() == few


def test_the_results_of_many_resolutions_take_no_more_statements(context, session, sign_in, statements_of):
    votes = []
    world = convened(context, {"A": 2}, kinds=(DecisionKind.ORDINARY,) * 11)
    world.arrive(*world.entries["A"])
    world.open()
    first, *others = world.assembly.resolutions
    for resolutions in ([first], others):
        vote = open_vote(context, world.assembly, resolutions)
        vote_for(context, vote, world.own(world.entries["A"][0]))
        close_vote(context, vote.id)
        votes.append(vote.id)
    session.commit()
    sign_in("member")
    few, many = votes
    statements_of(f"/votes/{few}/results")

    assert statements_of(f"/votes/{many}/results") == statements_of(f"/votes/{few}/results")


def test_the_home_page_does_not_grow_with_the_assemblies(context, session, sign_in, statements_of):
    sign_in("member")
    add_assemblies(context, 2)
    statements_of("/")
    few = statements_of("/")

    add_assemblies(context, 20)

    assert statements_of("/") == few


def add_assemblies(context, times):
    context.session.add_all(
        Assembly(
            kind=AssemblyKind.ORDINARY, title="AGO", starts_at=context.clock.now() + timedelta(days=30),
            place="Rennes", state=AssemblyState.CONVENED,
        )
        for _ in range(times)
    )  # fmt: skip
    context.session.commit()
