from datetime import date

import pytest

import collegial.app  # noqa: F401 (all tables of the core)
from collegial.hosting.services import enable_plugin
from collegial.kernel.permissions import program as program_viewer
from collegial.plugin import Actor, ActorFamily, ActorKind, Proposal, Statement
from collegial.proposals.models import Pipeline, Priority
from collegial.works.models import Charter

STATEMENT = Statement(
    collective_value="Pour toutes",
    support="Un appui",
    brings="Du temps",
    hopes="Un prêt",
    accepts_charter=True,
)


@pytest.fixture
def chantier_is_on(program):
    with program.database.unit_of_work() as session:
        enable_plugin(program.context(session, program_viewer("test")), program.host, "chantier")


@pytest.fixture
def territory(program, chantier_is_on):
    """Give the numbers of base structures, public bodies, a person, a proposal; and a priority's key."""
    with program.database.unit_of_work() as session:
        base = ActorFamily(key="ess_base", label="Structures de base", level=0, position=1)
        public = ActorFamily(key="public", label="Collectivités", level=None, position=2)
        pipeline = Pipeline(key="p", revision=1, name="P", document={}, created_at=program.clock.now())
        rows = {
            "garden": _actor(program, "Les Jardins de l’Orée", base),
            "bikes": _actor(program, "La Roue Voisine", base),
            "region": _actor(program, "Conseil régional", public),
            "person": _actor(program, "Maud Le Gall", None, ActorKind.PERSON),
            "proposal": Proposal(
                slug="pole", title="Le pôle", summary="…", pipeline=pipeline, created_at=program.clock.now()
            ),
            "priority": Priority(key="funding", position=1, short="Financement", label="Le financement"),
            "charter": Charter(version=1, text="On s’engage.", adopted_on=date(2026, 1, 1)),
        }
        session.add_all(rows.values())
        session.flush()
        return {name: row.id for name, row in rows.items()} | {"today": date(2026, 11, 23)}


def _actor(program, name, family, kind=ActorKind.ORGANISATION):
    return Actor(kind=kind, family=family, name=name, locality="Rennes", created_at=program.clock.now())


@pytest.fixture
def statement():
    return STATEMENT


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client
