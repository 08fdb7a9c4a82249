from datetime import date
from fractions import Fraction

import pytest

import collegial.app  # noqa: F401 (all tables of the core)
from collegial.hosting.services import enable_plugin
from collegial.kernel.permissions import program as program_viewer
from collegial.plugin import Actor, ActorFamily, ActorKind, Money
from collegial_sizing.rules.plan import Amount, Line, LineKind, Plan


@pytest.fixture
def sizing_is_on(program):
    with program.database.unit_of_work() as session:
        enable_plugin(program.context(session, program_viewer("test")), program.host, "sizing")


@pytest.fixture
def funders(program, sizing_is_on):
    """Give the numbers of two organisations that the demonstration's scenarios name, and of a person."""
    with program.database.unit_of_work() as session:
        family = ActorFamily(key="public", label="Collectivités", level=None, position=1)
        named = {
            "region": ("Conseil régional", ActorKind.ORGANISATION),
            "maif": ("MAIF", ActorKind.ORGANISATION),
            "person": ("Maud", ActorKind.PERSON),
        }
        rows = {
            key: Actor(kind=kind, family=family, name=name, created_at=program.clock.now())
            for key, (name, kind) in named.items()
        }
        session.add_all(rows.values())
        session.flush()
        return {key: row.id for key, row in rows.items()}


@pytest.fixture
def plan():
    """Give a function that makes a plan of lines (kind, amounts of each year, more facts)."""

    def make(*lines, **facts):
        years = facts.setdefault("years", len(lines[0][1]))
        made = tuple(
            Line(
                key=key, kind=LineKind(kind), label=kind, amounts=tuple(map(_amount, amounts)), **(more or {})
            )
            for key, (kind, amounts, *rest) in enumerate(lines)
            for more in [rest[0] if rest else None]
        )
        sound = {"starts_on": date(2027, 1, 1), "opening_cash": Money(0), "lines": made}
        return Plan(**(sound | facts | {"years": years}))

    return make


def _amount(told):
    quantity, unit = told if isinstance(told, tuple) else ("1", told)
    return Amount(quantity=Fraction(quantity), unit=Money(unit))


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client
