"""The pages of assemblies: each wrong request has its status, its sentence, and changes nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from collegial.actors.models import Actor, ActorKind
from collegial.assemblies.links import link_to
from collegial.assemblies.models import (
    Assembly,
    AssemblyState,
    Attendance,
    Invitation,
    Mandate,
    MandateKind,
    Resolution,
)
from collegial.assemblies.services.proxies import give_proxy
from collegial.membership.models import Member
from collegial.testing.factories import convened, statutes_document
from collegial.web.once import new_mark


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client


@pytest.fixture
def world(context, session):
    """Give a convened assembly whose hour has come; committed."""
    world = convened(context, {"A": 4, "B": 4})
    session.commit()
    return world


@pytest.fixture
def link(app, world, session):
    """Give the personal link of the first member."""
    invited = session.scalars(select(Invitation).where(Invitation.entry_id == world.entries["A"][0].id)).one()
    session.commit()
    with app.test_request_context():
        return link_to(invited).removeprefix("http://localhost")


def url(world, rest=""):
    return f"/assemblies/{world.assembly.id}{rest}"


def of(world, entry, act):
    return url(world, f"/entries/{entry.id}/{act}")


def rows(program, table, *conditions):
    with program.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table).where(*conditions))


def test_a_personal_link_names_its_person_and_signs_nobody_in(client, link, world):
    page = client.get(link)

    assert page.status_code == 200
    assert world.entries["A"][0].name in page.text
    assert client.get(of(world, world.entries["A"][0], "proxy")).status_code == 302


def test_a_link_opened_by_its_own_person_leads_to_the_assembly(client, link, world, sign_in):
    sign_in("member", actor_id=world.entries["A"][0].voter_id)

    assert client.get(link).location == url(world)


def test_a_forwarded_link_says_whose_it_is(client, link, world, sign_in):
    sign_in("member", actor_id=world.entries["B"][0].voter_id)

    assert "This link is for someone else" in client.get(link).text


@pytest.mark.parametrize("change", [lambda token: token + "x", lambda _: "1", lambda token: token[::-1]])
def test_an_unknown_link_is_missing(client, link, change):
    start, token = link.rsplit("/", 1)

    answer = client.get(f"{start}/{change(token)}")

    assert answer.status_code == 404
    assert "This personal link is unknown" in answer.text


def test_an_expired_link_is_gone(client, link, clock):
    clock.move(days=2)
    assert client.get(link).status_code == 200

    clock.move(seconds=1)
    answer = client.get(link)

    assert answer.status_code == 410
    assert "This personal link has expired" in answer.text


def test_a_member_checks_in_and_leaves_for_oneself_only(client, world, sign_in, program):
    mine, other = world.entries["A"][:2]
    sign_in("member", actor_id=mine.voter_id)

    refused = client.post(of(world, other, "join"))
    assert refused.status_code == 403
    assert "This voting right is not yours" in refused.text
    assert rows(program, Attendance) == 0

    assert client.post(of(world, mine, "join")).status_code == 302
    assert rows(program, Attendance, Attendance.left_at.is_(None)) == 1
    assert client.post(of(world, mine, "join")).status_code == 409
    assert client.post(of(world, mine, "leave")).status_code == 302
    assert rows(program, Attendance, Attendance.left_at.is_(None)) == 0


def test_a_proxy_over_the_cap_comes_back_at_its_field(client, world, sign_in, context, session, program):
    holder, *others = world.entries["B"]
    for giver in others[:2]:
        give_proxy(context, giver, holder)
    session.commit()
    sign_in("member", actor_id=others[2].voter_id)

    answer = client.post(of(world, others[2], "proxy"), data={"holder": holder.name})

    assert answer.status_code == 409
    assert "the most that the statutes allow" in answer.text
    assert f'value="{holder.name}"' in answer.text
    assert rows(program, Mandate, Mandate.kind == MandateKind.PROXY) == 2


def test_whom_a_part_of_a_name_found_is_shown_before_the_proxy_is_given(
    client, world, sign_in, session, program
):
    giver, holder, other = *world.entries["A"][:1], *world.entries["B"][:2]
    session.get_one(Actor, holder.actor_id).locality = "Cesson-Sévigné"
    name, college, sure, wrong = holder.name, holder.college.name, holder.id, other.id
    session.commit()
    sign_in("member", actor_id=giver.voter_id)

    for said in ({}, {"sure": ""}, {"sure": wrong}, {"sure": "yes"}):
        shown = client.post(of(world, giver, "proxy"), data={"holder": name[1:], **said})
        assert shown.status_code == 200
        assert "Is this the person you mean?" in shown.text
        assert name in shown.text
        assert not any(words in shown.text for words in (college, "Cesson-Sévigné"))
    assert rows(program, Mandate, Mandate.kind == MandateKind.PROXY) == 0

    assert client.post(of(world, giver, "proxy"), data={"holder": name[1:], "sure": sure}).status_code == 302
    assert rows(program, Mandate, Mandate.holder_id == sure, Mandate.kind == MandateKind.PROXY) == 1


def test_the_college_and_the_town_tell_namesakes_apart(client, context, sign_in, session):
    def name_two_alike(_meeting):
        one, other = session.scalars(select(Actor).order_by(Actor.id).limit(2))
        one.name, other.name, other.locality = "Maelle le Goff", "Maëlle Le Goff", "Cesson-Sévigné"

    world = convened(context, {"A": 4}, prepare=name_two_alike)
    holder = next(one for one in world.entries["A"] if one.name == "Maëlle Le Goff")
    giver = world.entries["A"][3]
    number, college = str(holder.member_number), holder.college.name
    session.commit()
    sign_in("member", actor_id=giver.voter_id)

    shown = client.post(of(world, giver, "proxy"), data={"holder": number}).text

    assert college in shown
    assert "Cesson-Sévigné" in shown


def test_whoever_has_given_a_proxy_may_come_all_the_same(client, world, sign_in, context, session, program):
    giver, holder = world.entries["A"][0], world.entries["B"][0]
    give_proxy(context, giver, holder)
    session.commit()
    sign_in("member", actor_id=giver.voter_id)

    page = client.get(url(world)).text
    assert "Check in online and end the proxy" in page
    assert of(world, giver, "join") in page
    assert client.post(of(world, giver, "join")).status_code == 302
    live = (Mandate.kind == MandateKind.PROXY, Mandate.revoked_at.is_(None))
    assert rows(program, Mandate, *live) == 0
    assert "Check in online and end the proxy" not in client.get(url(world)).text


def test_a_holder_nobody_knows_is_asked_again(client, world, sign_in, program):
    giver = world.entries["A"][0]
    sign_in("member", actor_id=giver.voter_id)

    answer = client.post(of(world, giver, "proxy"), data={"holder": "Membre"})

    assert answer.status_code == 422
    assert "More than one member on the roll answers to that." in answer.text
    assert rows(program, Mandate, Mandate.kind == MandateKind.PROXY) == 0


def test_the_desk_checks_in_once_and_records_a_paper_proxy(client, world, sign_in, program):
    giver, holder = world.entries["A"][:2]
    sign_in("staff")

    for _ in range(2):
        assert client.post(of(world, holder, "in"), data={"q": "2"}).status_code == 302
    assert rows(program, Attendance) == 1
    written = {"holder": str(holder.member_number)}
    assert holder.name in client.post(of(world, giver, "paper"), data=written).text
    assert rows(program, Mandate, Mandate.on_paper.is_(True)) == 0
    assert client.post(of(world, giver, "paper"), data=written | {"sure": holder.id}).status_code == 302
    assert rows(program, Mandate, Mandate.on_paper.is_(True)) == 1
    assert f"Represented by {holder.name}" in client.get(url(world, f"/desk?q={giver.name}")).text


def test_a_second_convocation_before_the_first_failed_is_refused(client, world, sign_in, program, clock):
    sign_in("staff")
    later = (clock.now() + timedelta(days=15)).strftime("%Y-%m-%dT%H:%M")

    answer = client.post(url(world, "/second"), data={"starts_at": later})

    assert answer.status_code == 409
    assert "a first assembly that missed its quorum" in answer.text
    assert later in answer.text
    assert rows(program, Assembly) == 1


def test_a_missed_quorum_leads_to_the_second_convocation(
    client, world, sign_in, session, context, clock, program
):
    world.open()
    session.commit()
    sign_in("staff", "chair")
    assert "Record the missed quorum" in client.get(url(world)).text

    assert "this one has not" in client.get(url(world, "/second")).text
    sure = client.get(url(world, "/inquorate")).text
    assert "This cannot be undone" in sure
    assert "2 more voting rights are needed." in sure
    assert client.post(url(world, "/inquorate")).status_code == 302
    for again in (client.get(url(world, "/inquorate")), client.post(url(world, "/inquorate"))):
        assert "This is done already" in again.text
        assert "<p>On 14 December 2026, 10:00" in again.text
        assert 'method="post" action="/assemblies' not in again.text
    assert "This is done already" in client.get(url(world, "/open")).text
    assert "This is not possible now" in (closed := client.get(url(world, "/close")).text)
    assert f'action="{url(world, "/close")}"' not in closed
    missed = client.get(url(world)).text
    assert "Prepare the second convocation" in missed
    assert "0 voting rights attended; 2 were needed." in missed
    later = (clock.now() + timedelta(days=15)).strftime("%Y-%m-%dT%H:%M")
    made = client.post(url(world, "/second"), data={"starts_at": later})

    assert made.status_code == 302
    second = client.get(made.location.removesuffix("/agenda")).text
    assert "Second convocation" in second
    assert f'href="{url(world)}">The first assembly' in second
    assert rows(program, Assembly, Assembly.state == AssemblyState.DRAFT) == 1


def test_a_quorum_per_college_does_not_promise_a_number_of_heads(client, context, session, sign_in):
    rule = {"at_least": "1/2", "base": "members", "per_college": True}
    both = {"first": rule, "second": rule}
    document = statutes_document(quorum={"ordinary": both, "extraordinary": both})
    world = convened(context, {"A": 4, "B": 4}, document=document)
    world.arrive(*world.entries["A"])
    session.commit()
    sign_in("staff")

    page = client.get(url(world)).text

    assert "in each college: it is missed" in page
    assert "more voting right" not in page


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/assemblies/999", "There is no such assembly"),
        ("/assemblies/1/entries/999/paper", "There is no such entry on the roll"),
        ("/assemblies/999/desk", "There is no such assembly"),
    ],
)
def test_what_is_not_there_is_missing(client, world, sign_in, path, sentence):
    sign_in("staff")

    answer = client.get(path)

    assert answer.status_code == 404
    assert sentence in answer.text


def test_an_entry_is_found_in_its_own_assembly_only(client, world, context, session, sign_in, program):
    other = Assembly(
        kind=world.assembly.kind, title="Une autre", starts_at=context.clock.now(), place="Redon",
        state=AssemblyState.CONVENED,
    )  # fmt: skip
    session.add(other)
    session.commit()
    sign_in("staff")

    answer = client.post(f"/assemblies/{other.id}/entries/{world.entries['A'][0].id}/in")

    assert answer.status_code == 404
    assert rows(program, Attendance) == 0


@pytest.mark.parametrize(("sent", "backed"), [({"is_backed": "y"}, True), ({}, False)])
def test_the_staff_says_whether_the_board_backs_a_resolution(
    client, sign_in, clock, program, world, sent, backed
):
    sign_in("staff")
    day = (clock.now() + timedelta(days=40)).strftime("%Y-%m-%dT%H:%M")
    draft = client.post(
        "/assemblies/new",
        data={"title": "AGO", "kind": "ordinary", "starts_at": day, "place": "Rennes", "once": new_mark()},
    )
    address = draft.location.replace("/agenda", "/resolutions/new")
    assert "Backed by the board" in client.get(address).text

    client.post(
        address,
        data={"title": "Comptes", "text": "Le texte.", "kind": "ordinary", **sent},
    )

    assert rows(program, Resolution, Resolution.title == "Comptes", Resolution.is_backed.is_(backed)) == 1


def test_nobody_arrives_before_the_day(client, world, sign_in, clock, program):
    clock.move(days=-1)
    mine = world.entries["A"][0]
    sign_in("member", actor_id=mine.voter_id)

    page = client.get(url(world)).text
    assert "You can check in online on the day of the assembly" in page
    assert of(world, mine, "join") not in page
    answer = client.post(of(world, mine, "join"))

    assert answer.status_code == 409
    assert "Arrivals are written down on the day of the assembly, not before." in answer.text
    assert rows(program, Attendance) == 0

    clock.move(days=1)
    assert of(world, mine, "join") in client.get(url(world)).text


@pytest.mark.parametrize("search", ["²", "①", "9" * 30, "%", "_", "\\"])
def test_the_desk_finds_nobody_for_what_is_no_number(client, world, sign_in, search):
    sign_in("staff")
    wanted = {"q": search}

    assert client.get(f"{url(world)}/desk", query_string=wanted).status_code == 200
    answer = client.post(of(world, world.entries["A"][0], "paper"), data={"holder": search})
    assert answer.status_code == 422
    assert "Nobody on the roll" in answer.text


@pytest.mark.parametrize(
    "sent",
    [
        {"starts_at": "0001-01-01T00:00"},
        {"starts_at": "9999-12-31T23:59"},
        {"online_address": "javascript:alert(1)"},
        {"online_address": "javascript://example.org/%0aalert(1)"},
        {"online_address": "http://["},
        {"online_address": "//example.org"},
    ],
)
def test_a_date_out_of_reach_or_an_address_of_no_page_is_refused(client, sign_in, program, sent):
    sign_in("staff")
    data = {
        "title": "AGO",
        "kind": "ordinary",
        "starts_at": "2027-01-01T10:00",
        "place": "Rennes",
        "once": new_mark(),
    }

    assert client.post("/assemblies/new", data={**data, **sent}).status_code == 422
    assert rows(program, Assembly) == 0

    fine = {**data, "online_address": "https://meet.example.org/ag"}
    assert client.post("/assemblies/new", data=fine).status_code == 302


def test_whoever_joins_on_the_day_of_the_convocation_is_told_so(client, world, sign_in, session, clock):
    newcomer = Actor(kind=ActorKind.PERSON, name="Nouvelle Venue", created_at=clock.now())
    session.add(Member(number=900, actor=newcomer, admitted_on=world.assembly.convened_at.date()))
    session.commit()

    sign_in("member", actor_id=newcomer.id)

    assert (
        "the very day on which the list of those who vote was fixed, and after it"
        in client.get(url(world)).text
    )


def test_a_newcomer_is_told_why_no_vote_is_offered(client, world, sign_in, context, session, clock):
    member = session.scalars(select(Member).order_by(Member.id)).first()
    clock.move(days=1)
    newcomer = Actor(kind=ActorKind.PERSON, name="Nouvelle Venue", created_at=clock.now())
    session.add(Member(number=900, actor=newcomer, admitted_on=context.today))
    member.left_on = context.today
    session.commit()
    newcomer_id, leaver_id = newcomer.id, member.actor_id
    member_id = session.scalar(select(Member.id).where(Member.number == 900))
    session.commit()

    sign_in("member", actor_id=newcomer_id)
    told = client.get(url(world)).text
    own_space = client.get(f"/mine/{member_id}").text
    sign_in("member", actor_id=leaver_id)
    left = client.get(url(world)).text
    sign_in("member", actor_id=None)
    nobody = client.get(url(world)).text

    assert "Nouvelle Venue" in told
    assert "after the list of those who vote was fixed on" in told
    assert "after the list of those who vote was fixed on" in own_space
    assert "a member who has left no longer votes" in left
    assert "You may read along" in nobody
    assert "No vote here" not in nobody


def test_whose_voter_is_another_person_is_told_who_votes(
    client, world, sign_in, context, session, lift_guards
):
    entry = world.entries["A"][0]
    successor = Actor(kind=ActorKind.PERSON, name="Successeure", created_at=context.clock.now())
    session.add(successor)
    session.flush()
    former = session.get(Actor, entry.voter_id)
    lift_guards()  # the roll is written once: it stands as if that person had spoken for the member on its day
    entry.voter_id, name = successor.id, former.name
    session.commit()
    former_id = former.id
    session.commit()

    sign_in("member", actor_id=former_id)
    page = client.get(url(world)).text

    assert name in page
    assert "Successeure casts this vote" in page


def test_the_desk_and_the_screen_of_a_closed_assembly_say_that_it_is_over(
    client, world, context, session, sign_in
):
    came, name = world.entries["A"][0], world.entries["A"][1].name
    world.arrive(came)
    world.open()
    session.commit()
    sign_in("staff", "chair")
    assert "Check in" in client.get(url(world, f"/desk?q={name}")).text
    assert "Quorum" in client.get(url(world, "/screen")).text
    assert client.post(url(world, "/close"), data={"debate": ""}).status_code == 302

    desk, screen = client.get(url(world, f"/desk?q={name}")).text, client.get(url(world, "/screen")).text

    assert "This assembly is over" in desk
    assert name in desk
    assert "check in, record a paper proxy" not in desk
    assert "Enter checks in whoever is found alone" not in desk
    assert 'method="post" action="/assemblies/' not in desk
    assert "/paper" not in desk
    assert "This assembly is over" in screen
    assert "Quorum" not in screen


def test_a_day_in_the_past_is_said_once(client, world, sign_in, clock):
    sign_in("staff")
    past = (clock.now() - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    sent = {"title": "AGO", "kind": "ordinary", "starts_at": past, "place": "Rennes", "once": new_mark()}
    said = "The day and hour of the assembly are past. Choose a later day."

    refused, looked = (client.post("/assemblies/new", data=sent | more).text for more in ({}, {"look": "1"}))

    assert said in refused, "below its field"
    assert said not in _dates_in(refused), "and not once more"
    assert said in _dates_in(looked)


def _dates_in(page):
    start = page.index('id="dates"')
    return page[start : page.index('name="place"', start)]


def test_the_wizard_says_that_members_can_read_what_is_prepared(client, world, sign_in):
    sign_in("staff")
    assert "members can read it in the list of assemblies" in client.get("/assemblies/new").text


def test_a_reason_for_fewer_scrutineers_is_not_called_optional_where_it_is_asked_for(client, world, sign_in):
    sign_in("staff", "chair")
    names = [one.name for one in world.entries["A"][:3]]
    sent = {"chair": names[0], "scrutineers": names[1], "secretary": names[2], "sure": ""}

    refused = client.post(url(world, "/open"), data=sent).text

    label = refused[refused.index('for="why_few"') :]
    label = label[: label.index("</label>")]
    assert "Why there are fewer scrutineers" in label
    assert "optional" not in label

    both = client.post(url(world, "/open"), data=sent | {"secretary": "Zoé Personne"}).text
    assert ('for="why_few"' in both, "A name that is not on the roll" in both) == (True, True)
