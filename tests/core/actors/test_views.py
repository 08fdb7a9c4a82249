"""The directory is public for organisations; persons are for those who may see them."""

from datetime import UTC, date, datetime

import pytest

from collegial.actors.models import ActorKind, ActorShowing
from collegial.actors.services import NewActor, add_actor, add_actors, add_family, name_representative


@pytest.fixture(autouse=True)
def member(sign_in):
    """Read the directory as a member does; visitors have a test of their own."""
    sign_in("member")


@pytest.fixture
def actors(context, session):
    add_family(context, key="base", label="Structures de base", level=0)
    add_family(context, key="public", label="Collectivités")
    made = {
        "epicerie": NewActor(
            kind=ActorKind.ORGANISATION, name="L’Épicerie", family_key="base", is_invented=True
        ),
        "region": NewActor(kind=ActorKind.ORGANISATION, name="Conseil régional", family_key="public"),
        "lone": NewActor(kind=ActorKind.ORGANISATION, name="Sans famille"),
        "nolwenn": NewActor(kind=ActorKind.PERSON, name="Nolwenn Kerbrazan", email="nolwenn@example.org"),
    }
    ids = {key: actor.id for key, actor in zip(made, add_actors(context, made.values()), strict=True)}
    session.commit()
    return ids


def test_anyone_reads_the_organisations_by_family_and_level(client, actors):
    page = client.get("/actors/").text

    assert "Structures de base" in page
    assert "Level 0" in page
    assert page.index("L’Épicerie") < page.index("Conseil régional") < page.index("Sans famille")
    assert "3 actors found." in page
    assert page.count("Invented for the demo") == 1


def test_a_visitor_sees_those_who_agreed_and_nobody_else(client, session, actors):
    with client.session_transaction() as cookie:
        cookie.clear()
    agreed = ActorShowing(
        actor_id=actors["lone"], agreed_at=datetime(2026, 1, 1, tzinfo=UTC), how="Letter", recorded_by="Staff"
    )
    session.add(agreed)
    session.commit()
    page = client.get("/actors/").text
    assert "Sans famille" in page
    assert "Conseil régional" not in page
    assert client.get(f"/actors/{actors['lone']}").status_code == 200
    assert client.get(f"/actors/{actors['region']}").status_code == 404
    assert [one["name"] for one in client.get("/api/v1/actors").json["items"]] == ["Sans famille"]


def test_persons_stay_out_of_the_public_directory(client, actors):
    assert "Nolwenn" not in client.get("/actors/").text
    assert "Nolwenn" not in client.get("/actors/?q=nolwenn").text

    answer = client.get(f"/actors/{actors['nolwenn']}")

    assert answer.status_code == 404
    assert "Nolwenn" not in answer.text


@pytest.mark.parametrize("role", ["staff", "chair", "pilot", "administrator"])
def test_those_who_work_with_persons_find_them(client, sign_in, actors, role):
    sign_in(role)

    assert "Nolwenn Kerbrazan" in client.get("/actors/?q=KERBRAZAN").text
    assert "nolwenn@example.org" in client.get(f"/actors/{actors['nolwenn']}").text


def test_a_member_sees_no_more_persons_than_the_public(client, sign_in, actors):
    sign_in("member")

    assert "Nolwenn" not in client.get("/actors/?q=nolwenn").text


@pytest.mark.parametrize("words", ["epicerie", "L'EPI", "épic l"])
def test_a_search_forgets_accents_capitals_and_order(client, actors, words):
    page = client.get("/actors/", query_string={"q": words}).text

    assert "1 actor found." in page
    assert "Conseil régional" not in page


@pytest.mark.parametrize("words", ["%", "_", "\\"])
def test_a_search_takes_signs_as_they_are(client, actors, words):
    assert "Nobody was found" in client.get("/actors/", query_string={"q": words}).text


def test_a_family_narrows_the_directory_and_the_search_stays(client, actors):
    page = client.get("/actors/?family=public&q=region").text

    assert "1 actor found." in page
    assert 'value="region"' in page
    assert "Conseil régional" in page


def test_an_empty_directory_says_what_will_be_there(client):
    assert "The directory is empty" in client.get("/actors/").text


def test_an_actor_page_shows_who_represents_it_to_the_staff_only(client, sign_in, context, session, actors):
    organisation = add_actor(context, kind=ActorKind.ORGANISATION, name="Ressourcerie")
    person = add_actor(context, kind=ActorKind.PERSON, name="Awena Le Gall")
    name_representative(context, organisation, person, date(2026, 1, 1))
    session.commit()
    address = f"/actors/{organisation.id}"

    assert "Awena" not in client.get(address).text
    sign_in("staff")
    page = client.get(address).text

    assert "Awena Le Gall" in page
    assert "In office" in page


def test_an_unknown_actor_is_not_found(client):
    assert client.get("/actors/999").status_code == 404


def test_the_directory_is_paged(client, context, session):
    add_actors(context, [NewActor(kind=ActorKind.ORGANISATION, name=f"Structure {n:03}") for n in range(120)])
    session.commit()

    first, last = client.get("/actors/?q=structure").text, client.get("/actors/?q=structure&page=3").text

    assert "Structure 049" in first
    assert "Structure 050" not in first
    assert "/actors/?page=2&amp;q=structure" in first
    assert "Structure 119" in last
    assert client.get("/actors/?page=nonsense").status_code == 200


def test_the_directory_asks_the_same_number_of_questions_whatever_its_size(statements_of, context, session):
    few = statements_of("/actors/")
    for number in range(10):
        add_family(context, key=f"family{number}", label=f"Family {number}")
    new = [
        NewActor(kind=ActorKind.ORGANISATION, name=f"Structure {n}", family_key=f"family{n % 10}")
        for n in range(60)
    ]
    add_actors(context, new)
    session.commit()

    assert statements_of("/actors/") == few
