"""The panel for those who run the cooperative; reviews recorded; a surplus computed and nothing kept."""

from datetime import date

import pytest
from sqlalchemy import func, select

from collegial.compliance.models import CooperativeReview
from collegial.compliance.queries import facts_on, review_due_on
from collegial.compliance.services import ReviewFacts, record_review
from collegial.kernel.errors import Forbidden, Invalid
from collegial.kernel.money import ZERO
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
    assert (read.capital, read.public_capital, read.organisations) == (ZERO, ZERO, 0)
    assert read.floor == read.minimum


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
    assert "to be confirmed by your counsel" in page
    assert "Nobody is in the mandatory category" in page


@pytest.mark.parametrize("query", ["on=x", "on=9999-12-31", "on="])
def test_a_senseless_day_is_no_error(client, sign_in, founded, query):
    sign_in("staff")
    assert client.get(f"/compliance/?{query}").status_code == 200


def test_a_day_before_the_statutes_says_so(client, sign_in, founded):
    sign_in("staff")
    assert client.get("/compliance/?on=1999-01-01").status_code == 409


def test_members_do_not_see_the_panel(client, sign_in, founded):
    sign_in("member")
    assert client.get("/compliance/").status_code == 403
    assert "/compliance/" not in client.get("/").text


def test_the_home_page_says_what_asks_for_attention(client, sign_in, founded):
    sign_in("staff")
    assert "Compliance: what asks for attention" in client.get("/").text


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
