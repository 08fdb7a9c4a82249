"""Statutes with three colleges, and actors to admit."""

from datetime import date
from typing import Any

import pytest

from collegial.actors.models import ActorKind
from collegial.actors.services import add_actor
from collegial.statutes.services import record_statutes
from collegial.testing.factories import statutes_document


@pytest.fixture
def document() -> dict[str, Any]:
    return statutes_document(
        label="Statuts de la SCIC",
        colleges=[
            {"key": "A", "name": "Salariés", "weight": "2/5"},
            {"key": "B", "name": "Bénéficiaires", "weight": "3/10"},
            {"key": "C", "name": "Partenaires", "weight": "3/10"},
        ],
        categories=[
            {"key": "employees", "name": "Salariés du pôle", "mandatory": True, "college": "A"},
            {"key": "beneficiaries", "name": "Bénéficiaires habituels", "mandatory": True, "college": "B"},
            {"key": "partners", "name": "Autres partenaires", "mandatory": False},
        ],
    )


@pytest.fixture
def statutes(context, document):
    return record_statutes(
        context, document, effective_from=date(2026, 1, 1), reason="Assemblée constitutive"
    )


@pytest.fixture
def new_actor(context):
    def make(name: str = "Nolwenn Kerbrazan"):
        return add_actor(context, kind=ActorKind.PERSON, name=name)

    return make


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client


@pytest.fixture
def stored(program):
    """Give a function that reads what is committed, in a session of its own: the pages' writes wait for no test."""

    def read(question):
        with program.database.reading() as own:
            return question(own)

    return read
