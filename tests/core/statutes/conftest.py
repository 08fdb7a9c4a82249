"""A document of statutes that the law allows."""

from datetime import date
from typing import Any

import pytest

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
            {"key": "employees", "name": "Salariés", "mandatory": True, "college": "A"},
            {"key": "beneficiaries", "name": "Bénéficiaires", "mandatory": True, "college": "B"},
            {"key": "partners", "name": "Partenaires", "mandatory": False},
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
def record(context, session, document):
    """Give a function that records the document, some of its clauses changed, for good."""

    def do(day=date(2026, 3, 1), **changes):
        recorded = record_statutes(
            context, document | changes, effective_from=day, reason="Assemblée constitutive"
        )
        session.commit()
        return recorded

    return do


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client
