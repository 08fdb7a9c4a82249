"""Actors for these tests."""

import pytest
from sqlalchemy import event

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


@pytest.fixture
def statements_in(session):
    """Give a function that counts the SQL statements an act takes."""

    def count(act):
        seen = []
        listen = lambda *arguments: seen.append(arguments[2])  # noqa: E731
        event.listen(session.get_bind(), "before_cursor_execute", listen)
        act()
        event.remove(session.get_bind(), "before_cursor_execute", listen)
        return len(seen)

    return count
