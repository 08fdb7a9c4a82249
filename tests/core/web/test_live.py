"""What a room watches is the same for all, lasts a second, and tells nothing of whoever asks."""

import re

import pytest
from sqlalchemy import event

from collegial.assemblies.services.conducting import close_assembly
from collegial.testing.factories import convened
from collegial.votes.services import close_vote, open_vote


@pytest.fixture
def world(context, session):
    found = convened(context, {"A": 4})
    found.arrive(*found.entries["A"][:2])
    session.commit()
    return found


@pytest.fixture
def asked_again(world, client, sign_in):
    """Give the addresses that the pages of a member ask again, by piece."""
    client.set_cookie("locale", "br")
    sign_in("member", actor_id=world.entries["A"][0].voter_id)

    def address(page):
        shown = client.get(f"/assemblies/{world.assembly.id}{page}")
        assert shown.headers["Cache-Control"] == "no-store, private"
        found = re.findall(r'hx-get="(/live/[^/]+/(\w+)[^"]*)"', shown.text)
        return {piece: asked.replace("&amp;", "&") for asked, piece in found}

    return address("") | address("/screen")


@pytest.mark.parametrize("piece", ["quorum", "news", "screen"])
def test_everyone_in_the_room_gets_the_same_for_a_second(app, client, world, asked_again, piece):
    seen = asked_again[piece]
    unseen = seen.split("?")[0]
    mine, anyones = client.get(unseen), app.test_client().get(unseen)

    assert mine.status_code == anyones.status_code == 200
    assert mine.data == anyones.data
    for answer in (mine, anyones, client.get(seen)):
        assert answer.headers["Cache-Control"] == "public, max-age=1"
        assert "Set-Cookie" not in answer.headers
        assert "Vary" not in answer.headers
    assert client.get(seen).status_code == 204  # what the page shows is what there is
    again = app.test_client().get(unseen, headers={"If-None-Match": mine.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_it_follows_what_happens(client, context, session, world, asked_again):
    before = client.get(asked_again["quorum"])
    world.arrive(world.entries["A"][2])
    session.commit()
    after = client.get(asked_again["quorum"])
    assert (before.status_code, after.status_code) == (204, 200)
    assert ">3<" in after.text.replace(" ", "")


def _state(told):
    """Return how the page's badge is to read now."""
    return re.search(r'id="assembly-state" hx-swap-oob="true">(.+?)</span>\s*</span>', told, re.DOTALL)[1]


def test_a_page_that_was_open_before_hears_of_a_vote_and_of_its_result(
    client, context, session, world, asked_again
):
    client.set_cookie("locale", "en")  # the room's language is the one of the page that asks
    before, unseen = client.get(asked_again["news"]), asked_again["news"].split("?")[0]
    world.open()
    session.commit()
    begun = client.get(unseen).text
    vote = open_vote(context, world.assembly, world.assembly.resolutions)
    session.commit()
    opened = client.get(asked_again["news"])
    close_vote(context, vote.id)
    session.commit()
    counted = client.get(unseen).text
    close_assembly(context, world.assembly)
    session.commit()
    closed = client.get(unseen).text

    assert before.status_code == 204
    assert f'href="/assemblies/{world.assembly.id}"' in begun
    assert _state(begun) == _state(opened.text) != _state(closed)
    assert opened.status_code == 200
    assert f'href="/votes/{vote.id}/mine"' in opened.text
    assert "/mine" not in counted
    assert f'href="/votes/{vote.id}/results"' in counted
    assert "/votes/" not in closed
    assert len({begun, opened.text, counted, closed}) == 4


def test_the_way_to_the_vote_leads_to_ones_paper_or_to_the_reason(client, context, session, world, sign_in):
    world.open()
    here, absent = world.entries["A"][0], world.entries["A"][3]
    vote = open_vote(context, world.assembly, world.assembly.resolutions)
    meeting, paper = world.assembly.id, f"/votes/{vote.id}/mandates/{world.own(here).id}"
    way, ways = f"/votes/{vote.id}/mine", {}
    voters = {entry: entry.voter_id for entry in (here, absent)}
    session.commit()
    for entry, voter in voters.items():
        sign_in("member", actor_id=voter)
        ways[entry] = client.get(way).location
    assert ways == {here: paper, absent: f"/assemblies/{meeting}#votes"}


@pytest.mark.parametrize("piece", ["quorum", "news"])
def test_a_poll_that_finds_nothing_new_asks_for_the_end_of_the_journal_alone(
    client, program, asked_again, piece
):
    client.get(asked_again[piece])
    asked = []
    note = lambda _connection, _cursor, statement, *_rest: asked.append(statement)  # noqa: E731
    event.listen(program.database.engine, "before_cursor_execute", note)
    answers = {client.get(asked_again[piece]).status_code for _ in range(5)}
    event.remove(program.database.engine, "before_cursor_execute", note)
    assert answers == {204}
    assert {one.split()[0] for one in asked} <= {"BEGIN", "SELECT"}
    read = [one for one in asked if one.startswith("SELECT")]
    assert len(read) == 5
    assert all("FROM journal_head" in one for one in read)


def test_without_the_rooms_token_or_two_days_later_there_is_nothing(client, clock, asked_again):
    assert client.get("/live/nonsense/quorum").status_code == 404
    other = client.get(asked_again["screen"].replace("/screen", "/quorum").split("?")[0])
    assert other.status_code == 200  # one token for one assembly
    clock.move(days=2)
    assert client.get(asked_again["quorum"]).status_code == 404
