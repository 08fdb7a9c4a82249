"""The register of decisions: filled by counted votes and by hand, numbered without a gap, never rewritten."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from collegial.actors.models import ActorKind
from collegial.actors.services import merge_actors
from collegial.actors.services.adding import add_actor
from collegial.decisions import queries
from collegial.decisions.models import DecisionSource, FollowUp, FollowUpState
from collegial.decisions.services import HandEntry, enter_by_hand, follow
from collegial.kernel.errors import Forbidden, Invalid, Missing, Refused
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import convened
from collegial.votes.events import ResolutionDecided
from collegial.votes.models import Choice
from collegial.votes.services import cast_vote, close_vote, open_vote

pytestmark = pytest.mark.both_databases


_LEAP = """INSERT INTO decision (number, source, body, title, text, is_adopted, decided_on, recorded_at)
VALUES (9, 'board', 'b', 't', 't', '0', '2026-01-01', '2026-01-01 00:00:00')"""


def board_decision(**changes):
    facts = {
        "source": DecisionSource.BOARD, "body": "Conseil", "title": "Un local", "text": "Louer un local.",
        "decided_on": date(2026, 11, 20),
    }  # fmt: skip
    return HandEntry(**(facts | changes))


@pytest.fixture
def entered(context):
    return enter_by_hand(context, board_decision())


@pytest.fixture
def counted(context):
    """Count three resolutions: one adopted, one rejected, one on which everyone abstained."""
    world = convened(context, {"A": 2, "B": 2, "C": 2, "D": 2}, kinds=(DecisionKind.ORDINARY,) * 3)
    entries = [entry for college in world.entries.values() for entry in college]
    world.arrive(*entries)
    world.open()
    vote = open_vote(context, world.assembly, world.assembly.resolutions)
    ways = (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN)
    paper = {question.id: way for question, way in zip(vote.questions, ways, strict=True)}
    for entry in entries:
        cast_vote(world.member(entry), vote.id, world.own(entry), paper)
    close_vote(context, vote.id)
    return world


def test_a_counted_vote_enters_its_decisions(counted, session):
    lines = queries.decisions_of(session, counted.assembly.id)
    results = [(one.number, one.is_adopted, [step.state for step in one.steps]) for one in lines]
    assert results[:2] == [(1, True, [FollowUpState.TO_DO]), (2, False, [])]


def test_a_resolution_whose_count_is_undefined_decides_nothing(context, session):
    world = convened(context, {"A": 1, "B": 1, "C": 1, "D": 1})
    resolution = world.assembly.resolutions[0]
    context.emit(ResolutionDecided(resolution=resolution.id, adopted=None, share=None))
    assert queries.last_number(session) == 0


def test_hand_entries_follow_the_counted_ones(counted, context):
    assert enter_by_hand(context, board_decision()).number == 4


@pytest.mark.parametrize("field", ["body", "title", "text"])
def test_a_hand_entry_needs_its_words(context, session, field):
    with pytest.raises(Invalid) as refusal:
        enter_by_hand(context, board_decision(**{field: "  "}))
    assert (refusal.value.field, queries.last_number(session)) == (field, 0)


def test_a_decision_is_not_entered_before_its_day(context, clock, session):
    with pytest.raises(Invalid) as refusal:
        enter_by_hand(context, board_decision(decided_on=clock.now().date() + timedelta(days=1)))
    assert (refusal.value.field, queries.last_number(session)) == ("decided_on", 0)


def test_a_decision_of_the_assembly_is_not_entered_by_hand(context):
    with pytest.raises(Invalid, match=r"decisions\.counted"):
        enter_by_hand(context, board_decision(source=DecisionSource.ASSEMBLY))


def test_members_read_and_do_not_enter(as_role):
    with pytest.raises(Forbidden):
        enter_by_hand(as_role("member"), board_decision())


def test_a_step_stands_beside_the_earlier_ones(entered, context, session):
    someone = add_actor(context, kind=ActorKind.PERSON, name="Someone")
    follow(context, entered.number, state=FollowUpState.UNDER_WAY, owner=someone, due_on=date(2026, 12, 1))
    follow(context, entered.number, state=FollowUpState.DONE, note="Signé.")
    session.expire_all()
    states = [step.state for step in queries.decision(session, entered.number).steps]
    assert states == [FollowUpState.TO_DO, FollowUpState.UNDER_WAY, FollowUpState.DONE]


@pytest.mark.parametrize(
    ("state", "field"), [(FollowUpState.UNDER_WAY, "owner_id"), (FollowUpState.DROPPED, "note")]
)
def test_a_step_says_who_or_why(entered, context, session, state, field):
    with pytest.raises(Invalid) as refusal:
        follow(context, entered.number, state=state)
    assert refusal.value.field == field
    assert session.scalars(select(FollowUp.state)).all() == [FollowUpState.TO_DO]


def test_a_step_says_something_new(entered, context, session):
    someone = add_actor(context, kind=ActorKind.PERSON, name="Someone")
    now = {"state": FollowUpState.UNDER_WAY, "owner": someone, "due_on": date(2026, 12, 1)}
    follow(context, entered.number, **now)
    with pytest.raises(Invalid, match=r"decisions\.nothing_new"):
        follow(context, entered.number, **now, note=" ")
    follow(context, entered.number, **now, note="Visites.")
    follow(context, entered.number, **now | {"due_on": date(2026, 12, 8)})
    assert len(session.scalars(select(FollowUp.state)).all()) == 4


def test_a_rejected_resolution_is_not_carried_out(context):
    rejected = enter_by_hand(context, board_decision(is_adopted=False))
    with pytest.raises(Refused, match=r"decisions\.rejected"):
        follow(context, rejected.number, state=FollowUpState.DONE)


def test_an_unknown_number_is_missing(context):
    with pytest.raises(Missing):
        follow(context, 99, state=FollowUpState.DONE)


def test_what_waits_is_told_by_its_last_step_the_soonest_first(context, session):
    someone = add_actor(context, kind=ActorKind.PERSON, name="Someone")
    late, soon, done = (
        enter_by_hand(context, board_decision(title=name)) for name in ("late", "soon", "done")
    )
    follow(context, late.number, state=FollowUpState.UNDER_WAY, owner=someone, due_on=date(2027, 2, 1))
    follow(context, soon.number, state=FollowUpState.TO_DO, due_on=date(2026, 12, 1))
    follow(context, done.number, state=FollowUpState.DONE)
    assert [step.decision.title for step in queries.undone(session)] == ["soon", "late"]
    assert [step.decision.title for step in queries.undone(session, owner_id=someone.id)] == ["late"]


def test_who_was_found_to_be_another_one_is_not_offered_a_decision(context, session):
    kept, twin = (
        add_actor(context, kind=ActorKind.PERSON, name=name) for name in ("Anna Le Gall", "A. Le Gall")
    )

    merge_actors(context, kept, twin, "Même adresse")

    assert list(queries.possible_owners(session, "gall le")) == [kept]
    assert list(queries.possible_owners(session, " ")) == []


def test_the_register_is_searched_by_words_year_and_state(context, session):
    old = enter_by_hand(context, board_decision(title="Vieille", decided_on=date(2025, 3, 1)))
    done = enter_by_hand(context, board_decision(title="100 % fait"))
    follow(context, done.number, state=FollowUpState.DONE)
    find = lambda **wanted: session.scalars(queries.register(queries.Search(**wanted))).all()  # noqa: E731
    assert find(year=2025) == [old]
    assert find(words="% FAIT") == [done]
    assert find(state=FollowUpState.DONE) == [done]
    assert find() == [done, old]
    assert queries.years(session) == [2026, 2025]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decision SET title = 'autre'",
        "DELETE FROM decision",
        "UPDATE decision_follow_up SET note = 'autre'",
        "DELETE FROM decision_follow_up",
        _LEAP,
    ],
)
def test_the_database_keeps_the_register(entered, session, statement):
    session.flush()
    with pytest.raises(DatabaseError, match=r"written once|next number"):
        session.execute(text(statement))
