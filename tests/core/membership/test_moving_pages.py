"""The staff admits, moves and sees off members: each refusal at its field, nothing half-written."""

from datetime import date

import pytest
from sqlalchemy import func, select

from collegial.actors.models import ActorKind
from collegial.actors.services import NewActor, add_actors, name_representative
from collegial.membership.models import CategoryAssignment, CollegeAssignment, Member, MemberDecision
from collegial.membership.queries import decisions_of, placings
from collegial.membership.rules import LeavingCause
from collegial.membership.services import Admission, admit_members, ask_data_change, ask_to_leave, leave

SPRING, TODAY = date(2026, 3, 1), date(2026, 11, 23)
DAY = TODAY.isoformat()


@pytest.fixture
def people(context, session, statutes):
    """Two employees and one beneficiary; committed."""
    names = ["Élodie Le Bras", "Samuel Tregoarn", "Nolwenn Kerbrazan"]
    actors = add_actors(
        context, [NewActor(kind=ActorKind.PERSON, name=name, locality="Betton") for name in names]
    )
    categories = ["employees", "employees", "beneficiaries"]
    members = admit_members(
        context,
        [Admission(actor=one, category_key=key) for one, key in zip(actors, categories, strict=True)],
        admitted_on=SPRING,
    )
    session.commit()
    return members


@pytest.fixture
def newcomer(context, session, new_actor):
    actor = new_actor("Awena Lanvoël")
    session.commit()
    return actor


@pytest.fixture
def counts(stored):
    """Give a function that counts all that a move could write."""
    models = (Member, CategoryAssignment, CollegeAssignment, MemberDecision)
    sizes = select(*(select(func.count()).select_from(model).scalar_subquery() for model in models))
    return lambda: stored(lambda own: list(own.execute(sizes).one()))


@pytest.fixture
def place_of(stored):
    """Give a function that tells the category and the college of a member on a day."""

    def read(member, day=TODAY):
        place = stored(lambda own: placings(own, [member.id], day)[member.id])
        return (place.category.key, place.college.key)

    return read


@pytest.fixture
def decided(stored):
    """Give a function that returns what was decided of a member."""
    return lambda member_id: stored(lambda own: decisions_of(own, member_id))


@pytest.fixture
def left_on(stored):
    """Give a function that tells when a member left."""
    return lambda member: stored(lambda own: own.get_one(Member, member.id).left_on)


ACTS = ["/members/new", "/members/{one}/category", "/members/{one}/college", "/members/{one}/leave"]


@pytest.mark.parametrize("path", ["/members/99", *ACTS[1:]])
def test_an_unknown_member_has_no_page(client, sign_in, people, path):
    sign_in("staff")

    assert client.get(path.format(one=99)).status_code == 404


def test_the_page_of_a_member_says_where_it_stands(client, sign_in, people):
    sign_in("staff")

    page = client.get(f"/members/{people[0].id}").text

    for words in (
        "Élodie Le Bras",
        "Member number 1",
        "1 March 2026",
        "Salariés du pôle",
        "The member itself",
    ):
        assert words in page
    for act in ACTS[1:]:
        assert act.format(one=people[0].id) in page


def test_who_reads_but_does_not_keep_the_register_is_offered_no_act(client, sign_in, people):
    sign_in("chair")

    page = client.get(f"/members/{people[0].id}").text

    assert "Élodie Le Bras" in page
    assert "Record the leaving" not in page


def test_the_page_says_who_votes_for_an_organisation(client, sign_in, context, session, people, new_actor):
    (club,) = add_actors(context, [NewActor(kind=ActorKind.ORGANISATION, name="Kan ar Mor")])
    (member,) = admit_members(
        context, [Admission(actor=club, category_key="beneficiaries")], admitted_on=SPRING
    )
    session.commit()
    sign_in("staff")
    assert "Nobody is named: name a representative" in client.get(f"/members/{member.id}").text

    name_representative(context, club, people[1].actor, SPRING)
    session.commit()

    assert "Samuel Tregoarn" in client.get(f"/members/{member.id}").text


def test_the_directory_leads_to_the_member_for_those_who_may(client, sign_in, people):
    path = f"/actors/{people[0].actor_id}"
    sign_in("staff")
    assert f"/members/{people[0].id}" in client.get(path).text

    sign_in("pilot")
    assert f"/members/{people[0].id}" not in client.get(path).text


def test_an_actor_is_found_and_admitted_where_the_statutes_say(
    client, sign_in, people, newcomer, place_of, decided, stored
):
    sign_in("staff")
    found = client.get("/members/new?find=awena").text
    assert "Awena Lanvoël" in found
    assert "(college “Bénéficiaires” by the statutes)" in found

    answer = client.post(
        "/members/new?find=awena",
        data={"actor": newcomer.id, "category": "beneficiaries", "admitted_on": DAY, "decision": "Conseil"},
        follow_redirects=True,
    )

    assert "Member 4 is admitted." in answer.text
    member = stored(lambda own: own.scalars(select(Member).where(Member.actor_id == newcomer.id)).one())
    assert place_of(member) == ("beneficiaries", "B")
    assert [one.reference for one in decided(member.id)] == ["Conseil"]


def test_members_are_not_found_for_an_admission(client, sign_in, people):
    sign_in("staff")

    page = client.get(f"/members/new?find=samuel&actor={10**12}").text
    assert "Nobody was found" in page
    assert "The list below" not in page, "there is none"


def test_who_left_can_be_admitted_again_under_a_new_number(client, sign_in, context, session, people):
    leave(context, people[0], left_on=SPRING)
    session.commit()
    sign_in("staff")
    page = client.get(f"/members/{people[0].id}").text
    assert f"/members/new?actor={people[0].actor_id}" in page

    answer = client.post(
        f"/members/new?actor={people[0].actor_id}",
        data={"actor": people[0].actor_id, "category": "employees", "admitted_on": DAY},
        follow_redirects=True,
    )

    assert "Member 4 is admitted." in answer.text


GOOD = {"category": "employees", "admitted_on": DAY}


@pytest.mark.parametrize(
    ("change", "status", "message"),
    [
        ({"actor": ""}, 422, "This answer is needed."),
        ({"actor": "999"}, 404, "There is no such actor"),
        ({"actor": "x"}, 404, "There is no such actor"),
        ({"actor": "member"}, 409, "is already a member on that day or later."),
        ({"category": "partners"}, 409, "The statutes name no college for the category"),
        ({"category": "nobody"}, 422, "have no category “nobody”"),
        ({"college": "Z"}, 422, "have no college “Z”"),
        ({"admitted_on": "31/12/2026"}, 422, "This is not a date"),
        ({"admitted_on": "1850-01-01"}, 422, "Write the year in four digits"),
        ({"admitted_on": "2025-12-31"}, 409, "No statutes are in force on that day"),
        ({"decision": "x" * 501}, 422, "Use at most 500 characters."),
    ],
)
def test_a_bad_admission_is_refused_and_changes_nothing(
    client, sign_in, people, newcomer, change, status, message, counts
):
    sign_in("staff")
    before = counts()
    sent = {"actor": newcomer.id, **GOOD, **change}
    if sent["actor"] == "member":
        sent["actor"] = people[0].actor_id

    answer = client.post("/members/new?find=awena", data=sent)

    assert answer.status_code == status
    assert message in answer.text
    assert counts() == before


def test_an_admission_sent_twice_makes_one_member(client, sign_in, people, newcomer, counts):
    sign_in("staff")
    sent = {"actor": newcomer.id, **GOOD}

    statuses = [client.post("/members/new?find=awena", data=sent).status_code for _ in range(2)]

    assert statuses == [302, 409]
    assert counts()[0] == 4


def test_a_category_is_changed_and_the_college_follows(client, sign_in, people, place_of):
    sign_in("staff")

    answer = client.post(
        f"/members/{people[0].id}/category",
        data={
            "category": "beneficiaries",
            "starts_on": DAY,
            "follow": "y",
            "decision": "Conseil du 20 novembre",
        },
        follow_redirects=True,
    )

    assert "The category is changed." in answer.text
    assert "Decision: Conseil du 20 novembre" in answer.text
    assert place_of(people[0]) == ("beneficiaries", "B")
    assert place_of(people[0], SPRING) == ("employees", "A")


def test_a_category_is_changed_and_the_college_stays(client, sign_in, people, place_of):
    sign_in("staff")

    client.post(f"/members/{people[0].id}/category", data={"category": "beneficiaries", "starts_on": DAY})

    assert place_of(people[0]) == ("beneficiaries", "A")


@pytest.mark.parametrize(
    ("sent", "status", "message"),
    [
        (
            {"category": "employees", "starts_on": DAY},
            409,
            "The member is already there: nothing would change.",
        ),
        (
            {"category": "beneficiaries", "starts_on": "2026-02-01"},
            409,
            "What holds now started on 1 March 2026",
        ),
        ({"category": "beneficiaries", "starts_on": ""}, 422, "This answer is needed."),
        ({"starts_on": DAY}, 422, "This answer is needed."),
        (
            {"category": "beneficiaries", "starts_on": DAY, "follow": "y"},
            422,
            "Name the decision that allows",
        ),
        (
            {"category": "partners", "starts_on": DAY, "follow": "y", "decision": "…"},
            409,
            "The statutes name no college for the category",
        ),
    ],
)
def test_a_bad_change_of_category_is_refused_and_changes_nothing(
    client, sign_in, people, sent, status, message, counts, place_of
):
    sign_in("staff")
    before = counts()

    answer = client.post(f"/members/{people[0].id}/category", data=sent)

    assert answer.status_code == status
    assert message in answer.text
    assert counts() == before
    assert place_of(people[0]) == ("employees", "A")


def test_a_college_is_changed_by_a_decision(client, sign_in, people, place_of, decided):
    sign_in("staff")
    page = client.get(f"/members/{people[0].id}/college").text
    assert 'value="A"' not in page

    client.post(
        f"/members/{people[0].id}/college", data={"college": "C", "starts_on": DAY, "decision": "Conseil"}
    )

    assert place_of(people[0]) == ("employees", "C")
    assert [one.reference for one in decided(people[0].id)] == ["Conseil"]


@pytest.mark.parametrize(
    ("sent", "status", "message"),
    [
        ({"college": "C", "starts_on": DAY}, 422, "This answer is needed."),
        ({"college": "C", "starts_on": DAY, "decision": "  "}, 422, "This answer is needed."),
        ({"college": "Z", "starts_on": DAY, "decision": "…"}, 422, "have no college “Z”"),
        ({"college": "A", "starts_on": DAY, "decision": "…"}, 409, "nothing would change."),
    ],
)
def test_a_bad_change_of_college_is_refused_and_changes_nothing(
    client, sign_in, people, sent, status, message, counts, place_of
):
    sign_in("staff")
    before = counts()

    answer = client.post(f"/members/{people[0].id}/college", data=sent)

    assert answer.status_code == status
    assert message in answer.text
    assert counts() == before
    assert place_of(people[0]) == ("employees", "A")


def test_a_leaving_is_recorded_with_its_cause(client, sign_in, people, decided):
    sign_in("staff")
    page = client.get(f"/members/{people[0].id}/leave").text
    assert "From that day on, the member has no vote" in page
    assert "to be confirmed by your counsel" in page
    assert "dissolution" not in page.lower()
    assert "accept_empty" not in page

    answer = client.post(
        f"/members/{people[0].id}/leave",
        data={"cause": "exclusion", "left_on": DAY, "decision": "AGE du 20 novembre 2026"},
        follow_redirects=True,
    )

    assert "The leaving is recorded." in answer.text
    assert "Left on 23 November 2026" in answer.text
    (decision,) = decided(people[0].id)
    assert (decision.cause, decision.reference) == (LeavingCause.EXCLUSION, "AGE du 20 novembre 2026")


def test_the_last_of_a_mandatory_category_needs_a_tick(client, sign_in, people, left_on):
    sign_in("staff")
    path, sent = f"/members/{people[2].id}/leave", {"cause": "resignation", "left_on": DAY}
    page = client.get(path).text
    assert "The last member of a mandatory category" in page
    assert "accept_empty" in page

    refused = client.post(path, data=sent)

    assert refused.status_code == 409
    assert "This is the last member of the category “Bénéficiaires habituels”" in refused.text
    assert left_on(people[2]) is None

    assert client.post(path, data=sent | {"accept_empty": "y"}).status_code == 302
    assert left_on(people[2]) == TODAY


@pytest.mark.parametrize(
    ("sent", "status", "message"),
    [
        ({"left_on": DAY}, 422, "This answer is needed."),
        ({"cause": "boredom", "left_on": DAY}, 422, "Choose one of the causes."),
        ({"cause": "dissolution", "left_on": DAY}, 422, "Death ends the membership of a person"),
        ({"cause": "exclusion", "left_on": DAY}, 422, "Only the general assembly excludes a member"),
        ({"cause": "resignation", "left_on": "2026-02-28"}, 409, "What holds now started on 1 March 2026"),
        ({"cause": "resignation", "left_on": "demain"}, 422, "This is not a date"),
        ({"cause": "resignation", "left_on": DAY, "note": "x" * 201}, 422, "at most 200 characters"),
    ],
)
def test_a_bad_leaving_is_refused_and_changes_nothing(
    client, sign_in, people, sent, status, message, counts, left_on
):
    sign_in("staff")
    before = counts()

    answer = client.post(f"/members/{people[0].id}/leave", data=sent)

    assert answer.status_code == status
    assert message in answer.text
    assert counts() == before
    assert left_on(people[0]) is None


def test_the_error_of_a_day_stands_at_the_day(client, sign_in, people):
    sign_in("staff")

    page = client.post(
        f"/members/{people[0].id}/leave", data={"cause": "resignation", "left_on": "2026-02-28"}
    ).text

    assert 'id="left_on-error"' in page


def test_the_staff_answers_requests(client, sign_in, context, session, people):
    asked = ask_to_leave(context, people[0], wished_on=date(2026, 12, 31))
    session.commit()
    sign_in("staff")
    waiting = client.get("/").text
    assert "1 request of a member waits" in waiting
    assert f'href="/members/requests/{asked.id}"' in waiting
    assert "Élodie Le Bras" in client.get("/members/requests").text
    page = client.get(f"/members/requests/{asked.id}").text
    assert f"/members/{people[0].id}/leave?on=2026-12-31&amp;cause=resignation" in page
    assert "Written down by the staff" in page

    empty = client.post(f"/members/requests/{asked.id}", data={"granted": "refused", "answer": ""})
    done = client.post(
        f"/members/requests/{asked.id}",
        data={"granted": "refused", "answer": "Le préavis est de six mois."},
        follow_redirects=True,
    )

    assert empty.status_code == 422
    assert "Give the reason: the member reads it." in empty.text
    assert "Nothing to answer here" in done.text
    assert "Le préavis est de six mois." in client.get(f"/members/requests/{asked.id}").text
    assert "Élodie Le Bras" in client.get("/members/requests?state=refused").text
    assert "Élodie Le Bras" in client.get("/members/requests?state=all").text
    assert "Nothing to answer here" in client.get("/members/requests?state=nonsense").text


def test_a_wish_to_leave_fills_the_form(client, sign_in, people):
    sign_in("staff")

    page = client.get(f"/members/{people[0].id}/leave?on=2026-12-31&cause=resignation").text

    assert 'value="2026-12-31"' in page
    assert "checked" in page


def test_an_unknown_request_is_missing(client, sign_in):
    sign_in("staff")

    assert client.get("/members/requests/99").status_code == 404


@pytest.mark.parametrize("path", ["/members/requests", "/"])
def test_many_requests_take_no_more_statements(sign_in, statements_of, context, session, people, path):
    ask_data_change(context, people[0], message="…")
    session.commit()
    sign_in("staff")
    statements_of(path)
    few = statements_of(path)

    for one in people[1:]:
        ask_data_change(context, one, message="…")
        ask_to_leave(context, one, wished_on=TODAY)
    session.commit()

    assert statements_of(path) == few
