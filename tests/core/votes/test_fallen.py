"""Who lost a role or the account, or left, while a paper was on its way casts nothing; who came with it does."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import event, func, select

from collegial.accounts.models import Account
from collegial.accounts.queries import viewer_for
from collegial.accounts.services import close_account, open_account
from collegial.assemblies.models import Mandate
from collegial.inviting.services import set_roles
from collegial.journal.queries import verify as verify_journal
from collegial.kernel.errors import DomainError
from collegial.membership.models import Member
from collegial.membership.services import leave
from collegial.testing.factories import convened
from collegial.votes.gathering import cast_gathered
from collegial.votes.models import Choice, SignOff
from collegial.votes.services import Cast, cast_vote, cast_votes, open_vote

pytestmark = pytest.mark.both_databases
VOTERS = 8


@pytest.fixture
def papers(program, context, session):
    """Give an open vote and the papers of those who attend, each with an account; committed."""
    world = convened(context, {"A": VOTERS, "B": 1})
    world.arrive(*world.entries["A"])
    world.open()
    vote = open_vote(context, world.assembly, world.assembly.resolutions)
    choices = {question.id: Choice.FOR for question in vote.questions}
    made = [
        Cast(
            by=_member(program, context, entry.voter_id),
            mandate_id=world.own(entry).id,
            read=lambda _asks: choices,
        )
        for entry in world.entries["A"]
    ]
    session.commit()
    return vote.id, made


def _member(program, context, person):
    account = open_account(context, email=f"v{person}@example.org", actor_id=person, roles=["member"])
    context.session.flush()
    return viewer_for(context.session, account, program.registry)


@pytest.mark.parametrize("lost", ["role", "account"])
def test_nobody_casts_after_the_line_that_takes_the_right(program, papers, context, lost):
    vote_id, [first, fallen, *others] = papers
    with program.database.unit_of_work() as session:
        account = session.get_one(Account, fallen.by.account_id)
        acting = program.context(session, context.by)
        set_roles(acting, account, ["staff"], sure=True) if lost == "role" else close_account(acting, account)

    def cast(paper):
        try:
            cast_gathered(program, vote_id, paper)
        except DomainError as refusal:
            return refusal.code
        return "cast"

    with ThreadPoolExecutor(VOTERS) as hands:
        said = list(hands.map(cast, [first, fallen, *others]))

    assert said == ["cast", "journal.rights_lost", *["cast"] * (VOTERS - 2)]
    with program.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignOff)) == VOTERS - 1
        assert verify_journal(session) is None


def test_many_are_asked_in_as_many_statements_as_one(program, papers, context):
    vote_id, [first, *others] = papers
    said = []
    event.listen(program.database.engine, "before_cursor_execute", lambda *told: said.append(told[2]))

    def statements_for(casts):
        said.clear()
        with program.database.unit_of_work() as session:
            cast_votes(program.context(session, context.by), vote_id, lambda: casts)
        return len(said)

    assert statements_for([first]) == statements_for(others)


@pytest.mark.parametrize("first", ["paper", "leaving"])
def test_who_leaves_at_one_moment_has_cast_before_or_casts_nothing(program, context, session, at_once, first):
    world = convened(context, {"A": 4, "B": 1})
    world.arrive(*world.entries["A"])
    world.open()
    vote = open_vote(context, world.assembly, world.assembly.resolutions)
    entry = world.entries["A"][0]
    by = world.member(entry).by
    known = vote.id, world.own(entry).id, entry.member_id, {one.id: Choice.FOR for one in vote.questions}
    session.commit()
    vote_id, mandate_id, member_id, choices = known

    def cast(acting):
        mandate = acting.session.get_one(Mandate, mandate_id)
        cast_vote(replace(acting, by=by), vote_id, mandate, choices)

    def go(acting):
        leave(acting, acting.session.get_one(Member, member_id), left_on=acting.today)

    if first == "paper":
        assert at_once(cast, go) == ("done", "done")
    else:
        assert at_once(go, cast) == ("done", "votes.no_member")
    with program.database.reading() as reading:
        assert reading.scalar(select(func.count()).select_from(SignOff)) == (first == "paper")
        assert verify_journal(reading) is None
