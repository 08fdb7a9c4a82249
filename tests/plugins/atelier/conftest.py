from datetime import date

import pytest

import collegial.app  # noqa: F401 (all tables of the core)
from collegial.hosting.services import enable_plugin
from collegial.kernel.permissions import program as program_viewer
from collegial.plugin import Actor, ActorFamily, ActorKind, Money, Statement, take_part
from collegial.proposals.models import Priority
from collegial.works.models import Charter
from collegial_atelier import services
from collegial_atelier.rules import AtelierKind, Size

STATEMENT = Statement(
    collective_value="Pour toutes", support="Un appui", brings="Du temps", accepts_charter=True
)
NAMES = ("Les Jardins", "La Roue", "Le Four", "La Ressourcerie")
PLACES = ("Rennes", "Rennes", "Betton", "Betton")


@pytest.fixture
def territory(program):
    """Give the numbers of four base structures in two places, and of a person."""
    with program.database.unit_of_work() as session:
        enable_plugin(program.context(session, program_viewer("test")), program.host, "atelier")
        base = ActorFamily(key="ess_base", label="Structures de base", level=0, position=1)
        now = program.clock.now()
        rows = [
            Actor(kind=ActorKind.ORGANISATION, family=base, name=name, locality=place, created_at=now)
            for name, place in zip(NAMES, PLACES, strict=True)
        ]
        rows.append(Actor(kind=ActorKind.PERSON, name="Maud Le Gall", created_at=now))
        session.add_all([
            *rows, Charter(version=1, text="On s’engage.", adopted_on=date(2026, 1, 1)),
            Priority(key="funding", position=1, short="Financement", label="Le financement"),
        ])  # fmt: skip
        session.flush()
        return [one.id for one in rows]


@pytest.fixture
def make(territory):
    """Give a function that opens an atelier with so many structures in it, and starts it."""

    def do(context, *, members=3, started=True):
        atelier = services.open_atelier(
            context, kind=AtelierKind.QUESTION, title="Gouverner", question="Comment ?",
            starts_on=date(2026, 11, 1), ends_on=date(2027, 3, 31), size=Size(least=2, most=3),
            needed=Money(100_00), themes=["Bénévolat", "Vie démocratique"], priority_key="funding",
        )  # fmt: skip
        for actor_id in territory[:members]:
            take_part(context, work_id=atelier.id, actor_id=actor_id, statement=STATEMENT)
        if started:
            services.start_atelier(context, atelier_id=atelier.id)
        return atelier

    return do


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client
