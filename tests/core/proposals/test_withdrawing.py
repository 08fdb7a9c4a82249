"""A proposal that its group withdraws, and takes up again: who may, what stops, what the database holds."""

from datetime import date

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from collegial.decisions.models import DecisionSource
from collegial.decisions.services import HandEntry, enter_by_hand
from collegial.hooks.publishing import Span
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.permissions import program as program_viewer
from collegial.proposals import api, exchanging, queries, services
from collegial.proposals.feature import withdrawals
from collegial.proposals.models import AmendmentKind, GateOutcome, ProposalWithdrawal
from collegial.proposals.queries.withdrawing import hanging_on, withdrawals_of, withdrawn
from collegial.proposals.rules import Count
from collegial.proposals.services import rounds
from collegial.proposals.services.amending import AmendmentFields, suggest_amendment
from collegial.proposals.services.carrying import link_adoption
from collegial.proposals.services.describing import describe_proposal
from collegial.proposals.services.withdrawing import take_up_again, withdraw_proposal

from .conftest import fine

WHY = "Nobody has the time this winter."
ANYONE = program_viewer("test")


def gone(context, garden, reasons=WHY):
    return withdraw_proposal(context, garden.proposal, reasons=reasons)


def refused(code, act, *arguments, kind=Refused, **named):
    with pytest.raises(kind) as caught:
        act(*arguments, **named)
    assert caught.value.code == code


def test_a_withdrawn_proposal_leaves_the_board_and_stays_readable(context, session, garden):
    gone(context, garden)
    assert queries.board(session, ANYONE) == []
    assert queries.open_drafts(session, ANYONE, most=3) == []
    assert withdrawn(session, ANYONE) == [garden.proposal]
    assert queries.proposal_by_slug(session, "beans", ANYONE).withdrawal.reasons == WHY


def test_taken_up_again_it_goes_on_where_it_stood(context, session, garden):
    garden.make_ready(context)
    gone(context, garden)
    take_up_again(context, garden.proposal, reasons="There is time again.")
    assert queries.board(session, ANYONE) == [garden.proposal]
    assert withdrawn(session, ANYONE) == []
    assert garden.pass_gate(context).outcome is GateOutcome.PASSED
    assert [one.taken_up_reasons for one in withdrawals_of(session, garden.proposal)] == [
        "There is time again."
    ]


def test_it_can_be_withdrawn_again(context, session, garden):
    for _ in range(2):
        gone(context, garden)
        take_up_again(context, garden.proposal, reasons="Again.")
    assert len(withdrawals_of(session, garden.proposal)) == 2


def test_once_only_and_only_what_is_withdrawn_is_taken_up(context, garden):
    refused("proposals.not_withdrawn", take_up_again, context, garden.proposal, reasons="Now.")
    gone(context, garden)
    refused("proposals.withdrawn", gone, context, garden)


@pytest.mark.parametrize("reasons", ["", "  ", "x" * 2001])
def test_reasons_are_needed_on_both_ways(context, garden, reasons):
    refused("proposals.no_reasons", gone, context, garden, reasons, kind=Invalid)
    gone(context, garden)
    refused("proposals.no_reasons", take_up_again, context, garden.proposal, reasons=reasons, kind=Invalid)


def test_its_group_alone_withdraws_it(as_role, garden):
    gone(as_role("pilot", actor_id=garden.elder.id), garden)
    other = as_role("pilot", actor_id=garden.other.id)
    refused("proposals.not_its_group", take_up_again, other, garden.proposal, reasons="Mine.", kind=Forbidden)
    writer = as_role("staff")
    refused("permission.missing", take_up_again, writer, garden.proposal, reasons="Mine.", kind=Forbidden)


def acts(context, garden):
    proposal = garden.proposal
    count = Count(votes_for=3, against=0, abstentions=0)
    yield lambda: services.write_version(context, garden.draft, garden.text)
    yield lambda: services.settle_topic(context, garden.topic("place"), "Here.")
    yield lambda: rounds.open_round(context, proposal, check=fine)
    yield lambda: suggest_amendment(context, garden.draft, garden.amendment)
    yield lambda: describe_proposal(context, proposal, title="Peas", summary="", method="", is_public=True)
    yield lambda: services.decide_gate(
        context, proposal, outcome=GateOutcome.SENT_BACK, reasons="No.", count=count, check=lambda *_: None
    )


@pytest.mark.parametrize("number", range(6))
def test_nothing_moves_in_it(as_role, context, garden, number):
    garden.make_ready(context)
    garden.text, garden.amendment = (
        queries.text_of(garden.draft, []),
        AmendmentFields(kind=AmendmentKind.ADD, title="Peas"),
    )
    gone(context, garden)
    elder = as_role("pilot", "member", "staff", actor_id=garden.elder.id)
    refused("proposals.withdrawn", list(acts(elder, garden))[number])


def test_a_round_under_way_is_broken_off(as_role, context, session, garden):
    garden.make_ready(context)
    rounds.open_round(as_role("pilot", actor_id=garden.elder.id), garden.proposal, check=fine)
    assert hanging_on(session, garden.proposal).has_round
    gone(context, garden)
    assert queries.open_round(session, garden.proposal) is None


def test_what_was_adopted_is_not_withdrawn(context, session, garden):
    day = date(2026, 11, 1)
    entry = HandEntry(
        source=DecisionSource.BOARD, body="Board", title="Beans", text="Beans grow.", decided_on=day
    )
    link_adoption(context, garden.proposal, enter_by_hand(context, entry))
    refused("proposals.adopted", gone, context, garden)
    assert session.scalar(select(func.count()).select_from(ProposalWithdrawal)) == 0


ROUND = "INSERT INTO gate_round (proposal_id, to_stage, opened_at, opened_by)"
BREACHES = [
    ("UPDATE proposal_version SET summary = 'x'", "nothing moves"),
    (f"{ROUND} SELECT id, 'trial', created_at, 'x' FROM proposal", "nothing moves"),
    ("UPDATE proposal_withdrawal SET reasons = 'x'", "written once"),
    ("DELETE FROM proposal_withdrawal", "never removed"),
]


def test_the_database_holds_it(context, session, garden, let_through):
    gone(context, garden)
    session.flush()
    assert let_through(BREACHES) == []


def test_the_end_of_a_withdrawal_is_written_once_too(context, session, garden):
    gone(context, garden)
    take_up_again(context, garden.proposal, reasons="Again.")
    session.flush()
    with pytest.raises(DatabaseError, match="written once"), session.begin_nested():
        session.execute(text("UPDATE proposal_withdrawal SET taken_up_reasons = 'x'"))


def test_other_programs_and_the_public_site_read_why(context, session, garden):
    garden.make_ready(context)
    garden.pass_gate(context)
    frozen = garden.proposal.versions[0]
    assert "withdrawn" not in exchanging.write(context, frozen.id).data
    gone(context, garden)
    given = exchanging.write(context, frozen.id).data
    assert given["withdrawn"]["reasons"] == WHY
    assert exchanging.fault(given) is None
    (one,) = session.scalars(api.rows(session, ANYONE))
    assert api.write(one).withdrawn.reasons == WHY
    span = Span(first=date(2000, 1, 1), last=date(2100, 1, 1), zone="Europe/Paris", most=5)
    assert [item.summary for item in withdrawals(session, span)] == [WHY]


@pytest.fixture
def pages(client, served, sign_in):
    client.set_cookie("locale", "en")
    sign_in("pilot", "member", actor_id=served.elder.id)
    return lambda address: client.get(address).get_data(as_text=True)


def test_the_group_withdraws_by_pages_and_takes_up_again(client, pages, served):
    nothing_hangs = pages("/proposals/beans/withdraw")
    assert "nobody follows it" in nothing_hangs
    assert "What stops" not in nothing_hangs
    assert "/proposals/beans/gate" in pages("/proposals/beans")
    assert client.post("/proposals/beans/withdraw", data={"reasons": " "}).status_code == 422
    assert client.post("/proposals/beans/withdraw", data={"reasons": WHY}).status_code == 302
    shown = pages("/proposals/beans")
    assert "This proposal is withdrawn" in shown
    assert WHY in shown
    assert "Write this version" not in shown
    assert "Under way" not in shown, "it stands nowhere"
    assert "This proposal is withdrawn" in pages("/proposals/beans/gate")
    assert "No amendment was written." in pages("/proposals/beans/amendments")
    assert 'id="withdrawn"' in pages("/proposals/")
    assert "/proposals/beans/gate" not in pages("/proposals/beans"), "no passage follows meanwhile"
    assert client.post("/proposals/beans/withdraw", data={"reasons": WHY}).status_code == 409
    assert client.post("/proposals/beans/take-up", data={"reasons": "Time."}).status_code == 302
    assert "Taken up again" in pages("/proposals/beans")
    assert 'id="withdrawn"' not in pages("/proposals/")


def test_the_pages_of_a_withdrawn_proposal_offer_nothing_that_is_refused(
    client, pages, context, served, as_role
):
    served.make_ready(context)
    writer = as_role("member", actor_id=served.elder.id)
    written = suggest_amendment(writer, served.draft, AmendmentFields(
        kind=AmendmentKind.ADD, title="Peas", reasons="Why not.",
        axis=queries.content_of(context.session, served.draft)[0].key,
    ))  # fmt: skip
    context.session.commit()
    address = f"/proposals/beans/amendments/{written.id}"
    offered = ("Publish my message", "Withdraw my amendment", "Record the answer")
    assert all(one in pages(address) for one in offered)

    client.post("/proposals/beans/withdraw", data={"reasons": WHY})
    shown = pages(address)
    assert WHY in shown
    assert not any(one in shown for one in (*offered, "Support this amendment"))
    assert client.post(f"{address}/remarks", data={"remark-text": "Still?"}).status_code == 409


def test_the_versions_of_a_withdrawn_proposal_say_so(client, pages, served):
    address = "/proposals/beans/versions/idea"
    assert "Write this version" in pages(address)

    client.post("/proposals/beans/withdraw", data={"reasons": WHY})

    assert WHY in pages(address)
    assert "Write this version" not in pages(address)
