"""Pages are read in English here."""

import pytest


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client


@pytest.fixture
def visitor(app, client):
    """Give a client that never signs in."""
    other = app.test_client()
    other.set_cookie("locale", "en")
    return other
