from dataclasses import replace

import pytest

import collegial.app  # noqa: F401 (all tables of the core)
from collegial.hosting.services import enable_plugin
from collegial.kernel.permissions import program as program_viewer
from collegial.plugin import Actor, ActorKind
from collegial_information import services
from collegial_information.rules.facets import ResourceKind
from collegial_information.services import EntryFields


@pytest.fixture
def information_is_on(program):
    with program.database.unit_of_work() as session:
        enable_plugin(program.context(session, program_viewer("test")), program.host, "information")


@pytest.fixture
def people(program, information_is_on):
    """Give the numbers of a keeper, of a reader, and of an organisation."""
    with program.database.unit_of_work() as session:
        rows = {
            "keeper": Actor(kind=ActorKind.PERSON, name="Maud", email="maud@example.org"),
            "reader": Actor(kind=ActorKind.PERSON, name="Yann", email="yann@example.org"),
            "region": Actor(kind=ActorKind.ORGANISATION, name="Région"),
        }
        for row in rows.values():
            row.created_at = program.clock.now()
            row.locale = "en"
        session.add_all(rows.values())
        session.flush()
        return {name: row.id for name, row in rows.items()}


@pytest.fixture
def publish(context, people):
    """Give a function that publishes a resource and returns its number."""
    sound = EntryFields(
        title="Aide au démarrage", kind=ResourceKind.GRANT, provider="Région", summary="Une subvention.",
        keeper_id=people["keeper"],
    )  # fmt: skip

    def make(title="Aide au démarrage", **facts):
        made = services.write_entry(context, replace(sound, title=title, **facts))
        return services.publish_entry(context, entry_id=made.id).id

    return make


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client
