import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from collegial.kernel.permissions import program as program_viewer
from collegial.plugin import (
    DomainError,
    Forbidden,
    Invalid,
    Money,
    ParticipationState,
    Refused,
    Statement,
    Upload,
    WorkPhase,
    meetings_of_work,
    participations_in,
    take_part,
)
from collegial.testing.conformance import check_plugin
from collegial.works.services import accept_participation, ask_to_take_part, call_off_meeting, leave_work
from collegial_atelier import plugin, queries, services
from collegial_atelier.demo import open_ateliers
from collegial_atelier.models import (
    Atelier,
    FundingState,
    Payment,
    ProductionKind,
    ProductionState,
    ProspectRole,
)
from collegial_atelier.rules import AtelierKind, Size, Spot

STATEMENT = Statement(
    collective_value="Pour toutes", support="Un appui", brings="Du temps", accepts_charter=True
)
TODAY = date(2026, 11, 23)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 30
PDF = Upload(name="guide.pdf", content=b"%PDF-1.4 demo")


@pytest.fixture
def lead(as_role):
    return as_role("staff")


def refusal(act, *args, **facts):
    with pytest.raises(DomainError) as raised:
        act(*args, **facts)
    return raised.value.code, raised.value.status, raised.value.field


def draw(lead, atelier, compensation=300_00):
    part = participations_in(lead.session, atelier.id)[0]
    return services.draw_contract(
        lead, atelier_id=atelier.id, participation_id=part.id, half_days=4, compensation=Money(compensation)
    )


def test_it_keeps_to_all_that_the_host_counts_on():
    assert check_plugin(plugin) == []


def test_an_atelier_that_cannot_be_is_refused_at_its_field(lead, territory):
    good = {
        "kind": AtelierKind.EXCHANGE, "title": "T", "question": "Q", "starts_on": date(2026, 12, 1),
        "ends_on": date(2027, 1, 1), "size": Size(least=2, most=4),
    }  # fmt: skip
    for bad, code, field in (
        ({"ends_on": date(2026, 11, 30)}, "atelier.season", "ends_on"),
        ({"size": Size(least=1, most=4)}, "atelier.size", "least"),
        ({"size": Size(least=4, most=3)}, "atelier.size", "most"),
        ({"needed": Money(-1)}, "atelier.needed", "needed"),
        ({"priority_key": "nothing"}, "works.unknown_priority", "priority_key"),
    ):
        assert refusal(services.open_atelier, lead, **(good | bad)) == (code, 422, field)
    assert lead.session.scalar(select(func.count(Atelier.id))) == 0


def test_a_group_stays_within_its_size(lead, make, territory):
    atelier = make(lead, members=1, started=False)
    assert refusal(services.start_atelier, lead, atelier_id=atelier.id)[:2] == ("atelier.group_size", 409)
    for actor_id in territory[1:3]:
        take_part(lead, work_id=atelier.id, actor_id=actor_id, statement=STATEMENT)
    asked = ask_to_take_part(lead, work_id=atelier.id, actor_id=territory[3], statement=STATEMENT)
    with pytest.raises(DomainError, match="group_full"), lead.session.begin_nested():
        accept_participation(lead, asked)
    lead.session.refresh(asked)
    assert asked.state is ParticipationState.ASKED
    services.start_atelier(lead, atelier_id=atelier.id)
    assert atelier.phase is WorkPhase.DURING


def test_whom_one_spots_is_called_before_it_answers_and_money_is_followed(lead, make, territory):
    atelier = make(lead, started=False)
    facts = {"atelier_id": atelier.id}
    row = services.spot(lead, actor_id=territory[4], role=ProspectRole.EXPERT, **facts)
    again = {"actor_id": territory[4], "role": ProspectRole.EXPERT, **facts}
    assert refusal(services.spot, lead, **again)[0] == "atelier.already_spotted"
    structure = {**again, "role": ProspectRole.STRUCTURE}
    assert refusal(services.spot, lead, **structure)[0] == "atelier.not_a_structure"
    move = {"prospect_id": row.id, **facts}
    assert refusal(services.move_prospect, lead, state=Spot.COMING, **move)[0] == "atelier.not_called"
    services.move_prospect(lead, state=Spot.CALLED, **move)
    services.move_prospect(lead, state=Spot.COMING, **move)
    assert (row.state, row.called_on) == (Spot.COMING, TODAY)

    money = services.add_funding(lead, source="Région", amount=Money(50_00), **facts)
    services.move_funding(lead, funding_id=money.id, state=FundingState.FOUND, **facts)
    assert money.state is FundingState.FOUND
    assert refusal(services.add_funding, lead, source="?", amount=Money(0), **facts)[2] == "amount"


@pytest.mark.both_databases
def test_a_compensation_never_goes_above_its_contract(lead, make):
    atelier = make(lead)
    contract = draw(lead, atelier)
    facts = {"atelier_id": atelier.id, "contract_id": contract.id}
    pay = {**facts, "paid_on": TODAY}
    assert refusal(services.pay, lead, amount=Money(1), **pay)[0] == "atelier.not_signed"
    assert refusal(services.sign_contract, lead, signed_on=date(2027, 1, 1), **facts)[0] == "atelier.future"
    services.sign_contract(lead, signed_on=TODAY, **facts)
    early = refusal(services.pay, lead, amount=Money(1), **(pay | {"paid_on": TODAY - timedelta(days=1)}))
    assert early == ("atelier.paid_early", 422, "paid_on")
    services.pay(lead, amount=Money(200_00), **pay)

    above = refusal(services.pay, lead, amount=Money(100_01), **pay)
    assert above == ("atelier.above_contract", 422, "amount")
    services.pay(lead, amount=Money(100_00), **pay)
    assert refusal(services.pay, lead, amount=Money(1), **pay)[0] == "atelier.above_contract"
    lead.session.flush()
    assert (contract.paid, contract.ledger.left) == (Money(300_00), Money(0))
    assert lead.session.scalar(select(func.count(Payment.id))) == 2
    with pytest.raises(IntegrityError), lead.session.begin_nested():
        lead.session.execute(text("UPDATE atelier_contract SET paid = paid + 1"))


@pytest.mark.both_databases
def test_two_payments_at_once_never_exceed_the_contract(program, lead, make):
    contract = draw(lead, make(lead))
    facts = {"atelier_id": contract.atelier_id, "contract_id": contract.id}
    services.sign_contract(lead, signed_on=TODAY, **facts)
    lead.session.commit()
    start, said = threading.Barrier(3), []

    def pay():
        start.wait(30)
        try:
            with program.database.unit_of_work() as own:
                context = program.context(own, program_viewer("test"))
                services.pay(context, amount=Money(150_01), paid_on=TODAY, **facts)
            said.append("paid")
        except DomainError as error:
            said.append(error.code)

    hands = [threading.Thread(target=pay) for _ in range(3)]
    for one in hands:
        one.start()
    for one in hands:
        one.join(60)

    assert sorted(said) == ["atelier.above_contract", "atelier.above_contract", "paid"]
    lead.session.expire_all()
    assert lead.session.scalar(select(func.sum(Payment.amount))) == contract.paid == Money(150_01)


@pytest.mark.both_databases
def test_a_payment_is_written_once(lead, make, let_through):
    contract = draw(lead, make(lead))
    facts = {"atelier_id": contract.atelier_id, "contract_id": contract.id}
    services.sign_contract(lead, signed_on=TODAY, **facts)
    services.pay(lead, amount=Money(1), paid_on=TODAY, **facts)

    assert let_through([
        ("UPDATE atelier_payment SET amount = 2", "written once"),
        ("DELETE FROM atelier_payment", "written once"),
    ]) == []  # fmt: skip


def test_a_contract_is_one_for_each_structure_and_days_are_noted(lead, make, territory, as_role):
    atelier = make(lead)
    contract = draw(lead, atelier)
    assert refusal(draw, lead, atelier)[0] == "atelier.has_contract"
    day = {"atelier_id": atelier.id, "contract_id": contract.id, "done_on": TODAY, "what": "Visite"}
    assert refusal(services.record_day, lead, half_days=2, **day)[0] == "atelier.not_signed"
    services.sign_contract(lead, atelier_id=atelier.id, contract_id=contract.id, signed_on=TODAY)
    services.record_day(lead, half_days=2, **day)
    assert refusal(services.record_day, lead, half_days=3, **day)[2] == "half_days"
    assert contract.ledger.half_days_done == 2
    with pytest.raises(Forbidden):
        services.pay(
            as_role("pilot"), atelier_id=atelier.id, contract_id=contract.id, amount=Money(1), paid_on=TODAY
        )


def test_meetings_rotate_and_people_adjust(lead, make, territory):
    atelier = make(lead)
    first = datetime(2026, 12, 1, 13, tzinfo=UTC)
    late = {"atelier_id": atelier.id, "first_at": first, "number": 12, "weeks": 4, "name": "Réunion"}
    assert refusal(services.plan_season, lead, **late)[::2] == ("atelier.too_many_meetings", "number")
    for wrong in (atelier.starts_on - timedelta(days=1), atelier.ends_on + timedelta(days=1)):
        early = {**late, "number": 1, "first_at": datetime.combine(wrong, first.timetz())}
        assert refusal(services.plan_season, lead, **early)[::2] == ("atelier.out_of_season", "first_at")
    services.plan_season(lead, **{**late, "number": 6, "weeks": 2})
    assert (
        refusal(services.plan_season, lead, **{**late, "number": 6, "weeks": 2})[0]
        == "atelier.season_planned"
    )
    meetings = meetings_of_work(lead.session, atelier.id)
    hosted = [one.host_id for one in meetings]
    assert sorted(map(hosted.count, territory[:3])) == [2, 2, 2]
    proposal = services.propose_hosts(lead, atelier)
    assert (proposal.is_news, proposal.fairness.is_fair) == (False, True)

    (part,) = [one for one in participations_in(lead.session, atelier.id) if one.actor_id == hosted[1]]
    assert leave_work(lead, part) == 2
    chosen = {"atelier_id": atelier.id, "meeting_id": meetings[1].id}
    assert refusal(services.choose_host, lead, host_id=hosted[1], **chosen) == (
        "works.host_left", 422, "host_id",
    )  # fmt: skip
    assert services.take_proposal(lead, atelier_id=atelier.id) == 2
    left = [one.host_id for one in meetings_of_work(lead.session, atelier.id)]
    assert None not in left
    assert hosted[1] not in left


def test_a_production_is_published_when_it_is_whole(lead, make, as_role):
    atelier = make(lead)
    facts = {"atelier_id": atelier.id}
    row = services.begin_production(
        lead, kind=ProductionKind.GUIDE, title="Le guide", summary="Tout.", **facts
    )
    one = {**facts, "production_id": row.id}
    edit = {**one, "title": "Le guide", "summary": "Tout.", "licence": "CC BY 4.0"}
    skip = refusal(services.move_production, lead, state=ProductionState.PUBLISHED, **one)
    assert skip[0] == "atelier.step"
    for state in (ProductionState.REVIEW, ProductionState.READY):
        services.move_production(lead, state=state, **one)

    def why():
        return refusal(services.move_production, lead, state=ProductionState.PUBLISHED, **one)[0]

    assert why() == "atelier.not_finished"
    services.finish_atelier(lead, atelier_id=atelier.id)
    assert why() == "atelier.no_licence"
    services.edit_production(lead, **edit)
    assert why() == "atelier.no_file"
    assert refusal(services.edit_production, lead, cover=PDF, **edit)[2] == "cover"
    services.edit_production(lead, file=PDF, cover=Upload(name="c.png", content=PNG), **edit)
    services.move_production(lead, state=ProductionState.PUBLISHED, **one)
    services.take_download(as_role("guest"), **one)
    lead.session.flush()
    lead.session.refresh(row)
    assert (row.published_on, row.downloads) == (TODAY, 1)
    assert refusal(services.edit_production, lead, **edit)[0] == "atelier.published"


def test_a_sponsor_helps_no_more_than_it_offered(lead, make, territory, as_role):
    atelier = make(lead, members=2)
    offer = {"atelier_id": atelier.id, "actor_id": territory[0], "offer": "Une visite", "capacity": 1}
    assert refusal(services.offer_sponsor, lead, **offer)[0] == "atelier.not_finished"
    services.finish_atelier(lead, atelier_id=atelier.id)
    assert refusal(services.offer_sponsor, lead, **{**offer, "actor_id": territory[3]})[2] == "actor_id"
    sponsor = services.offer_sponsor(lead, **offer)
    with pytest.raises(Forbidden):
        services.ask_for_help(as_role("member"), atelier_id=atelier.id, actor_id=territory[2], need="?")
    first, second = (
        services.ask_for_help(lead, atelier_id=atelier.id, actor_id=one, need="Aide")
        for one in territory[2:4]
    )
    match = {"atelier_id": atelier.id, "sponsor_id": sponsor.id}
    services.match_help(lead, request_id=first.id, **match)
    assert refusal(services.match_help, lead, request_id=second.id, **match)[0] == "atelier.sponsor_full"
    services.close_help(lead, atelier_id=atelier.id, request_id=first.id, is_done=False)
    services.match_help(lead, request_id=second.id, **match)
    services.close_help(lead, atelier_id=atelier.id, request_id=second.id, is_done=True, note="Deux visites")
    assert (sponsor.helped, first.sponsor_id, second.note) == (1, None, "Deux visites")


def test_the_demonstration_opens_the_studys_ateliers(lead, territory):
    open_ateliers(lead)

    ateliers = lead.session.scalars(select(Atelier).order_by(Atelier.id)).all()
    assert [one.kind.value for one in ateliers] == ["ep", "rq", "ep", "ep", "rq", "rq"]
    assert [len(one.themes) for one in ateliers] == [0, 0, 0, 0, 0, 4]
    assert ateliers[0].phase is WorkPhase.AFTER
    assert ateliers[0].productions[0].state is ProductionState.PUBLISHED


def test_an_atelier_says_something_else_of_itself_and_keeps_its_group(lead, make):
    atelier = make(lead, members=3)
    said = {
        "atelier_id": atelier.id, "title": "Décider", "question": "Ensemble ?", "starts_on": date(2026, 12, 1),
        "ends_on": date(2027, 4, 30), "needed": Money(200_00),
    }  # fmt: skip
    with pytest.raises(Invalid, match=r"atelier\.group_larger"):
        services.change_atelier(lead, size=Size(least=2, most=2), **said)
    changed = services.change_atelier(lead, size=Size(least=2, most=5), **said)
    assert (changed.title, changed.ends_on, changed.most, changed.needed, changed.priority) == (
        "Décider", date(2027, 4, 30), 5, Money(200_00), None,
    )  # fmt: skip
    services.finish_atelier(lead, atelier_id=atelier.id)
    with pytest.raises(Refused, match=r"works\.finished"):
        services.change_atelier(lead, size=Size(least=2, most=5), **said)


@pytest.mark.both_databases
def test_a_meeting_that_was_called_off_needs_no_host(context, make):
    atelier = make(context)
    season = {"atelier_id": atelier.id, "first_at": datetime(2026, 12, 1, 13, tzinfo=UTC), "weeks": 2}
    first, second = services.plan_season(context, **season, number=2, name="Réunion")
    for one in (first, second):
        services.choose_host(context, atelier_id=atelier.id, meeting_id=one.id, host_id=None)
    assert queries.meetings_without_host(context.session) == 2
    assert queries.first_without_host(context.session, TODAY) == first
    call_off_meeting(context, first, reason="Neige")

    assert queries.meetings_without_host(context.session) == 1
    assert queries.first_without_host(context.session, TODAY) == second
