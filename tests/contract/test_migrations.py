"""Each owner's history: equal to its models, run twice, run at once, undone as a whole.

The database of a test, `database_url`, is a copy of one that was upgraded from nothing with all that is installed.
"""

import os
import textwrap
import traceback

import pytest
from sqlalchemy import inspect, update

from collegial.app import build_host
from collegial.features import FEATURES
from collegial.hosting.activation import failed_upgrades
from collegial.hosting.discovery import installed
from collegial.hosting.host import Host
from collegial.hosting.loading import CORE
from collegial.hosting.migrations import behind, differences, owners, upgrade
from collegial.hosting.models import PluginState
from collegial.kernel.database import Database
from collegial.plugin import MigrationSource
from collegial.testing.conformance import check_plugin
from collegial.testing.fakes import fake_plugin

OWNERS = [CORE, *sorted(one.name for one in installed() if one.origin.startswith("collegial "))]


@pytest.fixture
def host():
    return Host(FEATURES, [one for one in installed() if one.name in OWNERS])


def tables(url):
    database = Database(url)
    with database.engine.connect() as connection:
        names = set(inspect(connection).get_table_names())
    database.close()
    return names


@pytest.mark.both_databases
def test_models_and_migrations_agree_for_every_owner(database_url, host):
    database = Database(database_url)
    with database.engine.connect() as connection:
        found = {owner.name: differences(connection, owner) for owner in owners(host)}
    late = behind(database, host)
    database.close()

    assert found == {name: [] for name in OWNERS}
    assert late == []


DRIFTS = [
    "DROP TABLE chantier_measure CASCADE",
    "ALTER TABLE chantier_testimony DROP COLUMN text CASCADE",
    "ALTER TABLE chantier_chantier ALTER COLUMN fed_stage TYPE varchar(10)",
    "ALTER TABLE chantier_party DROP CONSTRAINT ck_chantier_party_partystate",
    "ALTER TABLE chantier_party DROP CONSTRAINT ck_chantier_party_invited_with_date",
    "ALTER TABLE chantier_chantier DROP CONSTRAINT fk_chantier_chantier_proposal_id_proposal",
    "DROP INDEX ix_chantier_participant_actor_id",
    "CREATE TABLE chantier_removed (id integer)",
]


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_what_is_missing_in_a_database_is_found(database_url, host):
    (owner,) = [one for one in owners(host) if one.name == "chantier"]
    database = Database(database_url)
    unseen = []
    for drift in DRIFTS:
        with database.engine.connect() as connection:  # what is not committed is undone
            connection.exec_driver_sql(drift)
            unseen += [] if differences(connection, owner) else [drift]
    database.close()

    assert unseen == []


@pytest.mark.both_databases
def test_upgrading_twice_changes_nothing(database_url, host):
    first = tables(database_url)
    upgrade(database_url, host)

    assert tables(database_url) == first
    assert {"alembic_version", "alembic_version_chantier", "chantier_participant"} <= first


@pytest.mark.both_databases
def test_three_processes_may_upgrade_at_once(empty_database, host):
    started = [in_a_child(lambda: upgrade(empty_database, host)) for _ in range(3)]

    assert [end_of(one) for one in started] == [0, 0, 0]
    assert "chantier_participant" in tables(empty_database)


def in_a_child(act):
    """Do an act in a process of its own, which ends with 0 once it is done; return its number."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            act()
            status = 0
        except Exception:  # noqa: BLE001 (whatever it is, the parent tells that it failed)
            traceback.print_exc()
        finally:
            os._exit(status)
    return child


def end_of(child):
    """Wait for a child and return how it ended."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def revision(folder, body):
    folder.mkdir(exist_ok=True)
    text = f"""
        import sqlalchemy as sa
        from alembic import op
        revision, down_revision, branch_labels, depends_on = "0001", None, None, None

        def upgrade():
            op.create_table("fake_thing", sa.Column("id", sa.Integer(), primary_key=True))
            {body}
        """
    (folder / "0001_fake.py").write_text(textwrap.dedent(text), encoding="utf-8")
    return fake_plugin(migrations=lambda: [MigrationSource(folder=folder)])


@pytest.mark.both_databases
def test_a_failing_plugin_migration_leaves_nothing_behind(empty_database, tmp_path):
    broken = Host(FEATURES, [revision(tmp_path / "one", 'raise RuntimeError("boom")')])

    (failed,) = upgrade(empty_database, broken)
    assert (failed.owner, failed.error) == ("fake", "RuntimeError: boom")
    assert "actor" in tables(empty_database), "the core's tables are there all the same"
    assert not {one for one in tables(empty_database) if "fake" in one}
    assert noted(empty_database) == {"fake": "RuntimeError: boom"}

    upgrade(empty_database, Host(FEATURES, [revision(tmp_path / "two", "")]))
    assert {"fake_thing", "alembic_version_fake", "alembic_version"} <= tables(empty_database)
    assert noted(empty_database) == {}


@pytest.mark.both_databases
def test_a_migration_that_is_killed_is_undone_and_done_at_the_next_try(database_url, tmp_path):
    killed = Host(FEATURES, [revision(tmp_path / "one", "__import__('os')._exit(9)")])

    assert end_of(in_a_child(lambda: upgrade(database_url, killed))) == 9
    assert not {one for one in tables(database_url) if "fake" in one}

    assert upgrade(database_url, Host(FEATURES, [revision(tmp_path / "two", "")])) == []
    assert {"fake_thing", "alembic_version_fake"} <= tables(database_url)


def noted(url):
    """Return the failures that the switches tell."""
    database = Database(url)
    with database.reading() as session:
        found = failed_upgrades(session)
    database.close()
    return found


@pytest.mark.both_databases
def test_a_plugin_that_is_gone_does_not_block_the_others(empty_database, host, tmp_path):
    upgrade(empty_database, Host(FEATURES, [revision(tmp_path / "one", "")]))

    upgrade(empty_database, host)

    assert {"fake_thing", "chantier_participant"} <= tables(empty_database)


@pytest.mark.both_databases
def test_what_is_not_upgraded_is_known(empty_database, host, settings):
    bare, upgraded = Database(empty_database), Database(settings.database_url)

    assert behind(bare, host) == OWNERS
    assert behind(upgraded, host) == behind(upgraded, build_host(settings, [])) == []
    bare.close()
    upgraded.close()


def test_a_plugin_whose_tables_are_behind_its_code_does_nothing_until_the_upgrade(database_url, tmp_path):
    older = Host(FEATURES, [revision(tmp_path / "one", "")])
    assert older.newest_revisions == {"fake": "0001"}
    upgrade(database_url, older)
    (tmp_path / "one" / "0002_more.py").write_text(
        'revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None\n\n'
        "def upgrade():\n    pass\n",
        encoding="utf-8",
    )
    newer = Host(FEATURES, [fake_plugin(migrations=lambda: [MigrationSource(folder=tmp_path / "one")])])
    database = Database(database_url)

    with database.unit_of_work() as session:
        session.execute(update(PluginState).values(is_active=True))
    with database.reading() as session:
        assert older.active(session) == [CORE, "fake"]
        assert newer.active(session) == [CORE]
        assert "run “collegial db upgrade”" in str(newer.why_silent(session, "fake"))
    upgrade(database_url, newer)
    with database.reading() as session:
        assert newer.active(session) == [CORE, "fake"]
    database.close()


@pytest.mark.parametrize("name", OWNERS[1:])
def test_bundled_plugins_keep_to_all_we_ask_of_others(name):
    (candidate,) = [one for one in installed() if one.name == name]

    assert check_plugin(candidate.load()) == []
