"""Statutes with three colleges, and actors to admit."""

from datetime import date
from typing import Any

import pytest

from collegial.actors.models import ActorKind
from collegial.actors.services import add_actor
from collegial.statutes.services import record_statutes


@pytest.fixture
def document() -> dict[str, Any]:
    quorum = {"base": "members", "per_college": False}
    return {
        "label": "Statuts de la SCIC",
        "legal_form": "SA",
        "colleges": [
            {"key": "A", "name": "Salariés", "weight": "2/5"},
            {"key": "B", "name": "Bénéficiaires", "weight": "3/10"},
            {"key": "C", "name": "Partenaires", "weight": "3/10"},
        ],
        "categories": [
            {"key": "employees", "name": "Salariés du pôle", "mandatory": True, "college": "A"},
            {"key": "beneficiaries", "name": "Bénéficiaires habituels", "mandatory": True, "college": "B"},
            {"key": "partners", "name": "Autres partenaires", "mandatory": False},
        ],
        "quorum": {
            "ordinary": {"first": {"at_least": "1/5", **quorum}, "second": {"at_least": "0", **quorum}},
            "extraordinary": {
                "first": {"at_least": "1/4", **quorum},
                "second": {"at_least": "1/5", **quorum},
            },
        },
        "majority": {
            "ordinary": {"threshold": "1/2", "strict": True, "base": "cast"},
            "extraordinary": {"threshold": "2/3", "strict": False, "base": "cast"},
        },
        "votes": {"carry": "proportional", "on_tie": "drop", "on_empty": "drop"},
        "notice": {"days": 15, "second_days": 10},
        "proxies": {"per_holder": 2},
    }


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
