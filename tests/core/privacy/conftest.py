"""Pages are read in English here."""

import pytest


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client
