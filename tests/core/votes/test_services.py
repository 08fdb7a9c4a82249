"""Casting, closing, counting: each refusal changes nothing, on both databases."""

from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from collegial.assemblies.models import AssemblyKind, AttendanceMode, Mandate, RollEntry
from collegial.assemblies.queries.attending import current_stay
from collegial.assemblies.services.attending import check_in, check_out
from collegial.assemblies.services.conducting import close_assembly
from collegial.assemblies.services.preparing import add_item, add_resolution, convene, prepare_assembly
from collegial.assemblies.services.proxies import give_proxy
from collegial.kernel.chain import GENESIS
from collegial.kernel.errors import DomainError, Forbidden, Invalid, Refused
from collegial.membership.models import Member
from collegial.membership.services import leave
from collegial.statutes.rules import Carry, DecisionKind
from collegial.testing.factories import convened, statutes_document
from collegial.votes import queries
from collegial.votes.models import Ballot, Choice, SessionState, SignOff
from collegial.votes.results import results_of
from collegial.votes.services import cast_vote, check_presence, close_vote, open_next_vote, open_vote
from collegial.votes.trying import Trial

pytestmark = pytest.mark.both_databases

SIZES = {"A": 4, "B": 4, "C": 4, "D": 4}


@pytest.fixture
def world(context):
    world = convened(context, SIZES, kinds=(DecisionKind.ORDINARY, DecisionKind.EXTRAORDINARY))
    world.arrive(*(entry for college in world.entries.values() for entry in college[:2]))
    world.open()
    return world


@pytest.fixture
def vote(world):
    return open_vote(world.context, world.assembly, world.assembly.resolutions)


def answers(vote, choice=Choice.FOR):
    return {question.id: choice for question in vote.questions}


def cast(world, vote, entry, choice=Choice.FOR):
    return cast_vote(world.member(entry), vote.id, world.own(entry), answers(vote, choice))


def rows(session):
    return [session.scalar(select(func.count()).select_from(table)) for table in (SignOff, Ballot)]


def refusal(code, act, *arguments, kind=Refused):
    with pytest.raises(kind) as caught:
        act(*arguments)
    assert caught.value.code == code
    return caught.value


def test_a_cast_writes_the_sign_off_a_ballot_per_resolution_and_the_board(world, vote, session):
    line = cast(world, vote, world.entries["A"][0])

    assert rows(session) == [1, 2]
    assert (line.sequence, line.previous) == (1, GENESIS)
    assert (vote.board_length, vote.board_head) == (1, line.digest)
    assert queries.verify_board(session, vote) is None


def test_the_board_tells_choices_in_the_order_of_the_questions_however_they_are_stored(world, vote, session):
    entry, asked = world.entries["A"][0], [one.id for one in vote.questions]
    cast_vote(world.member(entry), vote.id, world.own(entry), dict.fromkeys(reversed(asked), Choice.FOR))

    [line] = queries.board(session, vote.id)
    assert list(line.choices) == asked


def test_the_same_ballot_sent_twice_gives_the_same_receipt(world, vote, session):
    first = cast(world, vote, world.entries["A"][0])
    again = cast(world, vote, world.entries["A"][0])

    assert again.digest == first.digest
    assert rows(session) == [1, 2]


def test_voting_twice_otherwise_is_refused(world, vote, session):
    cast(world, vote, world.entries["A"][0])

    refusal("votes.already_voted", cast, world, vote, world.entries["A"][0], Choice.AGAINST)
    assert rows(session) == [1, 2]


@pytest.mark.both_databases
def test_another_ones_right_cannot_be_used(world, vote, session):
    mine, other = world.entries["A"][:2]

    refusal(
        "votes.not_yours",
        cast_vote,
        world.member(mine),
        vote.id,
        world.own(other),
        answers(vote),
        kind=Forbidden,
    )
    strange = answers(vote) | {max(answers(vote)) + 1000: Choice.FOR}
    refusal(
        "votes.incomplete", cast_vote, world.member(mine), vote.id, world.own(mine), strange, kind=Invalid
    )
    assert rows(session) == [0, 0], "neither by another's right, nor to the question of another vote"


def test_only_those_who_attend_can_vote(world, vote, session):
    refusal("votes.not_here", cast, world, vote, world.entries["A"][3])
    assert rows(session) == [0, 0]


def test_a_member_who_left_votes_no_more_and_nobody_votes_for_it(world, vote, session, program):
    here, away, holder = world.entries["A"][0], world.entries["A"][2], world.entries["B"][0]
    proxy = give_proxy(world.context, away, holder)
    for one in (here, away):
        # found with its actor, as pages find it: an outer join that PostgreSQL does not lock
        known = session.scalars(
            select(Member)
            .where(Member.id == one.member_id)
            .options(joinedload(Member.actor))
            .execution_options(populate_existing=True)
        ).one()
        leave(world.context, known, left_on=world.context.today)
    refusal("votes.no_member", cast, world, vote, here)
    refusal("votes.no_member", cast_vote, world.member(holder), vote.id, proxy, answers(vote))
    refusal("assemblies.no_member", check_presence, world.context, world.own(here))
    refusal("assemblies.no_member", give_proxy, world.context, here, holder)

    session.commit()
    program.drain()
    session.expire_all()
    assert proxy.revoked_at is not None
    assert current_stay(session, here.id) is None
    with pytest.raises(Refused, match=r"assemblies\.no_member"):
        check_in(world.context, here, mode=AttendanceMode.ROOM)


def test_every_resolution_needs_an_answer(world, vote, session):
    entry = world.entries["A"][0]
    partial = dict(list(answers(vote).items())[:1])

    refusal(
        "votes.incomplete", cast_vote, world.member(entry), vote.id, world.own(entry), partial, kind=Invalid
    )
    assert rows(session) == [0, 0]


def test_a_closed_vote_takes_no_ballot(world, vote, session):
    cast(world, vote, world.entries["A"][0])
    close_vote(world.context, vote.id)

    refusal("votes.closed", cast, world, vote, world.entries["A"][1])
    refusal("votes.not_open", close_vote, world.context, vote.id)
    assert rows(session) == [1, 2]
    assert vote.state is SessionState.CLOSED


def test_a_receipt_is_still_given_after_the_closing(world, vote):
    line = cast(world, vote, world.entries["A"][0])
    close_vote(world.context, vote.id)

    assert cast(world, vote, world.entries["A"][0]).digest == line.digest


def test_a_proxy_is_a_voting_right_of_its_own(world, vote, session):
    holder, giver = world.entries["A"][0], world.entries["B"][3]
    mandate = give_proxy(world.context, giver, holder)

    cast(world, vote, holder, Choice.FOR)
    line = cast_vote(world.member(holder), vote.id, mandate, answers(vote, Choice.AGAINST))

    assert (line.giver_id, line.holder_id) == (giver.id, holder.id)
    assert rows(session) == [2, 4]


def test_a_proxy_ends_when_its_giver_comes_in(world, vote):
    holder, giver = world.entries["A"][0], world.entries["B"][3]
    mandate = give_proxy(world.context, giver, holder)
    check_in(world.context, giver, mode=AttendanceMode.REMOTE)

    refusal("votes.proxy_ended", cast_vote, world.member(holder), vote.id, mandate, answers(vote))


def test_a_right_used_by_proxy_stays_used_when_its_giver_comes_in(world, vote, session):
    holder, giver = world.entries["A"][0], world.entries["B"][3]
    mandate = give_proxy(world.context, giver, holder)
    cast_vote(world.member(holder), vote.id, mandate, answers(vote))
    check_in(world.context, giver, mode=AttendanceMode.REMOTE)

    refusal("votes.already_voted", cast, world, vote, giver, Choice.FOR)
    assert rows(session) == [1, 2]


@pytest.mark.both_databases
def test_a_right_of_another_assembly_is_refused(world, vote):
    context, voter = world.context, world.entries["A"][0]
    other = prepare_assembly(
        context, kind=AssemblyKind.ORDINARY, title="Une autre assemblée",
        starts_at=context.clock.now() + timedelta(days=21), place="Rennes",
    )  # fmt: skip
    item = add_item(context, other, title="Un point")
    add_resolution(
        context, other, title="Une résolution", text="Le texte.", kind=DecisionKind.ORDINARY, item=item
    )
    convene(context, other)
    there = select(Mandate).join(Mandate.giver).where(
        Mandate.assembly_id == other.id, RollEntry.member_id == voter.member_id
    )  # fmt: skip
    mandate = context.session.scalars(there).one()

    refusal(
        "votes.other_assembly", cast_vote, world.member(voter), vote.id, mandate, answers(vote), kind=Invalid
    )


def test_an_assembly_does_not_end_while_a_vote_is_open(world, vote):
    refusal("votes.still_open", close_assembly, world.context, world.assembly)


def test_a_vote_needs_an_open_assembly_a_quorum_and_something_left(context):
    world = convened(context, SIZES, kinds=(DecisionKind.ORDINARY,))
    resolutions = world.assembly.resolutions
    refusal("votes.assembly_not_open", open_vote, world.context, world.assembly, resolutions)

    world.open()
    refusal("votes.no_quorum", open_vote, world.context, world.assembly, resolutions)

    world.arrive(*world.entries["A"])
    vote = open_vote(world.context, world.assembly, resolutions)
    refusal("votes.already_open", open_vote, world.context, world.assembly, resolutions)

    close_vote(world.context, vote.id)
    refusal("votes.nothing_left", open_vote, world.context, world.assembly, resolutions)


def test_the_part_of_a_mixed_agenda_that_has_its_quorum_is_voted(context):
    kinds = (DecisionKind.EXTRAORDINARY, DecisionKind.ORDINARY)
    world = convened(context, {"A": 20}, kinds=kinds)  # ordinary: 1/5, so 4; extraordinary: 1/4, so 5
    world.arrive(*world.entries["A"][:3])
    world.open()
    refusal("votes.no_quorum", open_next_vote, world.context, world.assembly)

    world.arrive(world.entries["A"][3])
    vote = open_next_vote(world.context, world.assembly)
    assert [one.resolution.kind for one in vote.questions] == [DecisionKind.ORDINARY]
    close_vote(world.context, vote.id)
    refused = refusal("votes.no_quorum", open_next_vote, world.context, world.assembly)
    assert str(refused.text) == "Resolution 1 waits for its quorum. 1 more voting right is needed."

    world.arrive(world.entries["A"][4])
    rest = open_next_vote(world.context, world.assembly)
    assert [one.resolution.kind for one in rest.questions] == [DecisionKind.EXTRAORDINARY]


def test_a_missing_rule_is_named_before_the_vote_opens(context):
    lacking = statutes_document(votes={"carry": "majority", "on_tie": None, "on_empty": "drop"})
    world = convened(context, SIZES, document=lacking)
    world.arrive(*world.entries["A"])
    world.open()

    refusal("votes.rule_missing", open_vote, world.context, world.assembly, world.assembly.resolutions)


def test_the_count_by_college_and_carry(world, vote, session):
    wishes = {
        "A": (Choice.FOR, Choice.FOR),
        "B": (Choice.AGAINST, Choice.AGAINST),
        "C": (Choice.FOR, Choice.AGAINST),
        "D": (Choice.ABSTAIN, Choice.FOR),
    }
    for key, choices in wishes.items():
        for entry, choice in zip(world.entries[key], choices):
            cast(world, vote, entry, choice)
    close_vote(world.context, vote.id)

    ordinary, extraordinary = results_of(session, vote, "Europe/Paris")
    # proportional, by hand: A 40 % × 2/2 + B 25 % × 0/2 + C 25 % × 1/2 + D 10 % × 1/1 = 62.5 %
    assert ordinary.result.for_share == extraordinary.result.for_share == Fraction(5, 8)
    assert ordinary.result.adopted is True  # more than 1/2
    assert extraordinary.result.adopted is False  # not at least 2/3
    assert ordinary.outcome.for_share == Fraction(5, 8)

    # majority, by hand: A wins 40 %, B nothing, C ties and is dropped (75 % left), D wins 10 %: 50/75 = 2/3
    trial, trial_extraordinary = results_of(session, vote, "Europe/Paris", Trial(carry=Carry.MAJORITY))
    assert trial.result.for_share == Fraction(2, 3)
    assert trial_extraordinary.result.adopted is True  # at least 2/3
    assert trial.is_trial


def test_someone_who_voted_and_left_is_counted(world, vote, session):
    entry = world.entries["A"][0]
    cast(world, vote, entry)
    check_out(world.context, entry)
    close_vote(world.context, vote.id)

    (first, _) = results_of(session, vote, "Europe/Paris")
    assert first.sums[0].for_ == 1


@pytest.mark.parametrize("column", ["choice", "removed", "digest", "cut"])
def test_a_board_changed_by_hand_is_named(world, vote, session, lift_guards, column):
    for entry in world.entries["A"][:2]:
        cast(world, vote, entry)
    session.flush()
    lift_guards()
    if column == "choice":
        session.execute(
            update(Ballot).where(Ballot.giver_id == world.entries["A"][0].id).values(choice=Choice.AGAINST)
        )
    elif column == "removed":
        first = world.entries["A"][0].id
        session.execute(Ballot.__table__.delete().where(Ballot.giver_id == first))
        session.execute(SignOff.__table__.delete().where(SignOff.giver_id == first))
    elif column == "digest":
        session.execute(update(SignOff).where(SignOff.sequence == 1).values(digest="f" * 64))
    else:
        last = world.entries["A"][1].id
        session.execute(Ballot.__table__.delete().where(Ballot.giver_id == last))
        session.execute(SignOff.__table__.delete().where(SignOff.giver_id == last))
    session.expire_all()

    found = queries.verify_board(session, queries.vote_session(session, vote.id))
    assert found is not None
    assert found.sequence == 1


def test_a_refusal_is_a_sentence(world, vote):
    error = refusal("votes.not_here", cast, world, vote, world.entries["A"][3])
    assert isinstance(error, DomainError)
    assert error.status == 409
    assert str(error.text) == "Check in first: only those who attend can vote."
