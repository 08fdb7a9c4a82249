"""A document of statutes that the law allows."""

from datetime import date
from typing import Any

import pytest

from collegial.statutes.queries import newest
from collegial.statutes.rules.origins import First, Override
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
            {"key": "employees", "name": "Salariés", "mandatory": True, "college": "A"},
            {"key": "beneficiaries", "name": "Bénéficiaires", "mandatory": True, "college": "B"},
            {"key": "partners", "name": "Partenaires", "mandatory": False},
        ],
    )


@pytest.fixture
def record(context, session, document):
    """Give a function that records the document, some of its clauses changed, for good."""

    def do(day=date(2026, 3, 1), **changes):
        origin = Override(reason="Jugement du tribunal") if newest(session) else First()
        recorded = record_statutes(
            context, document | changes, effective_from=day, reason="Assemblée constitutive", origin=origin
        )
        session.commit()
        return recorded

    return do


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client
