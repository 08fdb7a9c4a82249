"""A member's own space: its own and that of whom it represents, nobody else's."""

from datetime import date

import pytest
from sqlalchemy import select

from collegial.actors.models import ActorKind, GuardianKind
from collegial.actors.services import (
    NewActor,
    add_actors,
    end_representative,
    name_guardian,
    name_representative,
    record_birth,
)
from collegial.assemblies.models import Bond
from collegial.assemblies.services.attending import check_in_spouse
from collegial.assemblies.services.conducting import close_assembly
from collegial.assemblies.services.proxies import give_proxy
from collegial.assemblies.services.spouses import give_spouse
from collegial.membership.models import MemberRequest, RequestState
from collegial.membership.services import Admission, admit_members, ask_data_change, ask_more_shares, leave
from collegial.testing.factories import convened

SPRING, TODAY = date(2026, 3, 1), date(2026, 11, 23)


@pytest.fixture
def people(context, session, statutes):
    """Give two employees and an organisation; committed."""
    kinds = {
        "Élodie Le Bras": ActorKind.PERSON,
        "Samuel Tregoarn": ActorKind.PERSON,
        "Kan ar Mor": ActorKind.ORGANISATION,
    }
    actors = add_actors(context, [NewActor(kind=kind, name=name) for name, kind in kinds.items()])
    members = admit_members(
        context, [Admission(actor=one, category_key="employees") for one in actors], admitted_on=SPRING
    )
    session.commit()
    return members


@pytest.fixture
def elodie(people, sign_in):
    """Sign the first member in."""
    sign_in("member", actor_id=people[0].actor_id)
    return people[0]


@pytest.fixture
def requests(stored):
    """Give a function that returns what was asked, in order."""
    asked = select(MemberRequest).order_by(MemberRequest.id)
    return lambda: stored(lambda own: own.scalars(asked).all())


PAGES = ["/mine/{one}", "/mine/{one}/shares", "/mine/{one}/leave", "/mine/{one}/data"]


def test_the_menu_leads_members_to_their_space(client, sign_in, elodie):
    assert "My space" in client.get("/").text

    sign_in("pilot")

    assert "My space" not in client.get("/").text


def test_one_membership_is_opened_at_once(client, elodie):
    answer = client.get("/mine/", follow_redirects=True)

    assert answer.request.path == f"/mine/{elodie.id}"
    for words in ("Élodie Le Bras", "Member number", "Salariés du pôle", "1 March 2026"):
        assert words in answer.text


def test_an_account_without_a_membership_is_told_so(client, sign_in, people, new_actor, session):
    stranger = new_actor("Autre")
    session.commit()
    sign_in("member", actor_id=stranger.id)

    assert "You are not on the register of members" in client.get("/mine/").text


def test_a_space_is_for_those_who_sign_in(client, people):
    for path in PAGES:
        assert client.get(path.format(one=people[0].id)).status_code == 302


@pytest.mark.parametrize("path", PAGES)
def test_a_member_opens_every_page_of_its_space(client, elodie, path):
    assert client.get(path.format(one=elodie.id)).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"), [("get", path) for path in PAGES] + [("post", path) for path in PAGES[1:]]
)
def test_a_member_does_not_see_the_space_of_another(client, elodie, people, path, method, requests):
    answer = getattr(client, method)(path.format(one=people[1].id))

    assert answer.status_code == 404
    assert "Samuel" not in answer.text
    assert requests() == []


@pytest.mark.parametrize("role", ["chair", "pilot"])
def test_chairing_opens_nobodys_space(client, sign_in, people, role):
    sign_in(role)

    assert client.get(f"/mine/{people[0].id}").status_code == 404


def test_the_staff_sees_any_space_and_is_told_whose_it_is(client, sign_in, people):
    sign_in("staff")

    page = client.get(f"/mine/{people[0].id}").text

    assert "You see this space as the staff" in page
    assert "Élodie Le Bras" in page
    assert client.get("/mine/99").status_code == 404


def test_who_represents_an_organisation_chooses_between_spaces(client, context, session, elodie, people):
    name_representative(context, people[2].actor, elodie.actor, SPRING)
    session.commit()

    page = client.get("/mine/").text

    assert "choose whose space to open" in page
    assert f"/mine/{people[2].id}" in page
    assert f"/mine/{people[1].id}" not in page
    assert "Kan ar Mor" in client.get(f"/mine/{people[2].id}").text
    assert "You speak for these members too." in client.get(f"/mine/{elodie.id}").text


def test_a_minor_looks_into_its_space_and_its_guardian_asks(
    client, sign_in, context, session, people, new_actor
):
    minor = new_actor("Maël")
    record_birth(context, minor, date(2012, 5, 1))
    record_birth(context, people[0].actor, date(1980, 5, 1))
    name_guardian(context, minor, people[0].actor, kind=GuardianKind.PARENT, starts_on=SPRING)
    (member,) = admit_members(
        context, [Admission(actor=minor, category_key="beneficiaries")], admitted_on=SPRING
    )
    session.commit()
    path = f"/mine/{member.id}"

    sign_in("member", actor_id=minor.id)
    own = client.get(path).text
    refused = client.post(f"{path}/data", data={"message": "…"})
    sign_in("member", actor_id=people[0].actor_id)
    guarded = client.get(path).text

    assert "Someone else votes for this member" in own
    assert f"{path}/data" not in own
    assert refused.status_code == 403
    assert f"{path}/data" in guarded


def test_the_space_shows_the_assemblies_to_come_and_the_proxies(client, sign_in, context, session):
    world = convened(context, {"A": 3})
    giver, holder, _ = world.entries["A"]
    give_proxy(context, giver, holder)
    session.commit()

    sign_in("member", actor_id=giver.actor_id)
    given = client.get(f"/mine/{giver.member_id}").text
    sign_in("member", actor_id=holder.actor_id)
    held = client.get(f"/mine/{holder.member_id}").text

    assert "Assemblée d’essai" in given
    assert f"{holder.name} votes for you." in given
    assert "Proxies you hold" not in given
    assert "Proxies you hold" in held
    assert giver.name in held


def test_the_space_keeps_past_assemblies_with_what_one_did(client, sign_in, context, session):
    world = convened(context, {"A": 5})
    came, represented, absent, lost, at_home = world.entries["A"]
    for giver, holder in ((represented, came), (lost, absent)):
        give_proxy(context, giver, holder)
    give_spouse(context, at_home, name="Camille Le Goff", bond=Bond.SPOUSE)
    world.arrive(came)
    check_in_spouse(context, at_home)
    world.open()
    close_assembly(context, world.assembly)
    seats = [(one.actor_id, one.member_id) for one in world.entries["A"]]
    held_by, address = came.name, f"/assemblies/{world.assembly.id}"
    session.commit()

    def told(actor_id, member_id):
        sign_in("member", actor_id=actor_id)
        page = client.get(f"/mine/{member_id}").text
        assert "You are not convened to an assembly now" not in page
        return page.partition("Past assemblies")[2].partition("</section>")[0]

    own, by_proxy, away, lost_with_it, by_spouse = (told(*one) for one in seats)
    assert f'href="{address}"' in own
    assert "Took part" in own
    assert f"Represented by {held_by}" in by_proxy
    assert "Did not take part" in away
    assert "Did not take part" in lost_with_it, "whose holder stayed away was not represented"
    assert "Represented by Camille Le Goff" in by_spouse
    assert "Took part" not in by_spouse, "it was the other who came"


def test_a_former_representative_no_longer_sees_the_space(client, context, session, elodie, people):
    name_representative(context, people[2].actor, elodie.actor, SPRING)
    end_representative(context, people[2].actor, TODAY)
    session.commit()

    assert client.get(f"/mine/{people[2].id}").status_code == 404


def test_a_representation_to_come_opens_nothing_yet(client, context, session, elodie, people):
    name_representative(context, people[2].actor, elodie.actor, date(2026, 11, 24))
    session.commit()

    assert client.get(f"/mine/{people[2].id}").status_code == 404


def test_who_has_left_still_sees_what_is_held(client, context, session, elodie):
    leave(context, elodie, left_on=SPRING)
    session.commit()

    page = client.get("/mine/", follow_redirects=True).text

    assert "Left on 1 March 2026" in page
    assert "Ask for more shares" not in page
    assert "Leave the cooperative" not in page


def test_more_shares_are_asked_for(client, elodie, requests):
    assert "€20.00" in client.get(f"/mine/{elodie.id}/shares").text

    answer = client.post(f"/mine/{elodie.id}/shares", data={"shares": "5"}, follow_redirects=True)

    assert "Your request is with the staff." in answer.text
    assert "5 shares" in answer.text
    assert "Waiting for an answer" in answer.text
    assert [(one.shares, one.on_paper) for one in requests()] == [(5, False)]


@pytest.mark.parametrize("shares", ["", "0", "-2", "beaucoup", "1.5", "99999999999"])
def test_a_number_that_is_none_asks_for_no_shares(client, elodie, shares, requests):
    answer = client.post(f"/mine/{elodie.id}/shares", data={"shares": shares})

    assert answer.status_code == 422
    assert 'id="shares-error"' in answer.text
    assert requests() == []


def test_a_form_sent_twice_is_one_request(client, elodie, requests):
    client.post(f"/mine/{elodie.id}/shares", data={"shares": "5"})

    again = client.post(f"/mine/{elodie.id}/shares", data={"shares": "5"})

    assert again.status_code == 409
    assert "You have already asked for this" in again.text
    assert len(requests()) == 1


def test_leaving_asks_for_the_consequences_to_be_read(client, elodie, requests):
    path, wish = f"/mine/{elodie.id}/leave", {"wished_on": "2026-12-31"}
    assert "less their part of the losses" in client.get(path).text

    unread = client.post(path, data=wish)
    past = client.post(path, data={"wished_on": "2026-11-22", "understood": "y"})
    assert (unread.status_code, past.status_code) == (422, 422)
    assert "leaving cannot be undone" in unread.text
    assert "This day is past" in past.text
    assert requests() == []

    assert client.post(path, data=wish | {"understood": "y"}).status_code == 302
    assert [one.wished_on for one in requests()] == [date(2026, 12, 31)]


def test_other_contact_data_are_asked_for(client, elodie, requests):
    empty = client.post(f"/mine/{elodie.id}/data", data={"message": " "})
    assert empty.status_code == 422
    assert requests() == []

    client.post(f"/mine/{elodie.id}/data", data={"message": "elodie@example.org"})

    assert [one.message for one in requests()] == ["elodie@example.org"]


def test_a_request_is_taken_back(client, session, context, elodie, requests):
    asked = ask_more_shares(context, elodie, shares=2)
    session.commit()

    answer = client.post(f"/mine/{elodie.id}/requests/{asked.id}/withdraw", follow_redirects=True)

    assert "Your request is taken back." in answer.text
    assert [one.state for one in requests()] == [RequestState.WITHDRAWN]
    assert client.post(f"/mine/{elodie.id}/requests/{asked.id}/withdraw").status_code == 409


def test_nobody_takes_back_the_request_of_another(client, session, context, elodie, people, requests):
    asked = ask_more_shares(context, people[1], shares=2)
    session.commit()

    by_own_space = client.post(f"/mine/{elodie.id}/requests/{asked.id}/withdraw")
    by_its_space = client.post(f"/mine/{people[1].id}/requests/{asked.id}/withdraw")

    assert (by_own_space.status_code, by_its_space.status_code) == (404, 404)
    assert [one.state for one in requests()] == [RequestState.WAITING]


def test_what_the_staff_asks_for_a_member_is_marked(client, sign_in, people, requests):
    sign_in("staff")

    client.post(f"/mine/{people[0].id}/data", data={"message": "Par téléphone"})

    assert [one.on_paper for one in requests()] == [True]


def test_a_space_takes_the_same_number_of_statements_whatever_its_history(
    context, session, statements_of, elodie, people
):
    path = f"/mine/{elodie.id}"
    ask_data_change(context, elodie, message="…")
    name_representative(context, people[2].actor, elodie.actor, SPRING)
    session.commit()
    statements_of(path)
    few = statements_of(path)
    actors = add_actors(
        context, [NewActor(kind=ActorKind.ORGANISATION, name=f"Club {one}") for one in range(10)]
    )
    for one in actors:
        name_representative(context, one, elodie.actor, SPRING)
    admit_members(
        context, [Admission(actor=one, category_key="beneficiaries") for one in actors], admitted_on=SPRING
    )
    session.commit()

    assert statements_of(path) == few


def test_nothing_is_asked_by_reading(client, elodie, requests):
    for path in PAGES:
        client.get(path.format(one=elodie.id))

    assert requests() == []
