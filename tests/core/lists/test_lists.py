"""Lists are taken by those who may, and data of a module that is off stay takeable by administrators."""

import pytest

from collegial.hosting.services import disable_plugin, enable_plugin
from collegial.kernel.permissions import Permission
from collegial.kernel.permissions import program as program_viewer
from collegial.plugin import Column, Exporter, t
from collegial.testing.fakes import fake_plugin

RIGHT = Permission(key="fake.right", label=t("A right"), roles=("staff",))
ROUNDS = Exporter(
    key="fake.rounds",
    title=t("Rounds"),
    columns=(Column(t("Name")), Column(t("Number"), "number")),
    rows=lambda _session: [("=1+1", 3)],
    permission=RIGHT,
)
FAKE = fake_plugin(permissions=lambda: [RIGHT], exporters=lambda: [ROUNDS])


def switch(program, act):
    with program.database.unit_of_work() as session:
        act(program.context(session, program_viewer("test")), program.host, "fake")


@pytest.mark.plugins(FAKE)
def test_a_list_is_given_to_those_who_hold_its_right(program, client, sign_in):
    client.set_cookie("locale", "en")
    switch(program, enable_plugin)
    assert "Rounds" not in client.get("/lists/").text
    assert client.get("/lists/fake.rounds.csv").status_code == 403

    sign_in("staff")
    assert "Rounds" in client.get("/lists/").text
    given = client.get("/lists/fake.rounds.csv")
    assert given.data.decode("utf-8-sig") == "Name;Number\r\n'=1+1;3\r\n"
    assert client.get("/lists/fake.rounds.xlsx").data.startswith(b"PK")
    assert client.get("/lists/fake.rounds.pdf").status_code == 404
    assert client.get("/lists/fake.other.csv").status_code == 404


@pytest.mark.plugins(FAKE)
def test_while_the_module_is_off_administrators_alone_get_its_lists(program, client, sign_in):
    switch(program, enable_plugin)
    switch(program, disable_plugin)

    sign_in("staff")
    assert client.get("/lists/fake.rounds.csv").status_code == 404
    sign_in("administrator")
    assert client.get("/lists/fake.rounds.csv").status_code == 200
    assert "fake.rounds" in client.get("/modules/fake").text
