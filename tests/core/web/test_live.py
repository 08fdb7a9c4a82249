"""What a room watches is the same for all, lasts a second, and tells nothing of whoever asks."""

import pytest

from collegial.testing.factories import convened


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
        return shown.text.split('hx-get="/live')[1].split('"')[0].replace("&amp;", "&")

    return {"quorum": f"/live{address('')}", "screen": f"/live{address('/screen')}"}


@pytest.mark.parametrize("piece", ["quorum", "screen"])
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


def test_without_the_rooms_token_or_two_days_later_there_is_nothing(client, clock, asked_again):
    assert client.get("/live/nonsense/quorum").status_code == 404
    other = client.get(asked_again["screen"].replace("/screen", "/quorum").split("?")[0])
    assert other.status_code == 200  # one token for one assembly
    clock.move(days=2)
    assert client.get(asked_again["quorum"]).status_code == 404
