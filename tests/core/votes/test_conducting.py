"""The bureau puts resolutions to the vote one by one or together, and closes a vote knowing who has not voted."""

import pytest

from collegial.assemblies.queries.meetings import rules_for
from collegial.assemblies.services.proxies import give_proxy
from collegial.assemblies.services.voting import NewOption, NewVoting, choose_voting
from collegial.kernel.errors import Refused
from collegial.sitting.services import reach_item
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import convened
from collegial.votes.models import RoomWay, SessionState
from collegial.votes.queries import awaited_rights, foreseen, next_vote, open_session_of, vote_session
from collegial.votes.services import cast_vote, open_chosen_vote, open_vote
from collegial.votes.services.room import open_room

KINDS = (DecisionKind.ORDINARY, DecisionKind.ORDINARY, DecisionKind.ORDINARY)


@pytest.fixture(autouse=True)
def in_english(client):
    client.set_cookie("locale", "en")


def elects_third(context):
    def prepare(meeting):
        names = [NewOption(name="Ana"), NewOption(name="Bo")]
        choose_voting(context, meeting.resolutions[2], NewVoting(method="core.plurality", options=names))

    return prepare


@pytest.fixture
def world(context, session):
    """Give an open assembly with two texts, then an election; four members attend."""
    world = convened(context, {"A": 8}, kinds=KINDS, prepare=elects_third(context))
    world.arrive(*world.entries["A"][:4])
    world.open()
    session.commit()
    return world


def text(response):
    return response.get_data(as_text=True)


def numbers(resolutions):
    return [one.number for one in resolutions]


def test_the_next_resolution_is_offered_by_itself_texts_together(context, world):
    coming = next_vote(context, world.assembly)
    assert coming.first.number == 1
    assert numbers(coming.together) == [1, 2]
    assert numbers(coming.offered) == [1, 2, 3]

    open_chosen_vote(context, world.assembly, [coming.offered[1].id])
    assert numbers(next_vote(context, world.assembly).offered) == [1, 3]


def test_the_item_at_hand_comes_first(context, world):
    reach_item(context, world.assembly, world.assembly.resolutions[1].item)
    assert next_vote(context, world.assembly).first.number == 2


def test_the_bureau_opens_what_it_chose_and_nothing_else(context, world, session, client, sign_in):
    sign_in("staff")
    first, second, _ = [one.id for one in world.assembly.resolutions]
    session.commit()
    page, opening = "/assemblies/1", "/votes/assembly/1/open"
    assert "Open the vote on resolution 1<" in text(client.get(page))
    nothing = client.post(opening)
    assert (nothing.status_code, "Choose at least one" in text(nothing)) == (422, True)
    assert f'id="to-vote-{second}"' in text(nothing), "they stand there to be chosen"
    opened = client.post(opening, data={"resolution": [second]}, follow_redirects=True)
    assert "The vote on resolution 2 is open." in text(opened)
    vote = open_session_of(session, world.assembly.id)
    asked = [one.resolution_id for one in vote.questions]
    session.commit()
    assert (vote.id, asked) == (1, [second]), "nothing was opened before"
    client.post("/votes/1/close")
    assert "Open the vote on resolution 1<" in text(client.get("/votes/1/results"))
    with pytest.raises(Refused, match="already been put to the vote"):
        open_chosen_vote(context, world.assembly, [first, second])


def test_closing_is_asked_once_with_who_has_not_voted(context, world, session, client, sign_in):
    entries = world.entries["A"]
    vote = open_vote(context, world.assembly, world.assembly.resolutions[:1])
    (question,) = vote.questions
    cast_vote(world.member(entries[0]), vote.id, world.own(entries[0]), {question.id: "for"})
    closing, awaited = f"/votes/{vote.id}/close", entries[1].name
    session.commit()
    sign_in("staff")

    asked = text(client.get(closing))
    assert "3 voting rights attend and have not voted." in asked
    assert awaited in asked
    assert "This cannot be undone." in asked
    assert "The quorum counts those who attend, not those who vote" in asked
    assert "Closed now, 1 voting right decides, of 4 that attend and 8 in all." in asked
    piece = text(client.get(closing, headers={"HX-Request": "true"}))
    assert piece.lstrip().startswith('<div id="awaited"')
    assert vote_session(session, vote.id).state is SessionState.OPEN, "reading closes nothing"
    session.commit()

    assert client.post(closing).location == f"/votes/{vote.id}/results"
    assert client.get(closing).location == f"/votes/{vote.id}/results"


def closing(context, vote):
    rules = rules_for(context.session, vote.assembly, context.zone)
    return [str(one) for one in foreseen(context.session, vote, rules)]


def test_what_a_closing_now_would_mean_is_told_from_who_voted(context, world):
    vote = open_vote(context, world.assembly, world.assembly.resolutions[:1])
    assert closing(context, vote) == [
        "If it is closed now, nothing is adopted and nobody is elected: no vote was cast."
    ]
    for entry in world.entries["A"][:4]:
        cast_vote(world.member(entry), vote.id, world.own(entry), {vote.questions[0].id: "for"})
    assert closing(context, vote) == [], "all who attend have voted"


def test_a_college_that_keeps_silent_is_told_with_what_becomes_of_its_weight(context):
    world = convened(context, {"A": 3, "B": 2, "C": 2})
    world.arrive(*(entry for college in world.entries.values() for entry in college))
    world.open()
    vote = open_vote(context, world.assembly, world.assembly.resolutions)
    first = world.entries["A"][0]
    cast_vote(world.member(first), vote.id, world.own(first), {one.id: "for" for one in vote.questions})
    told = "\n".join(closing(context, vote))
    assert "Collège B: nobody has voted. Its weight" in told
    assert "Collège A" not in told


def test_a_room_that_is_not_counted_is_told_before_the_closing(context, world, session, client, sign_in):
    vote = open_vote(context, world.assembly, world.assembly.resolutions[:1])
    open_room(context, vote.id, RoomWay.HANDS)
    session.commit()
    sign_in("staff")
    asked = text(client.get(f"/votes/{vote.id}/close"))
    assert "The room is not counted on resolution 1." in asked
    assert f'href="/room/{vote.id}"' in asked


def test_whom_a_vote_still_awaits(context, session):
    world = convened(context, {"A": 6, "B": 2})
    giver, holder, other, *_ = world.entries["A"]
    give_proxy(context, giver, holder)
    world.arrive(holder, other, world.entries["B"][0])
    world.open()
    vote = open_vote(context, world.assembly, world.assembly.resolutions)

    def awaited():
        return {one.id for one in awaited_rights(session, vote)}

    assert awaited() == {giver.id, holder.id, other.id, world.entries["B"][0].id}  # the proxy's giver too
    paper = dict.fromkeys([one.id for one in vote.questions], "for")
    cast_vote(world.member(other), vote.id, world.own(other), paper)
    assert awaited() == {giver.id, holder.id, world.entries["B"][0].id}
    open_room(context, vote.id, RoomWay.HANDS)
    assert awaited() == set()
