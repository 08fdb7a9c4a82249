"""The panel for those who run the cooperative; reviews recorded; a surplus computed and nothing kept."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from collegial.actors.models import ActorKind, Birth
from collegial.actors.services import name_representative
from collegial.compliance.models import CooperativeReview
from collegial.compliance.queries import facts_on, review_due_on
from collegial.compliance.services import ReviewFacts, record_review
from collegial.kernel.errors import Forbidden, Invalid
from collegial.kernel.money import ZERO, Money
from collegial.membership.models import CategoryAssignment, Member
from collegial.membership.queries import standings
from collegial.membership.services import leave
from collegial.privacy.queries import count_long_gone
from collegial.shares.models import PaymentMethod
from collegial.shares.services import NewPayment, subscribe
from collegial.statutes.models import Category
from collegial.testing.factories import found

GOOD = {
    "period_starts_on": "2021-01-01", "period_ends_on": "2025-12-31", "held_on": "2026-03-01",
    "reviewer": "Union régionale", "findings": "Rien à signaler.", "assembly_id": "",
}  # fmt: skip
YEAR = {"result": "10 000", "subsidies": "", "paid_capital": "50000", "mean_rate": "3", "interest": ""}


def facts(**changes):
    days = {
        name: date.fromisoformat(GOOD[name]) for name in ("period_starts_on", "period_ends_on", "held_on")
    }
    return ReviewFacts(**{**days, "reviewer": "Union", "findings": "Rien.", **changes})


@pytest.fixture
def founded(context, session):
    found(context, {"A": 2, "B": 2, "C": 1, "D": 0})
    session.commit()


@pytest.mark.both_databases
def test_the_facts_of_a_day_are_read(context, session, clock):
    found(context, {"A": 2, "B": 2, "C": 1, "D": 0})
    read = facts_on(session, clock.now().date(), public_categories=("others",))
    assert [one.members for one in read.colleges] == [2, 2, 1, 0]
    assert (read.capital, read.public_capital, read.need_a_voter) == (ZERO, ZERO, 0)
    assert read.floor == read.minimum


@pytest.mark.both_databases
def test_a_public_body_that_left_still_counts_until_its_shares_are_redeemed(context, session, clock):
    found(context, {"A": 1, "B": 1})
    today = clock.now().date()
    members = session.scalars(select(Member).order_by(Member.number)).all()
    for member in members:
        payment = NewPayment(amount=Money(20_000_00), method=PaymentMethod.TRANSFER, received_on=today)
        subscribe(context, member, shares=1000, effective_on=today, payment=payment)
        category = Category(
            key=f"category-{member.number}", name="Essai", is_mandatory=False, position=member.number
        )
        session.add(CategoryAssignment(member=member, category=category, starts_on=member.admitted_on))
    leave(context, members[0], left_on=today, accept_empty=True)

    assert facts_on(session, today, public_categories=("category-1",)).public_capital == Money(20_000_00)
    assert facts_on(session, today, public_categories=("category-2",)).public_capital == Money(20_000_00)
    assert facts_on(session, today, public_categories=("nobody",)).public_capital == ZERO


@pytest.mark.both_databases
def test_an_organisation_and_a_minor_need_someone_who_votes(context, session, clock):
    found(context, {"A": 3})
    today = clock.now().date()
    members = session.scalars(select(Member).order_by(Member.number)).all()
    members[0].actor.kind = ActorKind.ORGANISATION
    session.add(Birth(actor_id=members[1].actor_id, born_on=date(2015, 1, 1)))
    session.flush()

    read = facts_on(session, today, public_categories=())
    assert (read.need_a_voter, read.without_voter) == (2, 2)

    name_representative(context, members[0].actor, members[2].actor, starts_on=today)
    assert facts_on(session, today, public_categories=()).without_voter == 1
    alone = session.execute(standings(today, without_voter=True)).all()
    assert [one.Member.id for one in alone] == [members[1].id]


@pytest.mark.both_databases
def test_whoever_left_long_ago_and_can_be_reached_is_counted(context, session, clock):
    found(context, {"A": 3})
    today = clock.now().date()
    members = session.scalars(select(Member).order_by(Member.number)).all()
    for member in members:
        member.actor.email = f"m{member.number}@example.org"
    leave(context, members[0], left_on=today)
    leave(context, members[1], left_on=today)
    session.flush()

    five_years_on = today.replace(year=today.year + 5)
    assert count_long_gone(session, five_years_on - timedelta(days=1)) == 0
    assert facts_on(session, five_years_on, public_categories=()).leavers_with_contacts == 2
    members[1].actor.email = None
    session.flush()
    assert count_long_gone(session, five_years_on) == 1


@pytest.mark.both_databases
def test_the_next_review_is_due_five_years_after_the_last(context, session, clock):
    found(context, {"A": 1})
    today = clock.now().date()
    assert review_due_on(session, today) == date(2030, 11, 23)  # five years after the statutes' first day
    record_review(context, facts())
    assert review_due_on(session, today) == date(2031, 3, 1)
    assert review_due_on(session, date(2026, 2, 1)) == date(2030, 11, 23)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reviewer": " "}, "reviewer"),
        ({"findings": ""}, "findings"),
        ({"period_ends_on": date(2021, 1, 1)}, "period_ends_on"),
        ({"held_on": date(2025, 1, 1)}, "held_on"),
        ({"held_on": date(2026, 12, 1)}, "held_on"),
    ],
)
def test_a_review_that_cannot_be_is_refused_at_its_field(context, session, change, field):
    with pytest.raises(Invalid) as refusal:
        record_review(context, facts(**change))
    assert refusal.value.field == field
    assert session.scalar(select(func.count()).select_from(CooperativeReview)) == 0


def test_members_do_not_record_reviews(as_role):
    with pytest.raises(Forbidden):
        record_review(as_role("member"), facts())


def test_the_panel_shows_each_rule_with_its_source_and_says_that_it_is_no_advice(client, sign_in, founded):
    sign_in("staff")
    page = client.get("/compliance/").text
    assert "gives no legal advice" in page
    assert "art. 19 septies" in page
    assert "(to be confirmed)" in page
    assert page.count("by your counsel") == 1
    assert "Nobody is in the mandatory category" in page
    assert 'href="/members/new"' in page


@pytest.mark.parametrize("query", ["on=x", "on=9999-12-31", "on="])
def test_a_senseless_day_is_no_error(client, sign_in, founded, query):
    sign_in("staff")
    assert client.get(f"/compliance/?{query}").status_code == 200


def test_a_day_before_the_statutes_says_so(client, sign_in, founded):
    sign_in("staff")
    assert "No statutes are in force" in client.get("/compliance/?on=1999-01-01").text


def test_before_the_statutes_the_page_says_what_to_do_first(client, sign_in):
    sign_in("staff")
    assert "Write the statutes" in client.get("/compliance/").text


@pytest.mark.parametrize(("role", "path"), [("staff", "/privacy/requests"), ("chair", "/privacy/inventory")])
def test_the_panel_leads_to_personal_data(client, sign_in, founded, role, path):
    sign_in(role)
    assert f'href="{path}"' in client.get("/compliance/").text
    assert client.get(path).status_code == 200


def test_members_do_not_see_the_panel(client, sign_in, founded):
    sign_in("member")
    assert client.get("/compliance/").status_code == 403
    assert "/compliance/" not in client.get("/").text


def test_the_home_page_says_what_asks_for_attention(client, sign_in, founded):
    sign_in("staff")
    page = client.get("/").text
    assert "What to do:" in page
    assert "Cooperative review" in page


def test_a_review_is_recorded_on_its_page(client, sign_in, founded):
    sign_in("staff")
    assert client.post("/compliance/reviews/new", data=GOOD).location.startswith("/compliance/")
    assert "Union régionale" in client.get("/compliance/").text


def test_a_wrong_review_is_kept_on_the_page(client, sign_in, founded):
    sign_in("staff")
    answer = client.post("/compliance/reviews/new", data=GOOD | {"held_on": "2020-01-01"})
    assert answer.status_code == 422
    assert 'id="held_on-error"' in answer.text
    assert "Union régionale" in answer.text


def test_a_surplus_is_computed_and_nothing_is_kept(client, sign_in, founded):
    sign_in("staff")
    answer = client.post("/compliance/surplus", data=YEAR)
    assert answer.status_code == 200
    assert "€1,500.00" in answer.text
    assert "€4,250.00" in answer.text


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("result", "beaucoup"),
        ("mean_rate", "x"),
        ("interest", "9999"),
        ("subsidies", "1.234"),
        ("paid_capital", ""),
    ],
)
def test_a_wrong_figure_is_refused_at_its_field(client, sign_in, founded, field, wrong):
    sign_in("staff")
    answer = client.post("/compliance/surplus", data=YEAR | {field: wrong})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
