"""A group and two people for these tests."""

import pytest

from collegial.actors.models import ActorKind
from collegial.actors.services import add_actor
from collegial.groups.models import GroupKind
from collegial.groups.services import create_group


@pytest.fixture
def pilots(context):
    return create_group(
        context,
        key="pilot",
        name="Groupe de pilotage",
        kind=GroupKind.PILOT,
        mandate="Décider des **passages**.",
    )


@pytest.fixture
def person(context):
    return add_actor(context, kind=ActorKind.PERSON, name="Nolwenn Kerbrazan", is_invented=True)


@pytest.fixture
def organisation(context):
    return add_actor(context, kind=ActorKind.ORGANISATION, name="Codespar")


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client
