"""The register's pages: read by members, written by the staff, errors at their fields."""

import pytest
from sqlalchemy import func, select

from collegial.actors.models import ActorKind
from collegial.actors.services.adding import add_actor
from collegial.decisions.models import Decision, DecisionSource, FollowUp
from collegial.decisions.services import HandEntry, enter_by_hand

GOOD = {
    "source": "board", "body": "Conseil", "title": "Un local", "text": "Louer un **local**.",
    "decided_on": "2026-11-20", "result": "adopted",
}  # fmt: skip


@pytest.fixture
def entered(context, session, clock):
    made = enter_by_hand(
        context,
        HandEntry(
            source=DecisionSource.BOARD, body="Conseil", title="Un local", text="Louer un **local**.",
            decided_on=clock.now().date(),
        ),
    )  # fmt: skip
    session.commit()
    return made


def count(session, table):
    session.rollback()
    return session.scalar(select(func.count()).select_from(table))


def test_a_visitor_signs_in_first(client):
    assert "/sign-in" in client.get("/decisions/").location


def test_members_read_the_register_and_find_no_button_to_write(client, sign_in, entered):
    sign_in("member")
    page = client.get("/decisions/").text
    assert "Un local" in page
    assert "/decisions/new" not in page
    assert "<strong>local</strong>" in client.get("/decisions/1").text
    assert client.get("/decisions/new").status_code == 403


def test_an_empty_register_says_what_fills_it(client, sign_in):
    sign_in("member")
    page = client.get("/decisions/").text
    assert "No decision yet" in page
    assert "<search>" not in page


@pytest.mark.parametrize(
    "query", ["year=x", "state=x", "page=x", "page=-3", "year=99999", "year=0", "q=%25_"]
)
def test_a_senseless_search_is_no_error(client, sign_in, entered, query):
    sign_in("member")
    assert client.get(f"/decisions/?{query}").status_code == 200


def test_an_unknown_number_is_not_found(client, sign_in):
    sign_in("member")
    assert client.get("/decisions/7").status_code == 404


def test_the_staff_enters_a_decision(client, sign_in, session):
    sign_in("staff")
    assert "the new version is to be recorded among the statutes too" in client.get("/decisions/new").text
    answer = client.post("/decisions/new", data=GOOD)
    assert answer.location == "/decisions/1"
    assert count(session, Decision) == 1


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("body", ""), ("title", "x" * 301), ("text", " "), ("decided_on", "2026-13-01"), ("decided_on", "2027-01-01"),
     ("source", "assembly"), ("result", "perhaps")],
)  # fmt: skip
def test_a_wrong_entry_is_refused_at_its_field_and_kept_on_the_page(client, sign_in, session, field, wrong):
    sign_in("staff")
    answer = client.post("/decisions/new", data=GOOD | {field: wrong})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "Louer un" in answer.text or field == "text"
    assert count(session, Decision) == 0


def test_a_step_is_noted_with_someone_found_by_name(client, sign_in, context, session, entered):
    someone = add_actor(context, kind=ActorKind.PERSON, name="Zoé Kermeur")
    session.commit()
    sign_in("staff")
    assert "Zoé Kermeur" in client.get("/decisions/1/follow?find=zoe").text
    sent = {"state": "under_way", "owner_id": someone.id, "due_on": "2026-12-24", "note": "Visites"}
    assert client.post("/decisions/1/follow?find=zoe", data=sent).location == "/decisions/1"
    page = client.get("/decisions/1").text
    assert "Zoé Kermeur" in page
    assert "Visites" in page
    assert "A decision is to be carried out" in client.get("/").text


def test_someone_outside_the_list_is_refused(client, sign_in, session, entered):
    sign_in("staff")
    answer = client.post("/decisions/1/follow", data={"state": "under_way", "owner_id": "4711"})
    assert answer.status_code == 422
    assert 'id="owner_id-error"' in answer.text
    assert count(session, FollowUp) == 1


def test_the_register_takes_the_same_statements_whatever_its_length(
    client, sign_in, context, session, statements_of
):
    sign_in("member")
    for _ in range(3):
        add_one(context)
    session.commit()
    few = statements_of("/decisions/")
    for _ in range(40):
        add_one(context)
    session.commit()
    assert statements_of("/decisions/") == few


def add_one(context):
    enter_by_hand(
        context,
        HandEntry(
            source=DecisionSource.BOARD, body="Conseil", title="Une", text="Une.",
            decided_on=context.clock.now().date(),
        ),
    )  # fmt: skip
