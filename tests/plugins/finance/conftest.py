from datetime import date

import pytest

import collegial.app  # noqa: F401 (all tables of the core)
from collegial.hosting.services import enable_plugin
from collegial.kernel.permissions import program as program_viewer
from collegial.plugin import Actor, ActorFamily, ActorKind, Money
from collegial_finance.rounds.rules import ClosingRule, Plan


@pytest.fixture
def finance_is_on(program):
    with program.database.unit_of_work() as session:
        enable_plugin(program.context(session, program_viewer("test")), program.host, "finance")


@pytest.fixture
def actors(program, finance_is_on):
    """Give the numbers of a project and of three funders."""
    with program.database.unit_of_work() as session:
        family = ActorFamily(key="ess_base", label="Structures de base", level=0, position=1)
        rows = {
            name: Actor(
                kind=ActorKind.ORGANISATION, family=family, name=name.title(), created_at=program.clock.now()
            )
            for name in ("cannery", "bank", "region", "foundation")
        }  # fmt: skip
        session.add_all(rows.values())
        session.flush()
        return {name: row.id for name, row in rows.items()}


@pytest.fixture
def plan():
    """Give a function that writes a plan: 1 000 € wanted, 600 € at least, 1 200 € at most, by the end of the year."""

    def write(**changes):
        sound = {
            "target": Money(100_000), "minimum": Money(60_000), "maximum": Money(120_000),
            "closes_on": date(2026, 12, 31), "closing": ClosingRule.THRESHOLD,
        }  # fmt: skip
        return Plan(**(sound | changes))

    return write


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client
