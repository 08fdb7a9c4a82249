"""The staff adds actors, says how they are reached and who stands for them; each error stands at its field."""

from datetime import date

import pytest
from sqlalchemy import func, select

from collegial.actors.models import (
    Actor,
    ActorKind,
    Contact,
    ContactKind,
    Guardian,
    Identifier,
    JointHolder,
    Merge,
    Representative,
)
from collegial.actors.queries import born_on
from collegial.actors.rules import IdentifierKind
from collegial.actors.services import (
    NewAddress,
    add_actor,
    add_contact,
    add_family,
    merge_actors,
    move_to,
    name_representative,
    record_birth,
    record_identifier,
)
from collegial.web.once import new_mark

IBAN = "FR7630006000011234567890189"


@pytest.fixture
def staff(client, sign_in):
    sign_in("staff")
    return client


@pytest.fixture
def ids(context, session, organisation, person, other):
    joint = add_actor(context, kind=ActorKind.ORGANISATION, name="Indivision", is_joint=True)
    minor = add_actor(context, kind=ActorKind.PERSON, name="Malo Kerbrazan")
    record_birth(context, minor, date(2015, 1, 1))
    add_family(context, key="base", label="Structures de base", level=0)
    session.commit()
    return {
        "organisation": organisation.id, "person": person.id, "other": other.id, "joint": joint.id,
        "minor": minor.id,
    }  # fmt: skip


def post(client, path, **data):
    return client.post(path, data={"once": new_mark(), **data})


def rows(session, model):
    """Return the rows as they are, and leave the database to whoever writes next."""
    session.rollback()
    session.expunge_all()
    found = session.scalars(select(model).order_by(model.id)).all()
    session.expunge_all()
    session.rollback()
    return found


def test_a_person_is_added_by_name_and_birth(staff, session, ids):
    answer = post(
        staff, "/actors/new/person", given_name=" Awena", family_name="Le Gall ", born_on="2012-05-01",
        email="awena@example.org", locality="Redon", family="base",
    )  # fmt: skip

    (awena,) = [one for one in rows(session, Actor) if one.name == "Awena Le Gall"]
    assert answer.location == f"/actors/{awena.id}"
    assert (awena.kind, awena.email, awena.given_name) == (ActorKind.PERSON, "awena@example.org", "Awena")
    page = staff.get(answer.location).text
    assert "Minor" in page
    assert "Structures de base" in page
    assert born_on(session, awena.id) == date(2012, 5, 1)


@pytest.mark.parametrize(("sort", "joint"), [("organisation", False), ("joint", True)])
def test_an_organisation_and_joint_holders_are_added(staff, session, sort, joint):
    assert post(staff, f"/actors/new/{sort}", name="Le Fil").status_code == 302

    (made,) = rows(session, Actor)
    assert (made.name, made.is_joint, made.kind) == ("Le Fil", joint, ActorKind.ORGANISATION)


@pytest.mark.parametrize(
    ("sort", "data", "field", "message"),
    [
        ("organisation", {"name": ""}, "name", "This answer is needed."),
        ("organisation", {"name": "x" * 201}, "name", "200"),
        ("organisation", {"name": "A", "email": "nobody"}, "email", "is not an e-mail address."),
        ("organisation", {"name": "A", "family": "none"}, "family", "Choose one from the list."),
        ("person", {"given_name": "Awena"}, "family_name", "This answer is needed."),
        (
            "person",
            {"given_name": "A", "family_name": "B", "born_on": "2190-01-01"},
            "born_on",
            "Nobody alive was born on that day.",
        ),
    ],
)
def test_what_cannot_be_right_stands_at_its_field(staff, session, sort, data, field, message):
    answer = post(staff, f"/actors/new/{sort}", **data)

    assert answer.status_code == 422
    error = answer.text.split(f'id="{field}-error"')[1].split("</p>")[0]
    assert message in error
    assert rows(session, Actor) == []


def test_an_actor_is_corrected(staff, session, ids):
    page = f"/actors/{ids['person']}/edit"
    assert 'value="Nolwenn"' in staff.get(page).text
    assert 'value="Kerbrazan"' in staff.get(page).text

    answer = post(staff, page, given_name="Nolwenn", family_name="Le Gall", born_on="1990-01-01")

    assert answer.location == f"/actors/{ids['person']}"
    assert "Nolwenn Le Gall" in [one.name for one in rows(session, Actor)]
    assert post(staff, page, given_name="", family_name="x").status_code == 422


@pytest.mark.parametrize(
    ("who", "name"),
    [("organisation", {"name": "Jardins"}), ("person", {"given_name": "Nolwenn", "family_name": "Le Gall"})],
)
def test_the_form_shows_the_family_that_an_actor_has(staff, ids, who, name):
    page = f"/actors/{ids[who]}/edit"
    assert post(staff, page, family="base", locality="Redon", **name).status_code == 302

    shown = staff.get(page).text
    assert '<option selected value="base">' in shown
    assert 'value="Redon"' in shown


def test_contacts_are_added_made_main_and_removed(staff, session, ids):
    page = f"/actors/{ids['organisation']}/contacts"
    for number in ("0299000001", "0299000002"):
        assert post(staff, page, kind="phone", value=number).status_code == 302
    first, second = rows(session, Contact)

    assert staff.post(f"{page}/{second.id}/main").status_code == 302
    assert staff.post(f"{page}/{first.id}/remove").status_code == 302

    (left,) = rows(session, Contact)
    assert (left.value, left.is_main) == ("+33299000002", True)
    shown = staff.get(f"/actors/{ids['organisation']}").text
    assert "02 99 00 00 02" in shown
    assert "02 99 00 00 01" not in shown


def test_a_wrong_contact_stands_at_its_field(staff, session, ids):
    answer = post(staff, f"/actors/{ids['person']}/contacts", kind="phone", value="twelve")

    assert answer.status_code == 422
    assert "6 to 15 digits" in answer.text.split('id="value-error"')[1].split("</p>")[0]
    assert rows(session, Contact) == []


def test_a_contact_of_another_actor_is_not_found(staff, context, session, ids, person):
    contact = add_contact(context, person, kind=ContactKind.PHONE, value="0299000001")
    session.commit()

    for act in ("main", "remove"):
        answer = staff.post(f"/actors/{ids['organisation']}/contacts/{contact.id}/{act}")
        assert answer.status_code == 404
    assert len(rows(session, Contact)) == 1


def test_a_move_is_recorded(staff, session, ids):
    page = f"/actors/{ids['organisation']}/address"
    answer = post(
        staff, page, lines="1 rue du Fil", postcode="35000", locality="Rennes", country="FR",
        starts_on="2026-01-01",
    )  # fmt: skip
    shown = staff.get(answer.location).text

    assert "1 rue du Fil" in shown
    assert "Current" in shown
    wrong = post(staff, page, lines="", locality="", country="FR", starts_on="2026-01-01")
    assert wrong.status_code == 422
    assert 'value="FR"' in wrong.text
    assert 'value="XA"' not in wrong.text, "what the names of territories hold for tests is no country"


def test_a_wrong_iban_is_refused_at_its_field_and_kept_nowhere(staff, session, ids):
    answer = post(
        staff, f"/actors/{ids['person']}/numbers", kind="iban", value=IBAN[:-1] + "8", purpose="Parts"
    )

    assert answer.status_code == 422
    assert "its key does not fit" in answer.text.split('id="value-error"')[1].split("</p>")[0]
    assert rows(session, Identifier) == []


def test_an_account_is_masked_until_someone_asks(staff, session, ids):
    page = f"/actors/{ids['person']}/numbers"
    post(staff, page, kind="iban", value=IBAN, purpose="Remboursement de parts")
    (account,) = rows(session, Identifier)
    shown = staff.get(f"/actors/{ids['person']}").text
    assert "FR76 •••• •••• 0189" in shown
    assert "3000 6000" not in shown

    whole = staff.post(f"{page}/{account.id}/read")

    assert "FR76 3000 6000 0112 3456 7890 189" in whole.text
    assert staff.post(f"{page}/{account.id}/end").status_code == 302
    assert rows(session, Identifier) == []
    assert staff.post(f"{page}/{account.id}/read").status_code == 404


def test_only_a_bank_number_is_read(staff, session, context, ids, organisation):
    siren = record_identifier(context, organisation, kind=IdentifierKind.SIREN, value="732829320")
    session.commit()

    assert staff.post(f"/actors/{organisation.id}/numbers/{siren.id}/read").status_code == 404


@pytest.mark.parametrize("role", ["chair", "pilot"])
def test_a_bank_account_is_for_the_staff_alone(client, sign_in, context, session, ids, person, role):
    record_identifier(context, person, kind=IdentifierKind.IBAN, value=IBAN, purpose="Remboursement")
    session.commit()
    sign_in(role)

    page = client.get(f"/actors/{person.id}").text

    assert "Nolwenn Kerbrazan" in page
    assert "0189" not in page
    assert "Remboursement" not in page


def test_a_representative_is_found_by_name_or_added_on_the_spot(staff, session, ids):
    page = f"/actors/{ids['organisation']}/representative"
    assert "Nolwenn Kerbrazan" in staff.get(f"{page}?q=KERB").text

    found = post(staff, f"{page}?q=KERB", person=str(ids["person"]), starts_on="2026-01-01")
    added = post(staff, page, given_name="Awena", family_name="Le Gall", starts_on="2026-06-01")

    assert (found.status_code, added.status_code) == (302, 302)
    first, second = rows(session, Representative)
    assert (first.person_id, first.ends_on) == (ids["person"], date(2026, 6, 1))
    assert (second.person_id, second.ends_on) == (max(one.id for one in rows(session, Actor)), None)
    history = staff.get(f"/actors/{ids['organisation']}").text
    assert history.index("Awena Le Gall") < history.index("Nolwenn Kerbrazan")


def test_two_representatives_at_once_are_refused_at_the_day(staff, session, ids):
    page = f"/actors/{ids['organisation']}/representative?q=e"
    post(staff, page, person=str(ids["person"]), starts_on="2026-06-01")

    answer = post(staff, page, person=str(ids["other"]), starts_on="2026-01-01")

    assert answer.status_code == 409
    assert "already named" in answer.text.split('id="starts_on-error"')[1].split("</p>")[0]
    assert len(rows(session, Representative)) == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "or write the given name and the family name"),
        ({"given_name": "Awena"}, "or write the given name and the family name"),
        ({"person": "?", "family_name": "Le Gall"}, "not both"),
    ],
)
def test_nobody_chosen_or_too_many_is_refused_and_adds_nobody(staff, session, ids, data, message):
    before = len(rows(session, Actor))
    sent = {**data, "person": str(ids["person"])} if "person" in data else data

    answer = post(
        staff, f"/actors/{ids['organisation']}/representative?q=kerb", starts_on="2026-01-01", **sent
    )

    assert answer.status_code == 422
    assert message in answer.text
    assert (rows(session, Representative), len(rows(session, Actor))) == ([], before)


def test_a_refused_name_does_not_leave_a_new_person_behind(staff, session, ids):
    before = len(rows(session, Actor))
    page = f"/actors/{ids['joint']}/representative"

    answer = post(staff, page, given_name="Awena", family_name="Le Gall", starts_on="2026-01-01")

    assert answer.status_code == 409
    assert "Joint holders are at least two" in answer.text
    assert len(rows(session, Actor)) == before


def test_the_end_of_a_representation_stays_in_the_list(staff, session, ids, context, organisation, person):
    name_representative(context, organisation, person, date(2026, 1, 1))
    session.commit()
    page = f"/actors/{organisation.id}/representative/end"

    assert staff.post(page, data={"ends_on": "2025-01-01"}).status_code == 422
    assert staff.post(page, data={"ends_on": "2026-06-01"}).status_code == 302
    assert staff.post(page, data={"ends_on": "2026-06-01"}).status_code == 409

    assert "1 June 2026" in staff.get(f"/actors/{organisation.id}").text


def test_a_guardian_is_named_and_ended(staff, session, ids):
    page = f"/actors/{ids['minor']}/guardian"
    named = post(
        staff, f"{page}?q=tregoarn", person=str(ids["other"]), kind="guardian", starts_on="2026-01-01"
    )

    assert named.status_code == 302
    assert "Samuel Tregoarn" in staff.get(f"/actors/{ids['minor']}").text
    assert "Malo Kerbrazan" in staff.get(f"/actors/{ids['other']}").text
    assert staff.post(f"{page}/end", data={"ends_on": "2026-06-01"}).status_code == 302
    assert rows(session, Guardian)[0].ends_on == date(2026, 6, 1)


def test_holders_are_added_and_ended_and_get_a_manager(staff, session, ids):
    page = f"/actors/{ids['joint']}"
    for one, words in (("person", "kerb"), ("other", "treg")):
        sent = post(staff, f"{page}/holders?q={words}", person=str(ids[one]), starts_on="2026-01-01")
        assert sent.status_code == 302
    manager = post(staff, f"{page}/representative?q=treg", person=str(ids["other"]), starts_on="2026-01-01")
    assert manager.status_code == 302

    ended = staff.post(f"{page}/holders/{ids['person']}/end", data={"ends_on": "2026-06-01"})

    assert ended.status_code == 302
    ends = {one.person_id: one.ends_on for one in rows(session, JointHolder)}
    assert ends == {ids["person"]: date(2026, 6, 1), ids["other"]: None}


def test_joint_holders_and_persons_stay_out_of_the_public_directory(client, ids):
    assert "Indivision" not in client.get("/actors/").text
    for hidden in ("joint", "person", "minor"):
        assert client.get(f"/actors/{ids[hidden]}").status_code == 404


def test_a_pair_is_compared_and_merged(staff, context, session, ids, organisation):
    again = add_actor(
        context, kind=ActorKind.ORGANISATION, name="les jardins de l'orée", email="a@example.org"
    )
    move_to(context, again, NewAddress(lines="1 rue", locality="Redon"), date(2026, 1, 1))
    session.commit()
    page = f"/actors/{organisation.id}/merge/{again.id}"
    assert page in staff.get("/actors/duplicates").text
    assert page in staff.get(f"/actors/{again.id}").text
    assert "same name" in staff.get(page).text

    empty = staff.post(page, data={"kept": str(organisation.id), "reason": ""})
    assert empty.status_code == 422
    answer = staff.post(page, data={"kept": str(organisation.id), "reason": "Vu avec eux"})

    assert answer.location == f"/actors/{organisation.id}"
    assert "Vu avec eux" in staff.get(answer.location).text
    moved = staff.get(f"/actors/{again.id}")
    assert (moved.status_code, moved.location) == (302, f"/actors/{organisation.id}")
    assert "No pair to look at" in staff.get("/actors/duplicates").text


def test_what_contradicts_a_merge_is_said_and_nothing_changes(staff, context, session, ids, organisation):
    again = add_actor(context, kind=ActorKind.ORGANISATION, name="Les Jardins de l’Orée")
    record_identifier(context, organisation, kind=IdentifierKind.SIREN, value="732829320")
    record_identifier(context, again, kind=IdentifierKind.SIREN, value="356000000")
    session.commit()

    answer = staff.post(
        f"/actors/{organisation.id}/merge/{again.id}", data={"kept": str(again.id), "reason": "Non"}
    )

    assert answer.status_code == 409
    assert "SIREN numbers differ" in answer.text
    assert rows(session, Merge) == []


def test_a_pair_that_is_two_comes_up_no_more(staff, context, session, ids, organisation):
    again = add_actor(context, kind=ActorKind.ORGANISATION, name="Les Jardins de l’Orée")
    session.commit()

    answer = staff.post(f"/actors/{organisation.id}/distinct/{again.id}")

    assert answer.location == "/actors/duplicates"
    assert "No pair to look at" in staff.get("/actors/duplicates").text


CHANGING = [
    "new/person", "{organisation}/edit", "{organisation}/contacts", "{organisation}/address",
    "{organisation}/numbers", "{organisation}/representative", "{organisation}/representative/end",
    "{minor}/guardian", "{minor}/guardian/end", "{joint}/holders", "{joint}/holders/{person}/end",
    "duplicates", "{person}/merge/{other}",
]  # fmt: skip


@pytest.mark.parametrize("path", CHANGING)
def test_pages_that_change_actors_open_for_the_staff(staff, ids, path):
    assert staff.get(f"/actors/{path.format(**ids)}").status_code == 200


@pytest.mark.parametrize("path", CHANGING)
def test_nothing_changes_by_looking(staff, session, ids, path):
    before = session.scalar(select(func.count()).select_from(Actor))

    staff.get(f"/actors/{path.format(**ids)}")

    assert session.scalar(select(func.count()).select_from(Actor)) == before
    assert rows(session, Representative) + rows(session, Merge) == []


def test_the_page_of_an_actor_takes_as_many_statements_for_ten_times_the_rows(
    staff, statements_of, context, session, ids, organisation, person
):
    path = f"/actors/{organisation.id}"
    add_contact(context, organisation, kind=ContactKind.PHONE, value="0299000000")
    name_representative(context, organisation, person, date(2020, 1, 1))
    session.commit()
    statements_of(path)
    few = statements_of(path)

    for number in range(10):
        one = add_actor(context, kind=ActorKind.PERSON, name=f"Person {number}")
        name_representative(context, organisation, one, date(2021 + number // 5, 1 + number, 1))
        add_contact(context, organisation, kind=ContactKind.PHONE, value=f"029900001{number}")
    session.commit()

    assert statements_of(path) == few


def test_the_list_of_pairs_takes_as_many_statements_for_many(staff, statements_of, context, session, ids):
    def add(names):
        for name in names:
            for _ in range(2):
                add_actor(context, kind=ActorKind.ORGANISATION, name=name)
        session.commit()

    add(["Le Fil"])
    statements_of("/actors/duplicates")
    few = statements_of("/actors/duplicates")
    add([f"Structure {number}" for number in range(20)])

    assert statements_of("/actors/duplicates") == few


def test_a_merged_actor_is_changed_no_more(staff, context, session, ids, person, other, organisation):
    merge_actors(context, person, other, "Une seule")
    session.commit()

    answer = post(staff, f"/actors/{other.id}/contacts", kind="phone", value="0299000001")

    assert answer.status_code == 409
    assert "was found to be another actor" in answer.text
    assert rows(session, Contact) == []
