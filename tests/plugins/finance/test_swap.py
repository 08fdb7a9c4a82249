"""One tool is left to the module of another Pays; the others, and the books, go on."""

import pytest

from collegial.hosting.discovery import Candidate
from collegial.hosting.services import choose_offer
from collegial.plugin import offered
from collegial.testing.fakes import fake_plugin
from collegial_finance import plugin as finance
from collegial_finance.rounds import services as rounds

TOOL_OF = {
    "funding-rounds": "rounds", "guarantee-fund": "guarantees", "loans": "loans",
    "local-patronage": "patronage",
}  # fmt: skip


FINANCE = Candidate(name="finance", load=lambda: finance, origin="collegial")


@pytest.mark.plugins(FINANCE, fake_plugin("brest", provides=finance.META.provides))
def test_each_tool_is_left_alone_to_another_pays(
    program, context, session, client, sign_in, actors, switch_on
):
    switch_on("brest")
    sign_in("staff")
    for capability, tool in TOOL_OF.items():
        choose_offer(context, program.host, capability=capability, name="brest")
        shown = {one.key for one in program.host.nav_items(session, context.by)}
        assert {f"finance.{one}" for one in TOOL_OF.values()} - shown == {f"finance.{tool}"}
        assert "finance.ledger" in shown
        session.commit()
        new = {"rounds": "new", "guarantees": "files/1/issue", "loans": "files/1/repay", "patronage": "new"}[
            tool
        ]
        assert client.get(f"/finance/{tool}/").status_code == 200
        assert client.post(f"/finance/{tool}/{new}").status_code == 409
        assert client.post("/finance/ledger/accounts", data={}).status_code == 422
        assert client.get("/lists/finance.fec.csv").status_code == 200
        choose_offer(context, program.host, capability=capability, name="finance")
        session.commit()


def test_every_tool_has_its_parts():
    assert set(finance.PARTS) == set(finance.META.provides)


def test_open_rounds_are_told_to_whoever_shows_them(context, session, actors, plan):
    rounds.open_round(context, title="Four", need="Un four", project_id=actors["cannery"], plan=plan())

    (told,) = offered(session, "funding-rounds").open_rounds(session)
    assert (told["title"], told["goal"], told["pledged"]) == ("Four", 1_000, 0)
