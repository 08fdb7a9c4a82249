"""Everyone who is signed in reads the groups of today."""

from datetime import date

import pytest

from collegial.actors.models import ActorKind
from collegial.actors.services import NewActor, add_actors
from collegial.groups.models import GroupKind
from collegial.groups.services import add_group_member, create_group, end_group_membership


@pytest.fixture
def filled(context, session, pilots, person, organisation):
    add_group_member(context, pilots, person, starts_on=date(2026, 3, 1), title="Rapporteuse")
    add_group_member(context, pilots, organisation, starts_on=date(2026, 3, 1))
    end_group_membership(context, pilots, organisation, ends_on=date(2026, 4, 1))
    session.commit()


def test_a_visitor_signs_in_first(client, filled):
    answer = client.get("/groups/")

    assert answer.status_code == 302
    assert "/sign-in" in answer.location


def test_a_member_reads_the_groups_their_mandate_and_their_members(client, sign_in, filled):
    sign_in("member")

    page = client.get("/groups/").text

    assert "Groupe de pilotage" in page
    assert "Pilot group" in page
    assert "<strong>passages</strong>" in page
    assert "Nolwenn Kerbrazan" in page
    assert "Rapporteuse" in page
    assert "Codespar" not in page


def test_a_person_is_a_link_only_for_those_who_may_open_it(client, sign_in, filled, person):
    link = f'href="/actors/{person.id}"'
    sign_in("member")
    assert link not in client.get("/groups/").text

    sign_in("staff")
    assert link in client.get("/groups/").text


def test_without_groups_the_page_says_what_will_be_there(client, sign_in):
    sign_in("member")

    assert "No group yet" in client.get("/groups/").text


def test_the_page_asks_the_same_number_of_questions_whatever_the_groups(
    sign_in, statements_of, context, session
):
    sign_in("member")
    few = statements_of("/groups/")
    people = add_actors(context, [NewActor(kind=ActorKind.PERSON, name=f"Person {n}") for n in range(8)])
    for number in range(4):
        group = create_group(context, key=f"group{number}", name=f"Group {number}", kind=GroupKind.WORKING)
        for one in people:
            add_group_member(context, group, one, starts_on=date(2026, 1, 1))
    session.commit()

    assert statements_of("/groups/") == few
