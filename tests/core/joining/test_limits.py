"""Nobody floods the board, while an office that shares one address still gets through."""

from dataclasses import replace

import pytest


@pytest.fixture
def settings(settings):
    return replace(settings, rate_limits=True)


@pytest.fixture
def founded(session, statutes):
    session.commit()


def test_one_address_cannot_flood_the_board(client, founded):
    answers = [client.post("/join/apply", data={"step": "who"}).status_code for _ in range(121)]

    assert answers == [*[303] * 120, 429]


def test_one_mailbox_cannot_be_flooded(client, founded):
    form = {"step": "who", "email": "someone@example.org"}
    answers = [client.post("/join/apply", data=form).status_code for _ in range(61)]

    assert answers == [*[303] * 60, 429]
    assert client.post("/join/apply", data=form | {"email": "other@example.org"}).status_code == 303
