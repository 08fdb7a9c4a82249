"""The register is for those who keep it or chair: paged, searched, counted by college."""

import re
from datetime import date

import pytest

from collegial.actors.models import ActorKind
from collegial.actors.services import NewActor, add_actors
from collegial.membership.services import Admission, admit_members, ask_more_shares, change_college, leave

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


def test_the_register_of_another_day_is_shown(client, sign_in, context, session, admit):
    members = admit("employees", ["Awena", "Samuel"])
    leave(context, members[0], left_on=date(2026, 4, 1))
    session.commit()
    sign_in("chair")

    before, then, after = (
        client.get(f"/members/?on={day}").text for day in ("2026-02-28", "2026-03-31", "2026-04-01")
    )

    assert "No member on that day" in before
    assert ("Awena" in then, "Samuel" in then) == (True, True)
    assert ("Awena" in after, "Samuel" in after) == (False, True)
    assert "This is the register of another day" in then
    assert 'value="2026-03-31"' in then
    assert "/members/?college=A&amp;on=2026-03-31" in then


def test_the_college_of_the_day_is_shown_not_that_of_today(client, sign_in, context, session, admit):
    members = admit("employees", ["Awena", "Samuel"])
    change_college(context, members[0], college_key="C", starts_on=date(2026, 6, 1), decision="Conseil")
    session.commit()
    sign_in("staff")

    assert "1 member found." in client.get("/members/?college=C").text
    assert "Nobody was found" in client.get("/members/?college=C&on=2026-05-31").text


@pytest.mark.parametrize("day", ["hier", "2026-13-01", "0001-01-01", "2026-02-30", "9999-12-31"])
def test_what_is_no_day_is_said_at_its_field(client, sign_in, admit, day):
    admit("employees", ["Awena"])
    sign_in("staff")

    answer = client.get("/members/", query_string={"on": day})

    assert answer.status_code == 422
    assert f"“{day}” is no day" in answer.text
    assert 'id="on-error"' in answer.text
    assert "Awena" in answer.text


def test_the_membership_is_drawn_over_time_with_its_numbers(client, sign_in, context, session, admit):
    members = admit("employees", ["Awena", "Samuel", "Bastien"])
    change_college(context, members[0], college_key="C", starts_on=date(2026, 6, 15), decision="Conseil")
    leave(context, members[1], left_on=date(2026, 9, 1))
    session.commit()
    sign_in("staff")

    page = client.get("/members/over-time").text

    for words in ("Members by college", "Members by category"):
        assert words in page
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', page, re.DOTALL)
    by_college = {day: re.findall(r"(\d+)</td>", cells) for day, cells in rows[: len(rows) // 2]}
    assert by_college["1 April 2026"] == ["3", "0", "3"]
    assert by_college["1 July 2026"] == ["2", "1", "3"]
    assert by_college["23 November 2026"] == ["1", "1", "2"]


def test_before_the_first_member_the_picture_says_so(client, sign_in, statutes, session):
    session.commit()
    sign_in("staff")

    assert "the picture starts with them" in client.get("/members/over-time").text


@pytest.mark.parametrize("path", ["/members/over-time", "/members/?on=2026-03-02", "/members/1"])
def test_pages_ask_the_same_number_of_questions_whatever_the_register(sign_in, statements_of, admit, path):
    admit("employees", ["Awena"])
    sign_in("staff")
    statements_of(path)
    few = statements_of(path)
    admit("beneficiaries", [f"Member {number}" for number in range(49)])

    assert statements_of(path) == few


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_what_members_ask_for_is_downloaded(client, sign_in, context, session, admit, file_format):
    (member,) = admit("employees", ["Nolwenn Kerbrazan"])
    ask_more_shares(context, member, shares=5, message="=1+1")
    session.commit()
    sign_in("staff")

    answer = client.get(f"/members/requests/export.{file_format}")

    assert answer.status_code == 200
    if file_format == "csv":
        row = answer.data.decode("utf-8-sig").splitlines()[1]
        assert row.startswith("1;Nolwenn Kerbrazan;More shares;5;;'=1+1;")
