"""A result of a secret vote that says how each one voted is told as such; that of an open vote is not."""

from fractions import Fraction

import pytest

from collegial.assemblies.queries.meetings import rules_for
from collegial.assemblies.services.voting import NewOption, NewVoting, choose_voting
from collegial.hooks.voting import Tally
from collegial.testing.factories import convened, statutes_document
from collegial.votes.asking import asked
from collegial.votes.electing import Counted
from collegial.votes.models import Secrecy
from collegial.votes.queries import colleges_with_ids
from collegial.votes.rules import CollegeSums, voted_alike
from collegial.votes.services import open_vote
from collegial.votes.services.closing import seal_elections
from collegial.votes.services.secrecy import end_vote, mark_secret

ALIKE = "chose the same: this result says how each of them voted"


@pytest.mark.parametrize(
    ("votes", "is_alike"),
    [
        ({"for_": 5}, True),
        ({"against": 1}, True),
        ({"abstain": 7}, True),
        ({"blank": 2}, True),
        ({"void": 2}, True),
        ({"for_": 5, "blank": 1}, False),
        ({"for_": 3, "against": 3}, False),
        ({}, False),  # nobody voted: nothing is told of anybody
    ],
)
def test_all_who_voted_chose_the_same(votes, is_alike):
    sums = CollegeSums(key="A", name="A", weight=Fraction(1), members=9, attending=9, **votes)

    assert voted_alike(sums) is is_alike


@pytest.fixture
def opened(context):
    """Give a function that opens a vote on one resolution, of which all members attend."""

    def hold(sizes, secrecy, **how):
        world = convened(context, sizes, **how)
        world.arrive(*(one for many in world.entries.values() for one in many))
        world.open()
        if secrecy is Secrecy.SECRET:
            mark_secret(context, world.assembly, world.assembly.resolutions)
        world.vote = open_vote(context, world.assembly, world.assembly.resolutions, secrecy=secrecy)
        world.vote.closed_at = context.clock.now()
        return world

    return hold


@pytest.fixture
def page(session, client, sign_in):
    """Give a function that reads the page of results as a member."""

    def read(world):
        reader, vote = (
            next(iter(world.entries.values()))[0].voter_id,
            world.vote.id,
        )  # read before the session ends
        session.commit()
        client.set_cookie("locale", "en")
        sign_in("member", actor_id=reader)
        return client.get(f"/votes/{vote}/results").get_data(as_text=True)

    return read


@pytest.fixture
def results(context, session, opened, page):
    """Give a function that ends a vote with the votes of each college, and reads the page of its results."""

    def ended(said, *, secrecy=Secrecy.SECRET, **how):
        world = opened({key: sum(votes.values()) for key, votes in said.items()}, secrecy, **how)
        rules = rules_for(session, world.assembly, context.zone)
        sums = [
            CollegeSums(
                key=rule.key, name=rule.name, weight=rule.weight, members=9, attending=9,
                **said.get(rule.key, {}),
            )
            for rule, _ids in colleges_with_ids(session, rules)
        ]  # fmt: skip
        end_vote(context, world.vote, {world.vote.questions[0].id: sums})
        return page(world)

    return ended


def test_each_college_that_voted_alike_is_named(results):
    found = results({"A": {"for_": 3}, "B": {"for_": 1, "against": 2}, "C": {"blank": 2}})

    assert f"In each of the colleges Collège A and Collège C, everybody who voted {ALIKE}" in found


def test_one_college_that_voted_alike_is_named(results):
    found = results({"A": {"against": 3}, "B": {"for_": 1, "against": 2}})

    assert f"Everybody who voted in the college Collège A {ALIKE}" in found


def test_without_colleges_all_are_meant(results):
    found = results({"all": {"for_": 3}}, document=statutes_document({}))

    assert f"Everybody who voted {ALIKE}" in found


@pytest.mark.parametrize("votes", [{"for_": 2, "against": 1}, {"for_": 2, "blank": 1}])
def test_a_result_that_tells_nobody_apart_is_left_alone(results, votes):
    assert "A unanimous result" not in results({"A": votes})


def test_an_open_vote_says_how_each_one_voted_anyway(results):
    assert "A unanimous result" not in results({"A": {"for_": 3}}, secrecy=Secrecy.OPEN)


@pytest.mark.parametrize(("votes", "is_said"), [(3, True), (2, False)])
def test_an_election_in_which_every_paper_names_the_same(context, session, opened, page, votes, is_said):
    def elect(meeting):
        names = [NewOption(name=one) for one in ("Denis", "Eve")]
        choose_voting(context, meeting.resolutions[0], NewVoting(method="core.plurality", options=names))

    world = opened({"A": 3}, Secrecy.SECRET, prepare=elect)
    asks = asked(session, context.methods, world.vote.questions)
    end_vote(context, world.vote, {})
    tally = Tally(elected=(2,), votes={2: votes})
    counted = Counted(tally=tally, members=3, attending=3, papers=3, void=0)
    seal_elections(context, asks, {world.vote.questions[0].id: counted})

    assert ("Every paper names Eve: this result says so of everybody who voted" in page(world)) is is_said
