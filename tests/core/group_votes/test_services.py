"""Members answer in the open, whoever is in conflict does not, and what is closed stays."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from collegial.group_votes import services
from collegial.group_votes.events import GroupVoteClosed
from collegial.group_votes.rules import Answer, GroupVoteState
from collegial.kernel.errors import Forbidden, Refused
from collegial.kernel.events import Subscription
from collegial.kernel.permissions import Viewer


@pytest.fixture
def answer(as_role, committee):
    def give(vote, name, said=Answer.FOR):
        return services.answer(
            as_role(actor_id=committee[name]), vote.id, actor_id=committee[name], said=said
        )

    return give


def test_a_vote_is_answered_closed_and_told_to_who_opened_it(context, ask, answer):
    heard = []
    told = Subscription(
        key="test.heard", event=GroupVoteClosed, handler=lambda _c, event: heard.append(event)
    )
    context.bus.subscribe(told)
    vote = ask()
    answer(vote, "anna", Answer.AGAINST)
    with pytest.raises(Refused, match=r"group_votes\.no_quorum"):
        services.close_group_vote(context, vote.id)
    answer(vote, "bran")
    answer(vote, "anna", Answer.FOR)  # until the closing, one may think again

    closed = services.close_group_vote(context, vote.id)

    assert (closed.state, closed.count.votes_for) == (GroupVoteState.ADOPTED, 2)
    assert [(one.subject, one.subject_id, one.outcome) for one in heard] == [("test.thing", 7, "adopted")]
    with pytest.raises(Refused, match=r"group_votes\.closed"):
        answer(vote, "cloe")


def test_one_vote_is_open_on_a_subject_and_another_may_follow(context, ask):
    first = ask()
    with pytest.raises(Refused, match=r"group_votes\.open"):
        ask()
    services.break_group_vote_off(context, first.id)
    assert ask().state is GroupVoteState.OPEN


def test_whoever_is_set_aside_cannot_answer_and_counts_for_nothing(context, session, ask, answer, committee):
    vote = ask(set_aside={committee["anna"]: "Trésorière du four"})
    with pytest.raises(Forbidden, match=r"group_votes\.set_aside"):
        answer(vote, "anna")
    answer(vote, "bran", Answer.AGAINST)
    services.set_aside_voter(context, "test.thing", 7, actor_id=committee["bran"], reason="Voisin")
    assert (vote.count.rights, vote.count.answered) == (1, 0)

    everybody = {committee[name]: "Lié" for name in ("anna", "bran", "cloe")}
    with pytest.raises(Refused, match=r"group_votes\.nobody"):
        ask(set_aside=everybody, subject_id=8)


def test_only_members_of_the_day_answer_each_for_itself(as_role, ask, committee):
    vote = ask()
    for actor_id in (None, committee["bran"]):
        with pytest.raises(Forbidden, match=r"group_votes\.no_right"):
            services.answer(as_role(actor_id=actor_id), vote.id, actor_id=committee["anna"], said=Answer.FOR)
    with pytest.raises(Forbidden):
        services.close_group_vote(as_role(actor_id=committee["anna"]), vote.id)


@pytest.mark.both_databases
def test_the_database_keeps_a_closed_vote_and_silences_who_is_set_aside(session, context, ask, committee):
    vote = ask(set_aside={committee["anna"]: "Liée"}, quorum="0")
    services.answer(
        context_of(context, committee["bran"]), vote.id, actor_id=committee["bran"], said=Answer.FOR
    )
    with pytest.raises(DatabaseError, match="set_aside_is_silent"), session.begin_nested():
        session.execute(text("UPDATE group_vote_right SET answer = 'for', answered_at = '2026-01-01'"))
    services.close_group_vote(context, vote.id)
    for statement in (
        "UPDATE group_vote SET state = 'open', closed_at = NULL",
        "UPDATE group_vote_right SET answer = 'against' WHERE answer IS NOT NULL",
        "DELETE FROM group_vote_right",
        "DELETE FROM group_vote",
    ):
        with pytest.raises(DatabaseError, match=r"closed|never removed"), session.begin_nested():
            session.execute(text(statement))


def context_of(context, actor_id):
    """Return a context in which a member acts."""
    return replace(context, by=Viewer(name="test", actor_id=actor_id))
