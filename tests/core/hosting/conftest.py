import pytest

import collegial.app  # noqa: F401 (all tables of the core)


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client
