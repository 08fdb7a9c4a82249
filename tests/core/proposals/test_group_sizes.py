"""How many a group was on the day stays with what it decided: stored, shown, and known again for the past."""

import importlib.util
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from collegial.groups.models import GroupMembership
from collegial.journal.models import JournalEntry
from collegial.proposals.models import GateDecision, GateOutcome
from collegial.proposals.rules import Count
from collegial.proposals.services import PastDecision, record_frozen_version
from collegial.proposals.services.rolling_back import roll_back

from .conftest import TEXT

MIGRATION = Path(__file__).parents[3] / "migrations" / "versions" / "0072_group_sizes.py"


def migration():
    found = importlib.util.spec_from_file_location("group_sizes", MIGRATION)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def grow(context, garden):
    """Let someone join the group tomorrow, and another one who left before today."""
    tomorrow, before = (context.today + timedelta(days=days) for days in (1, -1))
    for dates in ({"starts_on": tomorrow}, {"starts_on": before - timedelta(days=9), "ends_on": before}):
        context.session.add(GroupMembership(group=garden.elders, actor=garden.other, **dates))
    context.session.flush()


def test_a_decision_and_a_new_start_keep_how_many_the_group_was(context, garden):
    garden.make_ready(context)
    grow(context, garden)

    decision = garden.pass_gate(context)
    begun_again = roll_back(
        context, garden.proposal, to_stage="idea", reasons="Lost.", count=Count(votes_for=2, against=1)
    )

    assert decision.group_size == 6
    assert begun_again.group_size is None, "nobody is named for the passage that follows"


@pytest.mark.both_databases
def test_the_sizes_of_past_decisions_are_taken_from_who_belonged_to_the_group(context, session, garden):
    garden.make_ready(context)
    sent_back = {"outcome": GateOutcome.SENT_BACK, "votes_for": 1, "votes_against": 2}
    known = garden.pass_gate(context, **sent_back)
    more = {"from_stage": "idea", "to_stage": "trial", "group": garden.elders, "reasons": "So it was."}
    more |= {"recorded_by": "Ada", "outcome": GateOutcome.SENT_BACK, "proposal_id": garden.proposal.id}
    crowded = GateDecision(**more, votes_against=7, decided_on=context.today)
    uncounted = GateDecision(**more, decided_on=context.today)
    undated = GateDecision(**more, votes_against=1, decided_on=None)
    session.add_all([crowded, uncounted, undated])
    session.flush()
    grow(context, garden)
    at = migration()

    with Operations.context(MigrationContext.configure(session.connection())):
        at.downgrade()
        at.upgrade()

    session.expire_all()
    assert [one.group_size for one in (known, crowded, uncounted, undated)] == [6, None, None, None]
    with pytest.raises(DatabaseError, match="written once"), session.begin_nested():
        session.execute(text("UPDATE gate_decision SET group_size = 7"))


def read(client):
    client.set_cookie("locale", "en")
    return " ".join(client.get("/proposals/beans").text.split())


def test_the_page_says_how_many_took_part_of_how_many(client, context, served):
    served.make_ready(context)
    served.pass_gate(context)
    context.session.commit()

    assert "For: 3. Against: 1. Abstentions: 0. Took part: 4 of 6." in read(client)


def test_the_page_says_where_the_size_is_not_known(client, context, served):
    past = PastDecision(reasons="So it was.", topics={"place": "Here.", "time": "Then."}, votes_for=2)
    record_frozen_version(context, served.proposal, stage="idea", text=TEXT, decision=past)
    context.session.commit()

    page = read(client)

    assert "Abstentions: 0. The size of the group is not known." in page


def test_the_journal_tells_the_size(context, session, garden):
    garden.make_ready(context)
    garden.pass_gate(context)

    told = session.scalars(select(JournalEntry).where(JournalEntry.event == "proposals.gate_passed")).one()
    assert told.payload["group_size"] == 6
