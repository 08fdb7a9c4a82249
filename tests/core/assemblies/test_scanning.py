"""A convocation's QR code at the desk: the scanner types its link, a phone of the staff opens it."""

import pytest
from sqlalchemy import select

from collegial.assemblies.links import link_to
from collegial.assemblies.models import Invitation
from collegial.testing.factories import convened


@pytest.fixture
def shown(app, context, session):
    """Return the link of one voter, its address on the site, the voter's name and the assembly's number."""
    world = convened(context, {"A": 3, "B": 1, "C": 1, "D": 1})
    entry = world.entries["A"][1]
    one = session.scalars(select(Invitation).where(Invitation.entry_id == entry.id)).one()
    with app.test_request_context():
        link = link_to(one)
    name, number, assembly = entry.name, entry.member_number, world.assembly.id
    session.commit()
    return link, name, number, assembly


def test_what_a_hand_scanner_types_finds_the_voter(client, sign_in, shown):
    link, name, _, assembly = shown
    sign_in("staff")
    page = client.get(f"/assemblies/{assembly}/desk", query_string={"q": link}).text
    assert name in page
    assert page.count('/in"') == 1


def test_the_phone_of_the_staff_lands_at_the_desk(client, sign_in, shown):
    link, _, number, assembly = shown
    sign_in("staff")
    path = link.removeprefix("http://localhost")
    assert client.get(path).location == f"/assemblies/{assembly}/desk?q={number}"


def test_someone_elses_link_opens_nothing_to_a_member(client, sign_in, shown):
    sign_in("member")
    answer = client.get(shown[0].removeprefix("http://localhost"))
    assert answer.status_code == 200


def test_within_the_desk_a_link_that_is_wrong_finds_nobody(client, sign_in, shown):
    sign_in("staff")
    asked = {"query_string": {"q": f"{shown[0]}x"}, "headers": {"HX-Request": "true"}}
    answer = client.get(f"/assemblies/{shown[3]}/desk", **asked)
    assert answer.status_code == 200
    assert "<h1" not in answer.text
    assert "Personne n’a été trouvé" in answer.text


def test_a_link_that_is_wrong_is_not_found(client, sign_in, shown):
    sign_in("staff")
    assert client.get(f"/assemblies/{shown[3]}/desk", query_string={"q": f"{shown[0]}x"}).status_code == 404
