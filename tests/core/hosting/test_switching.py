"""What modules do at the switch, what rests on them, and whom their rules let in."""

import pytest
from sqlalchemy import literal, select

from collegial.hosting import switching
from collegial.hosting.activation import forget
from collegial.hosting.models import PluginState
from collegial.hosting.services import disable_plugin, enable_plugin
from collegial.journal.models import JournalEntry
from collegial.kernel.permissions import Permission
from collegial.plugin import AccessRule, Lifecycle, ModuleUse, SubjectAction, allowed, t
from collegial.testing.fakes import fake_plugin

DONE = []


def note(what):
    return lambda _context: DONE.append(what)


def raises(*_arguments):
    raise RuntimeError("boom")


def raising():
    raise RuntimeError("boom")


def life(**acts):
    return fake_plugin(lifecycle=lambda: [Lifecycle(key="fake.life", **acts)])


@pytest.mark.plugins(life(enabled=note("on"), disabled=note("off")))
def test_a_module_prepares_and_closes_once_per_switch(program, context):
    DONE.clear()
    for act in (enable_plugin, enable_plugin, disable_plugin, disable_plugin):
        act(context, program.host, "fake")

    assert DONE == ["on", "off"]


@pytest.mark.plugins(life(enabled=raises))
def test_a_module_that_fails_to_prepare_stays_off(program, client, sign_in):
    sign_in("administrator")

    answer = client.post("/modules/fake/on")

    assert answer.status_code == 409
    assert "failed while it was switched on" in answer.text
    with program.database.reading() as session:
        assert program.host.active(session) == ["core"]


@pytest.mark.plugins(fake_plugin())
def test_what_is_active_is_worked_out_once_until_a_switch_changes(program, context, session, monkeypatch):
    worked_out = []
    monkeypatch.setattr(switching, "supplied", lambda _metas, on: worked_out.append(on) or frozenset(on))
    enable_plugin(context, program.host, "fake")
    forget(session)
    worked_out.clear()

    for _ in range(3):
        program.host.active(session).append("lost")  # what a caller does with its list stays its own

    assert program.host.active(session) == ["core", "fake"]
    assert len(worked_out) == 1
    disable_plugin(context, program.host, "fake")
    assert program.host.active(session) == ["core"]


def spoils(context):
    context.session.add(PluginState(name="left", is_active=True, changed_at=context.clock.now()))
    context.session.flush()
    raise RuntimeError("boom")


@pytest.mark.plugins(life(disabled=spoils))
def test_a_module_that_fails_to_close_goes_off_without_what_it_tried(program, context, session):
    enable_plugin(context, program.host, "fake")
    disable_plugin(context, program.host, "fake")

    assert program.host.active(session) == ["core"]
    assert session.get(PluginState, "left") is None


def rests(module):
    if module == "fake":
        yield ModuleUse(key="other.rests", sentence=t("Something rests."))


@pytest.mark.plugins(
    life(in_use=lambda _session: (t("It works."),)),
    fake_plugin("other", module_uses=rests),
    fake_plugin("failing", module_uses=raising),
)
def test_what_is_in_use_is_read_and_confirmed(program, client, sign_in, switch_on):
    switch_on("fake", "other", "failing")
    sign_in("administrator")

    page = client.post("/modules/fake/off")
    assert page.status_code == 409
    for words in ("It works.", "Something rests.", "“failing” failed to say what it uses"):
        assert words in page.text
    with program.database.reading() as session:
        assert "fake" in program.host.active(session)

    assert client.post("/modules/fake/off", data={"despite_use": "yes"}).status_code == 302
    with program.database.reading() as session:
        assert "fake" not in program.host.active(session)
        last = session.scalars(select(JournalEntry).order_by(JournalEntry.sequence.desc())).first()
        assert (last.event, last.payload["uses"]) == ("modules.disabled_in_use", 3)


RIGHT = Permission(key="fake.right", label=t("A right"), roles=("staff",))


def rule(key, rows):
    return AccessRule(key=key, permission=RIGHT, rows=rows, reason=t("…"))


@pytest.mark.plugins(
    fake_plugin(
        permissions=lambda: [RIGHT],
        access_rules=lambda: [
            rule("fake.one", lambda viewer: select(literal(1)).where(literal(viewer.actor_id == 7))),
            rule("fake.raises", raises),
            rule("fake.unclear", lambda _viewer: "all of them"),
        ],
    )
)
def test_rules_give_rows_beside_the_roles_and_fail_closed(program, session, as_role, switch_on):
    def reached(*roles, actor_id=None):
        viewer = as_role(*roles, actor_id=actor_id).by
        rows = select(literal(1).label("id")).union(select(literal(2))).subquery()
        found = select(rows.c.id).where(allowed(session, viewer, RIGHT, rows.c.id)).order_by(rows.c.id)
        return session.scalars(found).all()

    assert reached("guest", actor_id=7) == [], "a module that is off gives nothing"
    switch_on_in(session, program)
    assert reached("guest", actor_id=7) == [1]
    assert reached("guest", actor_id=8) == []
    assert reached("staff") == [1, 2]


def switch_on_in(session, program):
    from collegial.kernel.permissions import program as program_viewer

    enable_plugin(program.context(session, program_viewer("test")), program.host, "fake")


def leads(subject, subject_id):
    if subject == "actor":
        yield SubjectAction(
            key="fake.good", label=t("Go"), endpoint="actors.show", values={"actor_id": subject_id}
        )
        yield SubjectAction(key="fake.nowhere", label=t("Lost"), endpoint="no.where")


@pytest.mark.plugins(fake_plugin(subject_actions=leads), fake_plugin("failing", subject_actions=raising))
def test_buttons_stand_on_the_page_and_a_failing_module_leaves_it_up(program, client, switch_on):
    from collegial.actors.models import ActorShowing
    from collegial.plugin import Actor, ActorKind

    switch_on("fake", "failing")
    with program.database.unit_of_work() as session:
        actor = Actor(kind=ActorKind.ORGANISATION, name="Le Jardin", created_at=program.clock.now())
        now = program.clock.now()
        session.add(ActorShowing(actor=actor, agreed_at=now, how="asked", recorded_by="staff"))
        session.flush()
        actor_id = actor.id

    page = client.get(f"/actors/{actor_id}").text

    assert ">Go<" in page.replace("\n", "").replace(" ", "")
    assert "Lost" not in page
