"""Seats for which no group was chosen before the vote: entered afterwards, by whoever keeps the groups."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from collegial.actors.models import Actor, ActorKind
from collegial.actors.services import add_actor
from collegial.assemblies.models import Assembly, Resolution
from collegial.assemblies.services.voting import NewOption, NewVoting, choose_voting
from collegial.decisions.models import Decision, FollowUpState
from collegial.groups.models import Group, GroupKind, GroupMembership
from collegial.groups.services import add_group_member, create_group, end_of_term
from collegial.testing.factories import convened, statutes_document
from collegial.votes.electing import elected_in
from collegial.votes.events import ElectionCounted
from collegial.votes.queries import vote_session
from collegial.votes.seats import seat_elected
from collegial.votes.services import cast_vote, close_vote, open_vote
from collegial.votes.services.seating import enter_by_hand

pytestmark = pytest.mark.both_databases("sqlite")


@pytest.fixture(autouse=True)
def in_english(client):
    client.set_cookie("locale", "en")


@pytest.fixture
def elects(context, session):
    """Return what holds an election of those named, and gives the address of the vote and of its question."""

    def hold(names, *, seats, prepare=lambda: None, group=None):
        def choose(meeting):
            prepare()
            options = [NewOption(name=one) for one in names]
            voting = NewVoting(method="core.plurality", seats=seats, options=options, group=group)
            choose_voting(context, meeting.resolutions[0], voting)

        document = statutes_document(board={"term_years": 3})
        world = convened(context, {"A": 3, "B": 3, "C": 3}, prepare=choose, document=document)
        world.arrive(*(entry for many in world.entries.values() for entry in many))
        world.open()
        vote = open_vote(context, world.assembly, world.assembly.resolutions)
        answer = ",".join(str(number + 1) for number in range(seats))
        for entry in world.entries["A"]:
            cast_vote(world.member(entry), vote.id, world.own(entry), {vote.questions[0].id: answer})
        close_vote(context, vote.id)
        session.commit()
        return f"/votes/{vote.id}/results", f"/votes/{vote.id}/questions/{vote.questions[0].id}/seats"

    return hold


@pytest.fixture
def elected(context, elects):
    """Give the pages of an election of Ada, whom the directory knows, and of Bo, whom it does not."""
    return elects(
        ("Ada Martin", "Bo", "Cy"),
        seats=2,
        prepare=lambda: add_actor(context, kind=ActorKind.PERSON, name="Ada Martin"),
    )


@pytest.fixture
def board(context, session):
    create_group(context, key="pilots", name="Pilots", kind=GroupKind.PILOT)
    made = create_group(context, key="board", name="The board", kind=GroupKind.BOARD)
    session.commit()
    return made.id


def text(response):
    return response.get_data(as_text=True)


def test_the_seats_are_entered_in_one_act(client, sign_in, elected, board, context, program):
    results, seats = elected
    sign_in("staff")
    assert "The seats are still to be entered" in text(client.get(results))
    assert f'href="{seats}"' in text(client.get("/")), "the home page of who keeps the groups asks for them"
    page = text(client.get(seats))
    assert f'<option selected value="{board}">The board</option>' in page
    assert re.search(r"To be entered by hand, on the page of the group</dt>\s*<dd>\s*Bo\s*</dd>", page)

    today = context.today
    sent = {"group": board, "starts_on": today.isoformat(), "term_ends_on": end_of_term(today, 3).isoformat()}
    assert client.post(seats, data=sent).location.endswith(results)

    with program.database.reading() as session:
        (seat,) = session.scalars(select(GroupMembership).join(Group).where(Group.key == "board"))
        assert (seat.actor.name, seat.starts_on, seat.term_ends_on) == (
            "Ada Martin",
            today,
            end_of_term(today, 3),
        )
    told = text(client.get(results))
    assert "Seat entered: Ada Martin (The board)." in told
    assert "Still to be entered by hand, on the page of the group: Bo." in told
    assert "The seats are still to be entered" not in told
    assert f'href="{seats}"' not in text(client.get("/"))


@pytest.mark.both_databases
def test_two_who_enter_the_seats_at_once_enter_them_once(elected, board, at_once, program):
    vote_id = int(elected[0].split("/")[2])

    def enter(own):
        (found,) = elected_in(own.session, vote_session(own.session, vote_id))
        enter_by_hand(own, found, group_id=board, on=own.today)

    assert at_once(enter, enter) == ("done", "done")
    with program.database.reading() as session:
        assert len(session.scalars(select(GroupMembership)).all()) == 1


@pytest.mark.both_databases
def test_who_is_entered_while_the_seats_are_taken_has_one(elects, board, context, at_once, program):
    elects(("Ada Martin", "Cy"), seats=1, group=context.session.get(Group, board))
    counted = ElectionCounted(
        resolution=context.session.scalars(select(Resolution.id)).one(), elected=1, seats=1
    )
    ada = add_actor(context, kind=ActorKind.PERSON, name="Ada Martin").id
    context.session.commit()

    def enter(own):
        add_group_member(own, own.session.get(Group, board), own.session.get(Actor, ada), starts_on=own.today)

    assert at_once(enter, lambda own: seat_elected(own, counted)) == ("done", "done")
    with program.database.reading() as session:
        assert len(session.scalars(select(GroupMembership)).all()) == 1


def standing(program):
    with program.database.reading() as session:
        return [one.steps[-1].state for one in session.scalars(select(Decision)) if one.elected]


def test_seats_to_enter_stand_where_the_assembly_is_led_until_they_are(
    client, sign_in, elected, board, context, session, program
):
    _results, seats = elected
    meeting = session.scalars(select(Assembly.id)).one()
    session.rollback()
    pages = [f"/assemblies/{meeting}", f"/assemblies/{meeting}/close"]
    sign_in("staff", "chair")
    assert [f'href="{seats}"' in text(client.get(one)) for one in pages] == [True, True]

    client.post(seats, data={"group": board, "starts_on": context.today.isoformat()})

    assert [f'href="{seats}"' in text(client.get(one)) for one in pages] == [False, False]
    assert standing(program) == [FollowUpState.TO_DO], "Bo has no seat yet"


def test_an_election_is_carried_out_once_all_have_their_seat(
    client, sign_in, elects, board, context, session, program
):
    _results, seats = elects(
        ("Ada Martin", "Bo"),
        seats=1,
        prepare=lambda: add_actor(context, kind=ActorKind.PERSON, name="Ada Martin"),
    )
    assert standing(program) == [FollowUpState.TO_DO]
    sign_in("staff")
    for _ in range(2):
        client.post(seats, data={"group": board, "starts_on": context.today.isoformat()})
    assert standing(program) == [FollowUpState.DONE]
    assert "A decision is to be carried out" not in text(client.get("/"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"group": "0"}, "Choose the group in which they take their seat."),
        ({"term_ends_on": "2000-01-01"}, "A term ends after its first day."),
        ({"starts_on": ""}, "Write a date."),
    ],
)
def test_what_cannot_be_a_seat_is_said(client, sign_in, elected, board, context, program, changes, sentence):
    sign_in("staff")
    sent = {"group": board, "starts_on": context.today.isoformat()} | changes

    refused = client.post(elected[1], data=sent)

    assert refused.status_code == 422
    assert sentence in text(refused)
    with program.database.reading() as session:
        assert session.scalars(select(GroupMembership)).all() == []


def test_who_belonged_to_the_group_before_keeps_the_seat_for_the_new_term(
    client, sign_in, elected, board, context, session
):
    results, seats = elected
    ada = session.scalars(select(Actor).where(Actor.name == "Ada Martin")).one()
    pilots = session.scalars(select(Group).where(Group.key == "pilots")).one()
    add_group_member(context, pilots, ada, starts_on=date(2020, 1, 1))
    number = pilots.id
    session.commit()
    sign_in("staff")
    assert "The seats are still to be entered" in text(client.get(results)), "it is no seat of this vote"

    today = context.today
    sent = {
        "group": number,
        "starts_on": today.isoformat(),
        "term_ends_on": end_of_term(today, 3).isoformat(),
    }
    client.post(seats, data=sent)

    assert "Seat entered: Ada Martin (Pilots)." in text(client.get(results))


def test_whom_the_directory_does_not_know_is_entered_on_the_page_of_a_group(client, sign_in, elects, board):
    results, _seats = elects(("Bo", "Cy"), seats=1)
    sign_in("staff")

    page = text(client.get(results))

    assert "The directory knows nobody of them by this name: enter them on the page of the group." in page
    assert 'href="/groups/">To the groups' in page
    assert "/seats" not in page, "nobody could be entered there"


def test_whoever_is_added_to_the_directory_afterwards_takes_the_seat(
    client, sign_in, elects, board, context, session
):
    results, seats = elects(("Bo Le Gall", "Cy"), seats=1)
    sign_in("staff")
    link = re.search(r'href="(/actors/new/person[^"]*)"', text(client.get(results)))[1]
    page = text(client.get(link))
    assert 'value="Bo"' in page
    assert 'value="Le Gall"' in page
    assert link in text(client.get(seats))
    refused = client.post(
        "/groups/of/board/members", data={"join-actor": "Bo Le Gall", "join-starts_on": "2026-01-01"}
    )
    assert link in text(refused)

    add_actor(context, kind=ActorKind.PERSON, name="Bo Le Gall")
    session.commit()

    assert "The seats are still to be entered" in text(client.get(results))
    client.post(seats, data={"group": board, "starts_on": context.today.isoformat()})
    assert "Seat entered: Bo Le Gall (The board)." in text(client.get(results))


def test_without_a_group_the_page_leads_to_the_first(client, sign_in, elected):
    sign_in("staff")

    page = text(client.get(elected[1]))

    assert "There is no group yet in which they could take their seat." in page
    assert 'href="/groups/new"' in page


def test_only_who_keeps_the_groups_enters_seats(client, sign_in, elected, board):
    results, seats = elected
    sign_in("member")

    assert "The seats are still to be entered" not in text(client.get(results))
    assert seats not in text(client.get("/"))
    assert client.post(seats, data={"group": board, "starts_on": "2026-01-01"}).status_code == 403


def test_there_are_no_seats_of_another_question(client, sign_in, elected):
    sign_in("staff")
    assert client.get(elected[1].replace("/questions/", "/questions/9")).status_code == 404
