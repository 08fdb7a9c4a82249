"""Who lost a role, or the account, while a paper was on its way casts nothing; those who came with it do."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, func, select

from collegial.accounts.models import Account
from collegial.accounts.queries import viewer_for
from collegial.accounts.services import close_account, open_account
from collegial.inviting.services import set_roles
from collegial.journal.queries import verify as verify_journal
from collegial.kernel.errors import DomainError
from collegial.testing.factories import convened
from collegial.votes.gathering import cast_gathered
from collegial.votes.models import Choice, SignOff
from collegial.votes.services import Cast, cast_votes, open_vote

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
        set_roles(acting, account, ["staff"]) if lost == "role" else close_account(acting, account)

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
