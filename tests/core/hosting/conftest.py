import pytest

import collegial.app  # noqa: F401 (all tables of the core)
from collegial.hosting.services import enable_plugin
from collegial.kernel.permissions import program as program_viewer


@pytest.fixture
def switch_on(program):
    """Give a function that switches plugins on, committed."""

    def do(*names):
        with program.database.unit_of_work() as session:
            for name in names:
                enable_plugin(program.context(session, program_viewer("test")), program.host, name)

    return do


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client
