"""An atelier that is called off as a whole: who may, what is still paid, and where it is told."""

from datetime import UTC, date, datetime

import pytest

from collegial.kernel.permissions import Viewer
from collegial.plugin import (
    DomainError,
    Forbidden,
    Money,
    WorkPhase,
    participations_in,
)
from collegial.works.permissions import MANAGE as MANAGE_WORKS
from collegial.works.services import call_off_work
from collegial_atelier import queries, services
from collegial_atelier.exports import atelier_rows
from collegial_atelier.models import FundingState, ProductionKind
from collegial_atelier.steps import steps

pytestmark = pytest.mark.both_databases
TODAY = date(2026, 11, 23)
WHY = "L’intervenante est malade."


@pytest.fixture
def lead(as_role):
    return as_role("staff")


def refusal(act, *args, **facts):
    with pytest.raises(DomainError) as raised:
        act(*args, **facts)
    return raised.value.code


def test_only_who_leads_ateliers_calls_one_off(program, session, lead, make):
    atelier = make(lead)
    works_alone = Viewer(name="test", grants=frozenset({MANAGE_WORKS.key}), reach=program.host.reach)

    with pytest.raises(Forbidden):
        call_off_work(program.context(session, works_alone), work_id=atelier.id, reason=WHY)


def test_what_was_done_is_paid_and_nothing_new_begins(lead, make):
    atelier = make(lead)
    first, second, _third = participations_in(lead.session, atelier.id)
    own = {"atelier_id": atelier.id}
    draw = {**own, "half_days": 2, "compensation": Money(100_00)}
    contract = services.draw_contract(lead, participation_id=first.id, **draw)
    services.add_funding(lead, **own, source="Région", amount=Money(60_00))
    services.plan_season(
        lead, **own, first_at=datetime(2026, 12, 1, 13, tzinfo=UTC), number=2, weeks=2, name="R"
    )
    call_off_work(lead, work_id=atelier.id, reason=WHY)

    for act, facts in (
        (services.draw_contract, {"participation_id": second.id, **draw}),
        (services.finish_atelier, own),
        (services.take_proposal, own),
        (services.add_funding, {**own, "source": "Ville", "amount": Money(1)}),
        (services.move_funding, {**own, "funding_id": 1, "state": FundingState.FOUND}),
    ):
        assert refusal(act, lead, **facts) == "works.called_off", act.__name__
    paid = {**own, "contract_id": contract.id}
    services.sign_contract(lead, **paid, signed_on=TODAY)
    services.record_day(lead, **paid, done_on=TODAY, half_days=2, what="Préparation")
    assert queries.to_pay(lead.session) == [contract]
    services.pay(lead, **paid, amount=Money(100_00), paid_on=TODAY)
    assert contract.ledger.is_settled
    assert queries.meetings_without_host(lead.session) == 0


def test_nobody_is_asked_to_sign_and_no_round_is_waited_for(lead, make, territory, as_role):
    atelier = make(lead, started=False)
    part = participations_in(lead.session, atelier.id)[0]
    services.draw_contract(
        lead, atelier_id=atelier.id, participation_id=part.id, half_days=2, compensation=Money(1)
    )
    row = services.add_funding(lead, atelier_id=atelier.id, source="Tour", amount=Money(1))
    row.round_module, row.round_number = "finance", 1
    lead.session.flush()
    viewer = as_role("member", actor_id=part.actor_id).by
    before = ([one.key for one in steps(lead.session, viewer, TODAY)], _waiting(lead))

    call_off_work(lead, work_id=atelier.id, reason=WHY)

    after = ([one.key for one in steps(lead.session, viewer, TODAY)], _waiting(lead))
    assert (before, after) == ((["atelier.unsigned"], 1), ([], 0))


def _waiting(lead):
    return queries.waiting_for_rounds(lead.session, "finance")


def test_its_pages_say_so_and_offer_nothing_more(client, sign_in, lead, make):
    atelier = make(lead)
    one = f"/ateliers/{atelier.id}"
    services.begin_production(
        lead, atelier_id=atelier.id, kind=ProductionKind.GUIDE, title="Brouillon", summary="Tout"
    )
    part = participations_in(lead.session, atelier.id)[0]
    services.draw_contract(
        lead, atelier_id=atelier.id, participation_id=part.id, half_days=2, compensation=Money(100_00)
    )
    lead.session.commit()
    sign_in("staff")
    before, board = client.get(one).text, client.get("/ateliers/").text
    found = client.get("/search/?q=gouverner").text
    call_off_work(lead, work_id=atelier.id, reason=WHY)
    lead.session.commit()

    assert "that were called off" not in found
    page = client.get(one).text
    assert f'href="/works/{atelier.id}/call-off"' in before
    assert WHY in page
    assert "Brouillon" in page
    for word in (
        "Call off the atelier", "Change the atelier", "Finish the atelier", "Plan the meetings", "Begin a production",
        "Add a source of money", "Send to review", "Enter a structure", "Sponsor structures",
    ):  # fmt: skip
        assert word not in page, word
    assert ("Called off" in board, "Called off" in client.get("/ateliers/").text) == (False, True)
    assert "called off" in client.get("/").text
    assert "Ateliers that were called off" in client.get("/search/?q=gouverner").text
    ledger = client.get(f"{one}/ledger").text
    assert all(said in ledger for said in (WHY, "Not signed: the atelier is called off"))
    assert ("Draw up a contract" in ledger, "To be signed" in ledger) == (False, False)
    assert [str(row[5]) for row in atelier_rows(lead.session)] == ["Called off"]
    told = client.get("/api/v1/atelier.ateliers").json["items"][0]
    assert (told["phase"], told["called_off_for"]) == (WorkPhase.CALLED_OFF.value, WHY)
