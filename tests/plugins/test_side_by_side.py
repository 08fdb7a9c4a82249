"""A chantier and an atelier side by side: with the module of either one off, the other goes on."""

from datetime import date

import pytest

import collegial.app  # noqa: F401 (all tables of the core)
from collegial.hosting.services import disable_plugin, enable_plugin
from collegial.kernel.permissions import program as program_viewer
from collegial.plugin import Actor, ActorFamily, ActorKind, Money, Statement, take_part
from collegial.works.models import Charter
from collegial_atelier import services as ateliers
from collegial_atelier.rules import AtelierKind, Size
from collegial_chantier import services as chantiers

STATEMENT = Statement(
    collective_value="Pour toutes", support="Un appui", brings="Du temps", accepts_charter=True
)


@pytest.fixture
def both(program):
    """Give the numbers of a chantier and of an atelier that may start, each with two base structures."""
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("test"))
        for name in ("chantier", "atelier"):
            enable_plugin(context, program.host, name)
        base = ActorFamily(key="ess_base", label="Structures de base", level=0, position=1)
        actors = [
            Actor(kind=ActorKind.ORGANISATION, family=base, name=name, created_at=program.clock.now())
            for name in ("Les Jardins", "La Roue")
        ]
        session.add_all([*actors, Charter(version=1, text="On s’engage.", adopted_on=date(2026, 1, 1))])
        session.flush()
        chantier = chantiers.open_chantier(context, title="Financer", question="Qui prête ?")
        atelier = ateliers.open_atelier(
            context, kind=AtelierKind.QUESTION, title="Gouverner", question="Comment ?",
            starts_on=date(2026, 11, 1), ends_on=date(2027, 3, 31), size=Size(least=2, most=3),
            needed=Money(0), themes=[], priority_key=None,
        )  # fmt: skip
        for actor in actors:
            chantiers.add_participant(
                context, chantier_id=chantier.id, actor_id=actor.id, statement=STATEMENT
            )
            take_part(context, work_id=atelier.id, actor_id=actor.id, statement=STATEMENT)
        return {"chantier": f"/chantiers/{chantier.id}", "atelier": f"/ateliers/{atelier.id}"}


@pytest.mark.parametrize(("off", "on"), [("chantier", "atelier"), ("atelier", "chantier")])
def test_with_either_one_off_the_other_goes_on(program, client, sign_in, both, off, on):
    titles = {"chantier": "Financer", "atelier": "Gouverner"}
    sign_in("staff")

    def switch(act, **more):
        with program.database.unit_of_work() as session:
            act(program.context(session, program_viewer("test")), program.host, off, **more)

    switch(disable_plugin, despite_use=True)
    assert client.get(both[off]).status_code == 404
    assert titles[on] in client.get("/works/").text
    assert titles[off] not in client.get("/works/").text
    assert client.post(f"{both[on]}/start").status_code == 302
    assert client.post(f"{both[on]}/start").status_code == 409, "it has started"
    assert client.get(f"/works/{both[on].split('/')[-1]}").status_code == 200
    assert client.get("/works/calendar.ics").status_code == 200
    home = client.get("/")
    assert (home.status_code, f"/{on}s/" in home.text, f"/{off}s/" in home.text) == (200, True, False)

    switch(enable_plugin)
    assert titles[off] in client.get(both[off]).text
    assert titles[off] in client.get("/works/").text
    assert client.post(f"{both[off]}/start").status_code == 302
