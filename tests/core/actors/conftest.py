"""Actors for these tests."""

import pytest

from collegial.actors.models import ActorKind
from collegial.actors.services import add_actor


@pytest.fixture
def organisation(context):
    return add_actor(context, kind=ActorKind.ORGANISATION, name="Les Jardins de l’Orée")


@pytest.fixture
def person(context):
    return add_actor(context, kind=ActorKind.PERSON, name="Nolwenn Kerbrazan")


@pytest.fixture
def other(context):
    return add_actor(context, kind=ActorKind.PERSON, name="Samuel Tregoarn")


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client
