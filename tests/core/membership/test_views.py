"""The register is for those who keep it or chair: paged, searched, counted by college."""

from datetime import date

import pytest

from collegial.actors.models import ActorKind
from collegial.actors.services import NewActor, add_actors
from collegial.membership.services import Admission, admit_members, leave

SPRING = date(2026, 3, 1)


@pytest.fixture
def admit(context, session, statutes):
    def do(category, names, college=None):
        actors = add_actors(context, [NewActor(kind=ActorKind.PERSON, name=name) for name in names])
        admissions = [Admission(actor=one, category_key=category, college_key=college) for one in actors]
        members = admit_members(context, admissions, admitted_on=SPRING)
        session.commit()
        return members

    return do


def test_a_visitor_signs_in_first(client):
    assert client.get("/members/").status_code == 302


@pytest.mark.parametrize("role", ["member", "pilot"])
def test_members_do_not_read_the_register(client, sign_in, role):
    sign_in(role)

    assert client.get("/members/").status_code == 403


@pytest.mark.parametrize("role", ["staff", "chair", "administrator"])
def test_those_who_keep_it_read_the_members_with_their_place(client, sign_in, admit, role):
    admit("employees", ["Élodie Le Bras"])
    sign_in(role)

    page = client.get("/members/").text

    for words in ("Élodie Le Bras", "Salariés du pôle", "1 member found."):
        assert words in page


def test_who_has_left_is_no_longer_listed(client, sign_in, context, session, admit):
    members = admit("employees", ["Awena", "Samuel"])
    leave(context, members[0], left_on=date(2026, 4, 1))
    session.commit()
    sign_in("staff")

    page = client.get("/members/").text

    assert "Samuel" in page
    assert "Awena" not in page


def test_the_register_is_searched_and_filtered(client, sign_in, admit):
    admit("employees", ["Élodie Le Bras", "Samuel Tregoarn"])
    admit("beneficiaries", ["Elodie Morvan"])
    sign_in("staff")

    both = client.get("/members/?q=elodie").text
    one = client.get("/members/?q=elodie&college=B").text

    assert "2 members found." in both
    assert "1 member found." in one
    assert "Elodie Morvan" in one
    assert 'value="elodie"' in one


def test_nobody_found_is_said(client, sign_in, admit):
    admit("employees", ["Samuel"])
    sign_in("staff")

    assert "Nobody was found" in client.get("/members/?q=%25").text
    assert "Nobody was found" in client.get("/members/?college=nonsense").text


def test_an_empty_register_says_what_will_be_there(client, sign_in):
    sign_in("staff")

    assert "No member yet" in client.get("/members/").text


def test_the_register_is_paged_and_counts_all(client, sign_in, admit):
    admit("employees", [f"Member {number:03}" for number in range(75)])
    sign_in("staff")

    first, second = client.get("/members/?college=A").text, client.get("/members/?college=A&page=2").text

    assert "Member 049" in first
    assert "Member 050" not in first
    assert "/members/?page=2&amp;college=A" in first
    assert "Member 074" in second
    assert '<td class="number">75</td>' in first


def test_the_register_asks_the_same_number_of_questions_whatever_its_size(sign_in, statements_of, admit):
    admit("employees", ["Awena"])
    sign_in("staff")
    few = statements_of("/members/")
    admit("beneficiaries", [f"Member {number}" for number in range(49)])

    assert statements_of("/members/") == few
