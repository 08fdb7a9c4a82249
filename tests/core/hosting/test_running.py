"""What a plugin may do wrong at run time, and what stays unharmed."""

import threading
from datetime import date

import pytest
from sqlalchemy import func, select, text

from collegial.app import build_program
from collegial.hooks.contracts import Passage
from collegial.hosting.models import PluginState
from collegial.hosting.services import PluginEnabled, disable_plugin, enable_plugin
from collegial.journal.models import JournalEntry
from collegial.kernel.permissions import ANONYMOUS
from collegial.kernel.permissions import program as program_viewer
from collegial.plugin import Card, DomainError, Job, NavItem, Phase, StageGate, Subscription, Verdict, t
from collegial.testing.fakes import fake_plugin

PASSAGE = Passage(proposal_id=1, from_stage="V3", to_stage="V4")
HEARD = []


def card(key):
    return Card(key=key, title=t("Card"), template="web/failed.html", context={"owner": "x"})


def nav(key):
    return NavItem(key=key, endpoint="web.home", label=t("Fake"), icon="dot")


def raises(*_arguments):
    raise RuntimeError("boom")


def asks_a_table_that_is_not_there(session):
    session.execute(text("SELECT * FROM no_such_table"))
    return [card("fake.card")]


def ends_the_transaction(session):
    session.commit()
    return [card("fake.card")]


def writes(session):
    session.add(PluginState(name="forged", is_active=True, changed_at=None))
    return [card("fake.card")]


def sound(session):
    session.scalar(select(func.count()).select_from(PluginState))
    return [card("sound.card")]


def gate(check, key="fake.gate"):
    return fake_plugin(stage_gates=lambda: [StageGate(key=key, label=t("A gate"), check=check)])


def opens(_session, _passage):
    return Verdict(is_open=True, reason=t("All is well."))


def shown(program, session):
    cards, failures = program.host.dashboard_cards(session, ANONYMOUS)
    return [one.key for one in cards if one.key != "core"], [(one.owner, one.hook) for one in failures]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "hook", [raises, asks_a_table_that_is_not_there, ends_the_transaction, writes, lambda: ["text"]]
)
def test_a_failing_card_names_its_module_and_spoils_nothing(hook, database_url, settings, clock):
    program, close = running(
        settings,
        clock,
        fake_plugin(dashboard_cards=_named(hook)),
        fake_plugin("sound", dashboard_cards=sound),
    )
    switch(program, enable_plugin, "fake", "sound")

    with program.database.reading() as session:
        cards, failures = shown(program, session)
        names = session.scalars(select(PluginState.name).where(PluginState.is_active)).all()
        session.commit()
    with program.database.reading() as session:
        stored = session.scalars(select(PluginState.name).where(PluginState.is_active)).all()
    close()

    assert "sound.card" in cards
    # Some of the core's own cards need a request, and there is none here.
    theirs = [one for one in failures if one[0] != "core"]
    assert (theirs == [("fake", "dashboard_cards")]) == (hook is not writes)
    assert set(names) == set(stored) == {"fake", "sound"}


def _named(hook):
    hook.__name__ = "dashboard_cards"
    return hook


def running(settings, clock, *candidates):
    program = build_program(settings, candidates=candidates, clock=clock)
    return program, program.database.close


def switch(program, act, *names):
    with program.database.unit_of_work() as session:
        for name in names:
            act(program.context(session, program_viewer("test")), program.host, name)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("check", "words"),
    [
        (raises, "failed while checking"),
        (
            lambda session, _passage: session.execute(text("SELECT * FROM no_such_table")),
            "failed while checking",
        ),
        (lambda _session, _passage: True, "gave no clear answer"),
        (lambda _session, _passage: None, "gave no clear answer"),
        (lambda _session, _passage: Verdict(is_open="yes", reason=t("…")), "gave no clear answer"),
    ],
)
def test_a_gate_that_fails_is_shut_and_the_transaction_goes_on(check, words, settings, clock):
    program, close = running(settings, clock, gate(check))
    switch(program, enable_plugin, "fake")

    with program.database.writing() as session:
        verdict = program.host.check_gate(session, "fake.gate", PASSAGE)
        assert session.scalar(select(func.count()).where(PluginState.is_active)) == 1
    close()

    assert not verdict.is_open
    assert words in str(verdict.reason)


@pytest.mark.plugins(gate(opens))
def test_a_gate_opens_only_while_its_module_is_on(program, session):
    def ask():
        return program.host.check_gate(session, "fake.gate", PASSAGE)

    context = program.context(session, program_viewer("test"))
    assert "is switched off" in str(ask().reason)
    enable_plugin(context, program.host, "fake")
    assert ask().is_open
    disable_plugin(context, program.host, "fake")
    assert not ask().is_open


@pytest.mark.plugins(gate(opens))
def test_an_unknown_gate_is_shut_and_says_what_is_missing(program, session, switch_on):
    switch_on("fake")

    def reason(key):
        verdict = program.host.check_gate(session, key, PASSAGE)
        assert not verdict.is_open
        return str(verdict.reason)

    assert "“absent” is not available" in reason("absent.gate")
    assert "has no rule “fake.other”" in reason("fake.other")
    assert str(program.host.gate_label("absent.gate")) == "Condition “absent.gate”"
    assert str(program.host.gate_label("fake.gate")) == "A gate"


@pytest.mark.plugins(fake_plugin(api=">=9"))
def test_the_gate_of_a_broken_module_is_shut_with_its_reason(program, session):
    verdict = program.host.check_gate(session, "fake.gate", PASSAGE)

    assert not verdict.is_open
    assert "this program offers" in str(verdict.reason)


@pytest.mark.plugins(
    fake_plugin(nav_items=_named(raises)),
    fake_plugin("strange", nav_items=lambda: [nav("fake.nav")]),
    fake_plugin("sound", nav_items=lambda: [nav("sound.nav")]),
)
def test_a_raising_menu_leaves_the_others(program, session, switch_on):
    switch_on("fake", "strange", "sound")

    keys = [one.key for one in program.host.nav_items(session, ANONYMOUS)]

    assert "sound.nav" in keys
    assert "fake.nav" not in keys
    failures = program.host.failures(session, ANONYMOUS, date(2026, 11, 30))
    owners = [(one.owner, one.hook) for one in failures if one.owner != "core"]
    assert owners == [("fake", "nav_items"), ("strange", "nav_items")]


def hears(context, event):
    HEARD.append((event.plugin, context.by.name))


def works(_context, payload):
    HEARD.append(payload["what"])


LISTENER = fake_plugin(
    subscriptions=lambda: [
        Subscription(key="fake.within", event=PluginEnabled, handler=hears),
        Subscription(key="fake.after", event=PluginEnabled, handler=hears, phase=Phase.AFTER),
    ],
    jobs=lambda: [Job(key="fake.job", run=works)],
)


@pytest.mark.plugins(LISTENER, fake_plugin("other"))
def test_a_module_hears_and_works_only_while_it_is_on(program, switch_on, session):
    HEARD.clear()
    switch_on("other")
    switch(program, disable_plugin, "other")
    program.drain()
    assert HEARD == []

    switch_on("fake")  # hears itself being switched on: it is on by then
    switch_on("other")
    program.drain()
    assert HEARD == [("fake", "test"), ("other", "test"), ("fake", "fake.after"), ("other", "fake.after")]

    HEARD.clear()
    run = program.host.job_list()[0] if program.host.job_list()[0].key == "fake.job" else None
    job = run or next(one for one in program.host.job_list() if one.key == "fake.job")
    job.run(program.context(session, program_viewer("test")), {"what": "done"})
    session.rollback()
    switch(program, disable_plugin, "fake")
    job.run(program.context(session, program_viewer("test")), {"what": "not done"})
    assert HEARD == ["done"]


def refuses(_context, _event):
    raise RuntimeError("no")


@pytest.mark.plugins(
    fake_plugin(subscriptions=lambda: [Subscription(key="fake.no", event=PluginEnabled, handler=refuses)]),
    fake_plugin("other"),
)
def test_a_raising_listener_within_the_transaction_undoes_the_act(program):
    with pytest.raises(RuntimeError):
        switch(program, enable_plugin, "fake")
    with program.database.reading() as session:
        assert program.host.active(session) == ["core"]
        assert session.scalar(select(func.count()).select_from(JournalEntry)) == 0


@pytest.mark.plugins(fake_plugin())
def test_an_undone_switch_is_not_believed(program, session):
    enable_plugin(program.context(session, program_viewer("test")), program.host, "fake")
    assert program.host.active(session) == ["core", "fake"]

    session.rollback()

    assert program.host.active(session) == ["core"]


@pytest.mark.plugins(fake_plugin())
def test_switching_twice_is_one_act(program, session):
    context = program.context(session, program_viewer("test"))
    for act in (enable_plugin, enable_plugin, disable_plugin, disable_plugin):
        act(context, program.host, "fake")

    events = session.scalars(select(JournalEntry.event).order_by(JournalEntry.sequence)).all()
    assert events == ["modules.enabled", "modules.disabled"]


@pytest.mark.both_databases
@pytest.mark.plugins(fake_plugin())
def test_two_administrators_may_switch_at_once(program):
    errors = []

    def press():
        try:
            switch(program, enable_plugin, "fake")
        except Exception as error:  # noqa: BLE001
            errors.append(error)

    threads = [threading.Thread(target=press) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert errors == []
    with program.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(JournalEntry)) == 1


@pytest.mark.plugins(fake_plugin(api=">=9"))
def test_what_cannot_work_is_not_switched_on(program, context, as_role, session):
    def refusal(who, name):
        with pytest.raises(DomainError) as raised:
            enable_plugin(who, program.host, name)
        return raised.value.code, raised.value.status

    assert refusal(context, "fake") == ("modules.broken", 409)
    assert refusal(context, "nothing") == ("modules.unknown", 404)
    assert refusal(as_role("staff"), "fake") == ("permission.missing", 403)
    assert session.scalar(select(func.count()).where(PluginState.is_active)) == 0


def test_a_module_without_its_tables_is_not_switched_on(program, context, session):
    session.execute(text("DROP TABLE chantier_agreement"))

    with pytest.raises(DomainError) as raised:
        enable_plugin(context, program.host, "chantier")

    assert raised.value.code == "modules.not_migrated"
    assert program.host.active(session) == ["core"]
