"""One speaks at a time, in the order of asking; the time of each college is told; incidents go to the minutes."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from collegial.assemblies.services.agenda import add_item, add_resolution
from collegial.assemblies.services.conducting import close_assembly
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.minutes.queries import facts_of
from collegial.minutes.services import establish_minutes
from collegial.sitting import queries, services
from collegial.sitting.models import Speech
from collegial.sitting.rules import Heard, time_by_college
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import convened
from collegial.testing.fixtures import START
from collegial.votes.services import close_vote, open_vote


@pytest.fixture
def world(context):
    world = convened(context, {"A": 2, "B": 2, "C": 1, "D": 1})
    world.arrive(*world.entries["A"], world.entries["B"][0])
    world.open()
    return world


def test_the_list_keeps_the_order_of_asking(world, context, session, clock):
    one, two = world.entries["A"]
    services.ask_to_speak(world.member(two), two)
    services.ask_to_speak(world.member(one), one)
    session.flush()
    waiting = queries.speakers(session, world.assembly.id, clock.now()).waiting
    assert [speech.entry_id for speech in waiting] == [two.id, one.id]


@pytest.mark.both_databases
def test_one_speaks_at_a_time_and_the_time_of_each_college_is_told(world, context, session, clock):
    first = services.ask_to_speak(context, world.entries["A"][0])
    second = services.ask_to_speak(context, world.entries["B"][0])
    services.start_speech(context, world.assembly, first)
    with pytest.raises(Refused, match=r"sitting\.someone_speaks"):
        services.start_speech(context, world.assembly, second)
    session.refresh(second)
    clock.move(minutes=3)
    services.end_speech(context, first)
    services.start_speech(context, world.assembly, second)
    clock.move(seconds=30)
    told = queries.speakers(session, world.assembly.id, clock.now())
    assert told.speaking == second
    assert told.times == {"Collège A": timedelta(minutes=3), "Collège B": timedelta(seconds=30)}


@pytest.mark.both_databases
def test_nobody_is_twice_on_the_list(world, context, session):
    services.ask_to_speak(context, world.entries["A"][0])
    with pytest.raises(Refused, match=r"sitting\.waits"):
        services.ask_to_speak(context, world.entries["A"][0])
    session.add(Speech(assembly_id=world.assembly.id, entry_id=world.entries["A"][0].id, asked_at=START))
    with pytest.raises(DatabaseError):
        session.flush()


def test_who_gave_up_or_was_heard_may_ask_again(world, context, session):
    entry = world.entries["A"][0]
    services.withdraw_speech(world.member(entry), services.ask_to_speak(world.member(entry), entry))
    session.flush()
    speech = services.ask_to_speak(context, entry)
    services.start_speech(context, world.assembly, speech)
    with pytest.raises(Refused, match=r"sitting\.heard"):
        services.withdraw_speech(context, speech)
    services.end_speech(context, speech)
    with pytest.raises(Refused, match=r"sitting\.not_speaking"):
        services.end_speech(context, speech)
    session.flush()
    assert services.ask_to_speak(context, entry)


def test_only_those_who_are_there_speak_and_for_themselves(world, context):
    with pytest.raises(Refused, match=r"sitting\.not_here"):
        services.ask_to_speak(context, world.entries["C"][0])
    with pytest.raises(Forbidden):
        services.ask_to_speak(world.member(world.entries["A"][0]), world.entries["A"][1])


def test_members_do_not_lead(world, session):
    member = world.member(world.entries["A"][0])
    with pytest.raises(Forbidden):
        services.note_incident(member, world.assembly, "Panne.")
    with pytest.raises(Forbidden):
        services.reach_item(member, world.assembly, world.assembly.items[0])


def test_an_incident_needs_words_and_an_open_sitting(world, context, session):
    with pytest.raises(Invalid) as refusal:
        services.note_incident(context, world.assembly, "  ")
    assert refusal.value.field == "text"
    close_assembly(context, world.assembly)
    with pytest.raises(Refused, match=r"sitting\.not_open"):
        services.note_incident(context, world.assembly, "Trop tard.")


@pytest.mark.both_databases
def test_an_incident_stands_in_the_minutes_and_is_never_changed(world, context, session, clock):
    services.note_incident(context, world.assembly, "Panne de courant.")
    close_assembly(context, world.assembly)
    minutes = establish_minutes(context, world.assembly)
    facts = facts_of(session, minutes, None, "Europe/Paris", "")
    assert [one.text for one in facts.incidents] == ["Panne de courant."]
    with pytest.raises(DatabaseError, match="written once"):
        session.execute(text("UPDATE sitting_incident SET text = ''"))


def test_the_item_at_hand_is_of_this_assembly(world, context, session):
    services.reach_item(context, world.assembly, world.assembly.items[0])
    session.flush()
    assert queries.moment(session, world.assembly.id).item == world.assembly.items[0]


moments = st.integers(0, 10_000).map(lambda seconds: START + timedelta(seconds=seconds))
speeches = st.builds(
    lambda college, start, length: Heard(
        college=college, started_at=start, ended_at=None if length is None else start + timedelta(seconds=length)
    ),
    st.sampled_from(["A", "B", None]), moments, st.none() | st.integers(0, 600),
)  # fmt: skip


@given(st.lists(speeches, max_size=20))
def test_the_times_of_the_colleges_are_the_time_of_all_speeches(heard):
    now = START + timedelta(seconds=11_000)
    told = time_by_college(heard, now)
    whole = sum(((one.ended_at or now) - one.started_at for one in heard), timedelta())
    assert sum(told.values(), timedelta()) == whole


def test_the_pages_of_a_sitting(world, context, session, client, sign_in):
    client.set_cookie("locale", "en")
    entry, number, item = world.entries["A"][0], world.assembly.id, world.assembly.items[0]
    name, item_id, title, absent = entry.name, item.id, item.title, world.entries["D"][0].name
    voted = [one.text for one in world.assembly.resolutions if one.item_id == item_id]
    session.commit()
    sign_in("chair")
    base = f"/sitting/{number}"
    assert "Nobody asks for the floor" in client.get(base).text
    client.post(f"{base}/items/{item_id}")
    assert client.post(base, data={"text": ""}).status_code == 422
    assert client.post(base, data={"text": "Panne."}).status_code == 302
    assert "Panne." in client.get(base).text
    unknown = client.post(f"{base}/speeches", data={"who": "Nobody of that name"})
    assert unknown.status_code == 422
    assert "Nobody on the roll of this assembly answers to that" in unknown.text
    assert client.post(f"{base}/speeches", data={"who": absent}).status_code == 409
    client.post(f"{base}/speeches", data={"who": name})
    speech = session.scalars(select(Speech.id)).one()
    session.rollback()
    client.post(f"{base}/speeches/{speech}/strike")
    assert "Nobody asks for the floor" in client.get(base).text
    client.post(f"{base}/speeches", data={"who": name})
    speech = session.scalars(select(func.max(Speech.id))).one()
    session.rollback()
    client.post(f"{base}/speeches/{speech}/start")
    screen = client.get(f"/assemblies/{number}/screen").text
    assert f"{name} has the floor" in screen
    assert title in screen
    assert all(text in screen for text in voted)
    client.post(f"{base}/speeches/{speech}/end")
    assert client.get(base).status_code == 200
    assert client.post(f"/sitting/{number + 1}/speeches/{speech}/end").status_code == 404


def test_the_vote_on_the_item_at_hand_is_opened_and_closed_where_the_sitting_is_led(
    context, session, client, sign_in
):
    client.set_cookie("locale", "en")
    world = convened(context, {"A": 2}, prepare=lambda one: add_item(context, one, title="Sans vote"))
    world.arrive(*world.entries["A"])
    world.open()
    meeting = world.assembly
    base, opening = f"/sitting/{meeting.id}", "Open the vote on resolution 1"
    first, elsewhere = meeting.resolutions[0], meeting.items[-1].id
    at_hand, number = first.item_id, first.id
    session.commit()
    sign_in("chair")
    assert opening not in client.get(base).text, "no item has been come to"
    client.post(f"{base}/items/{elsewhere}")
    assert opening not in client.get(base).text, "nothing is voted at this item"
    client.post(f"{base}/items/{at_hand}")
    shown = client.get(base).text
    assert opening in shown

    client.post(re.search(r'action="([^"]*/votes/assembly/[^"]+)"', shown)[1], data={"resolution": number})

    shown = client.get(base).text
    assert opening not in shown
    assert "Close the vote" in shown


def test_a_sitting_that_is_over_offers_nothing_that_would_be_refused(
    world, context, session, client, sign_in
):
    client.set_cookie("locale", "en")
    page = f"/sitting/{world.assembly.id}"
    session.commit()
    sign_in("chair")
    acts = ("Come to this item", "Put on the list", "Note the incident")
    assert [one in client.get(page).text for one in acts] == [True, True, True]

    close_assembly(context, world.assembly)
    session.commit()

    over = client.get(page).text
    assert [one in over for one in ("This assembly is over", *acts)] == [True, False, False, False]


def test_a_member_asks_for_the_floor_on_the_assemblys_page(world, session, client, sign_in):
    client.set_cookie("locale", "en")
    number, (mine, other) = world.assembly.id, world.entries["A"]
    entry_id, actor_id, other_id = mine.id, mine.actor_id, other.id
    session.commit()
    sign_in("member", actor_id=actor_id)
    assert "Ask for the floor" in client.get(f"/assemblies/{number}").text
    client.post(f"/sitting/{number}/entries/{entry_id}/ask")
    assert "is number 1 on the list" in client.get(f"/assemblies/{number}").text
    assert client.get(f"/sitting/{number}").status_code == 403
    assert client.post(f"/sitting/{number}/entries/{other_id}/ask").status_code == 403


def test_the_screen_shows_titles_of_several_resolutions_and_the_result_of_the_item_at_hand_first(
    context, session, client, sign_in
):
    def prepare(meeting):
        add_resolution(
            context, meeting, title="La seconde", text="Un long texte.", kind=DecisionKind.ORDINARY,
            item=meeting.items[0],
        )  # fmt: skip

    world = convened(context, {"A": 2}, kinds=(DecisionKind.ORDINARY,) * 2, prepare=prepare)
    meeting = world.assembly
    world.arrive(*world.entries["A"])
    world.open()
    services.reach_item(context, meeting, meeting.items[0])
    vote = open_vote(context, meeting, [one for one in meeting.resolutions if one.item == meeting.items[0]])
    close_vote(context, vote.id)
    number, last = meeting.id, meeting.items[1].id
    session.commit()
    client.set_cookie("locale", "en")
    sign_in("chair")

    at_hand = client.get(f"/assemblies/{number}/screen").text
    client.post(f"/sitting/{number}/items/{last}")
    later = client.get(f"/assemblies/{number}/screen").text

    assert "Un long texte." not in at_hand
    assert '<span class="screen-title">La seconde' in at_hand
    assert at_hand.index("Results of the vote") < at_hand.index("1. Point 1")
    assert later.index("2. Point 2") < later.index("Results of the vote")
