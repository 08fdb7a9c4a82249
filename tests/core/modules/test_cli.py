"""`collegial plugins`: what is there, switched, checked, and removed only after a dump."""

import gc
import json
from datetime import date

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo
from sqlalchemy import inspect

from collegial.cli import main  # its `check` joins the group
from collegial.command import main as begin
from collegial.hosting.checks import DuplicateKey
from collegial.hosting.migrations import upgrade
from collegial.hosting.services import disable_plugin, enable_plugin
from collegial.kernel.permissions import program as program_viewer
from collegial.modules.cli import plugins
from collegial.plugin import Actor, ActorFamily, ActorKind, Lifecycle, Refused, t
from collegial.testing.fakes import fake_plugin


@pytest.fixture
def run(app):
    """Give a function that runs `collegial plugins …` on this test's program."""

    def do(*arguments):
        done = CliRunner().invoke(plugins, arguments, obj=ScriptInfo(create_app=lambda: app))
        return done.exit_code, done.output

    return do


@pytest.mark.plugins(fake_plugin(), fake_plugin("broken", api=">=9"), fake_plugin("needing", requires=("x",)))
def test_plugins_are_listed_shown_and_switched(run):
    assert run("enable", "fake") == (0, "fake is on.\n")
    code, listed = run("list")
    assert code == 0
    assert "fake\t1\ton\tdist-fake 1" in listed
    assert "needing\t1\toff" in listed
    assert "broken\t-\tbroken\tIt was written for the plugin API >=9" in listed

    code, shown = run("show", "fake")
    assert code == 0
    assert "state: on" in shown
    assert run("show", "broken")[0] == 1
    assert run("show", "nothing")[0] == 1

    code, refused = run("enable", "needing")
    assert code == 1
    assert "needs “x”" in refused
    assert run("disable", "fake") == (0, "fake is off. Its data stay.\n")


@pytest.mark.plugins(
    fake_plugin(lifecycle=lambda: [Lifecycle(key="fake.life", in_use=lambda _session: (t("It works."),))])
)
def test_what_is_in_use_goes_off_only_when_that_is_said(run):
    run("enable", "fake")

    code, refused = run("disable", "fake")
    assert code == 1
    assert "in use: It works." in refused
    assert run("disable", "fake", "--despite-use")[0] == 0


def test_an_installed_plugin_is_checked(run):
    assert run("check", "chantier") == (0, "chantier: no fault found.\n")
    assert run("check", "nothing")[0] == 1


@pytest.fixture
def garden(program):
    """Give a chantier with a structure in it."""
    from collegial.plugin import Statement
    from collegial.works.models import Charter
    from collegial_chantier import services

    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("test"))
        enable_plugin(context, program.host, "chantier")
        base = ActorFamily(key="base", label="Base", level=0, position=1)
        actor = Actor(
            kind=ActorKind.ORGANISATION, name="Le Jardin", family=base, created_at=program.clock.now()
        )
        session.add_all([actor, Charter(version=1, text="…", adopted_on=date(2026, 1, 1))])
        session.flush()
        chantier = services.open_chantier(context, title="Financer", question="Qui prête ?")
        said = Statement(collective_value="A", support="B", brings="C", accepts_charter=True)
        services.add_participant(context, chantier_id=chantier.id, actor_id=actor.id, statement=said)
        services.start_chantier(context, chantier_id=chantier.id)


@pytest.mark.both_databases
@pytest.mark.usefixtures("garden")
def test_data_are_removed_after_a_dump_and_never_while_something_rests_on_them(run, program, tmp_path):
    dump = tmp_path / "chantier.jsonl"

    assert "Switch “chantier” off" in run("purge", "chantier", "--dump", str(dump), "--yes")[1]
    switch_off(program)
    code, refused = run("purge", "chantier", "--dump", str(dump), "--yes")
    assert code == 1
    assert "in use: 1 chantier is under way" in refused
    assert not dump.exists()
    code, said = run("purge", "chantier", "--dump", str(dump), "--yes", "--despite-use")
    assert (code, said) == (0, f"9 rows of chantier are in {dump}, and no longer in the database.\n")

    lines = [json.loads(line) for line in dump.read_text(encoding="utf-8").splitlines()]
    assert lines[0] == {"plugin": "chantier", "version": "0.2.0"}
    assert [line["row"]["title"] for line in lines if line.get("table") == "work"] == ["Financer"]
    assert not [one for one in inspect(program.database.engine).get_table_names() if "chantier" in one]
    assert run("purge", "chantier", "--dump", str(dump), "--yes")[0] == 1, "a dump is never written over"
    assert "missing or not up to date" in run("enable", "chantier")[1]
    assert upgrade(program.settings.database_url, program.host) == []
    assert run("enable", "chantier")[0] == 0


def switch_off(program):
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("test"))
        disable_plugin(context, program.host, "chantier", despite_use=True)


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (DuplicateKey("plugin", "fake", "one 1", "two 2"), 2, "offered by both 'one 1' and 'two 2'"),
        (Refused("fake.no", t("Not now.")), 1, "collegial: Not now."),
    ],
)
def test_what_a_person_can_correct_is_told_in_one_line(monkeypatch, capsys, error, code, words):
    def raises():
        raise error

    monkeypatch.setattr("collegial.cli.collegial", raises)
    with pytest.raises(SystemExit) as left:
        main()

    assert left.value.code == code
    assert words in capsys.readouterr().err


def test_the_command_leaves_the_collector_at_work(monkeypatch):
    ran = []
    monkeypatch.setattr("collegial.cli.main", lambda: ran.append(gc.isenabled()))

    begin()

    assert ran == [True]
