"""The bureau's pages on votes in the room: what was wrong stands at its place, and nothing is changed by it."""

import re

import pytest

from collegial.assemblies.services.voting import NewOption, NewVoting, choose_voting
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import convened
from collegial.votes.services import open_vote


@pytest.fixture
def voting(context, session, client):
    """Give an open vote on two resolutions, with two members of each college in the room; committed."""
    client.set_cookie("locale", "en")
    kinds = (DecisionKind.ORDINARY, DecisionKind.EXTRAORDINARY)
    world = convened(context, {"A": 4, "B": 4, "C": 4}, kinds=kinds)
    world.arrive(*(entry for college in world.entries.values() for entry in college[:2]))
    world.open()
    world.vote = open_vote(context, world.assembly, world.assembly.resolutions)
    read = world.vote.questions, [one.name for college in world.entries.values() for one in college]
    assert all(read), "what a test reads later would open a transaction, and hold up the pages"
    session.commit()
    return world


def text(response):
    return response.get_data(as_text=True)


def test_the_bureau_counts_the_room_beside_those_who_vote_online(voting, client, sign_in):
    sign_in("chair")
    room = f"/room/{voting.vote.id}"
    first, second = [question.id for question in voting.vote.questions]

    assert "Count by show of hands" in text(client.get(room))
    assert client.post(f"{room}/list", data={"way": "hands"}).status_code == 302
    page = text(client.get(room))
    assert voting.entries["A"][0].name in page
    assert set(re.findall(r'for="(\w)-for_-', page)) == {
        "A",
        "B",
        "C",
    }  # who has nobody in the room is not asked
    assert set(re.findall(r'<input type="hidden" name="(\w)-for_" value="0">', page)) == {"D"}
    totals = {
        f"{key}-{name}": "0" for key in "ABC" for name in ("for_", "against", "abstain", "blank", "void")
    }
    totals |= {f"D-{name}": "0" for name in ("for_", "against", "abstain", "blank", "void")}
    too_many = client.post(f"{room}/questions/{first}", data=totals | {"A-for_": "2", "A-against": "1"})
    assert (too_many.status_code, "3 votes are entered" in text(too_many)) == (422, True)
    wrong = client.post(f"{room}/questions/{first}", data=totals | {"A-for_": "1", "A-against": "x"})
    assert (wrong.status_code, 'value="x"' in text(wrong)) == (422, True)
    assert client.post(f"{room}/questions/999999", data=totals).status_code == 404

    for question in (first, second):
        assert (
            client.post(
                f"{room}/questions/{question}", data=totals | {"A-for_": "2", "B-against": "1"}
            ).status_code
            == 302
        )
    assert client.post(f"/votes/{voting.vote.id}/close").status_code == 302
    assert "Show of hands" in text(client.get(f"/votes/{voting.vote.id}/results"))
    assert "Count of the room" in text(client.get(f"/votes/{voting.vote.id}/board?verify=1"))
    assert "The board holds" in text(client.get(f"/votes/{voting.vote.id}/board?verify=1"))
    assert client.get(f"/votes/{voting.vote.id}/board/export.csv").status_code == 200


def test_a_paused_vote_says_so_and_goes_on(voting, client, sign_in):
    sign_in("chair")
    assert client.post(f"/room/{voting.vote.id}/pause").status_code == 302
    assert "Let the vote go on" in text(client.get(f"/assemblies/{voting.assembly.id}"))
    assert client.post(f"/room/{voting.vote.id}/pause").status_code == 409
    assert client.post(f"/room/{voting.vote.id}/resume").status_code == 302
    sign_in("member", actor_id=voting.entries["A"][0].voter_id)
    assert client.post(f"/room/{voting.vote.id}/pause").status_code == 403


def test_the_bureau_enters_the_papers_of_an_election(context, session, client, sign_in):
    client.set_cookie("locale", "en")
    names = [NewOption(name="Ada"), NewOption(name="Blaise")]

    def prepare(meeting):
        choose_voting(context, meeting.resolutions[0], NewVoting(method="core.plurality", options=names))

    world = convened(context, {"A": 3, "B": 3, "C": 3}, prepare=prepare)
    world.arrive(*(entry for college in world.entries.values() for entry in college))
    world.open()
    vote = open_vote(context, world.assembly, world.assembly.resolutions)
    question, room = vote.questions[0].id, f"/room/{vote.id}"
    session.commit()
    sign_in("chair")

    assert "Count by show of hands" not in text(client.get(room))
    assert client.post(f"{room}/list", data={"way": "hands"}).status_code == 409
    assert client.post(f"{room}/list", data={"way": "paper"}).status_code == 302
    election = f"{room}/questions/{question}"
    assert election in text(client.get(room))
    paper = {"group": "all", f"q{question}-mark": "1", "papers": "2"}
    for wrong, sentence in (
        ({"papers": "two"}, "Write how many papers say this"),
        ({"papers": "99"}, "99 papers are entered"),
        ({f"q{question}-mark": "3"}, "One of the names is not on the list"),
    ):
        answer = client.post(f"{election}/papers", data=paper | wrong)
        assert (answer.status_code, sentence in text(answer)) == (422, True)
    assert client.post(f"{election}/papers", data=paper).status_code == 302
    assert (
        client.post(f"{election}/papers", data={"group": "all", f"q{question}-void": "1"}).status_code == 302
    )
    assert client.post(f"{election}/papers/back", data={"group": "all", "choice": "1"}).status_code == 302
    assert "2 of 9" in text(client.get(election))
    figures = {"all-1": "1", "all-2": "0", "all-papers": "1", "all-blank": "0", "all-void": "0"}
    assert client.post(f"{election}/totals", data=figures).status_code == 409
    assert client.post(f"/votes/{vote.id}/close").status_code == 302
    results = text(client.get(f"/votes/{vote.id}/results"))
    assert "1 of them is void" in results
    assert "where the papers came from" in results
    assert "taken back" in text(client.get(f"/votes/{vote.id}/board"))
    assert "2 × Ada" in text(client.get(f"/votes/{vote.id}/board/export.csv"))
