"""Boards, debates and amendments stay short however much there is, and every line is found again."""

import pytest
from sqlalchemy import insert

from collegial.kernel.permissions import program as program_viewer
from collegial.proposals import queries
from collegial.proposals.models import (
    Amendment,
    AmendmentKind,
    AmendmentRemark,
    AmendmentState,
    Proposal,
    Version,
)
from collegial.proposals.queries.amendments import amendments_on
from collegial.proposals.queries.threads import AT_A_TIME, debate_on

EVERYONE = program_viewer("test")


@pytest.fixture
def crowd(context, garden):
    """Add thirty proposals beside the garden's, at its first stage."""
    one, draft = garden.proposal, garden.draft
    same = {
        "summary": "More.",
        "pipeline_id": one.pipeline_id,
        "is_public": True,
        "created_at": one.created_at,
    }
    rows = [{"id": 100 + at, "slug": f"more-{at}", "title": f"More {at}", **same} for at in range(30)]
    version = {"stage": "idea", "position": 1, "dated_on": draft.dated_on, "author": "A", "summary": "More."}
    context.session.execute(insert(Proposal), rows)
    context.session.execute(insert(Version), [{"proposal_id": row["id"], **version} for row in rows])
    context.session.commit()


@pytest.fixture
def debated(context, garden):
    """Give an amendment with sixty threads, the first of them answered, among seven on one piece."""
    said = {"author_id": garden.elder.id, "written_at": context.clock.now(), "reasons": "So."}
    rows = [
        Amendment(
            proposal_id=garden.proposal.id, version_id=garden.draft.id, kind=AmendmentKind.CHANGE, action_key="dig",
            base_title="Dig", base_text="", title=f"Dig {at}", text="", state=AmendmentState.OPEN, **said,
        )
        for at in range(7)
    ]  # fmt: skip
    context.session.add_all(rows)
    context.session.flush()
    first = rows[0]
    remark = {"amendment_id": first.id, "author_id": garden.other.id, "said_at": context.clock.now()}
    threads = [{"id": at, "text": f"Thread {at}.", **remark} for at in range(1, 61)]
    context.session.execute(insert(AmendmentRemark), threads)
    context.session.execute(insert(AmendmentRemark), {"id": 61, "text": "Answer.", "answers_id": 1, **remark})
    context.session.commit()
    return first


def test_the_board_shows_the_newest_at_each_stage_and_leads_to_the_rest(client, crowd):
    client.set_cookie("locale", "en")
    page = client.get("/proposals/").text

    assert page.count("/proposals/more-") == 12
    assert "More 29" in page
    address = page.split("See all 31 proposals at this stage")[0].rpartition('href="')[2].split('"')[0]
    rest = client.get(address.replace("&amp;", "&"))
    assert rest.text.count("/proposals/more-") == 30
    assert "/proposals/beans" in rest.text
    assert client.get("/proposals/at/idea?pipeline=0").status_code == 404


def test_a_debate_opens_at_its_end_or_where_a_remark_stands(session, debated):
    last = debate_on(session, debated)
    assert [one.id for one in last.threads.items] == list(range(51, 61))
    assert (last.threads.pages, last.answers) == (3, {})
    first = debate_on(session, debated, at=61)
    assert [one.id for one in first.threads.items] == list(range(1, AT_A_TIME + 1))
    assert [one.id for one in first.answers[1]] == [61]
    assert len(first.shown) == AT_A_TIME + 1
    assert debate_on(session, debated, number=2, at=61).threads.number == 2
    assert debate_on(session, debated, at=999).threads.number == 3


def test_beside_a_piece_stand_the_newest_of_its_amendments(session, garden, debated):
    beside = amendments_on(session, garden.draft, most=3)

    assert [one.title for one in beside["dig"]] == ["Dig 4", "Dig 5", "Dig 6"]


def test_home_asks_for_ripe_gates_alone(context, session, garden, crowd):
    assert queries.board(session, EVERYONE, queries.is_ripe()) == []
    garden.make_ready(context)

    assert [one.slug for one in queries.board(session, EVERYONE, queries.is_ripe())] == ["beans"]
    assert queries.board(session, EVERYONE, queries.is_carried_out()) == []
