"""The revisions of files and agenda can be taken back and made again, with every guard."""

import pytest
from alembic import command
from sqlalchemy import inspect

from collegial.features import FEATURES
from collegial.hosting.host import Host
from collegial.hosting.migrations import config_of, differences, owners, upgrade
from collegial.kernel.database import Database

GUARDS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


@pytest.mark.both_databases
def test_down_and_up_again_loses_nothing(empty_database, database_kind):
    host = Host(FEATURES, [])
    upgrade(empty_database, host)
    core, database = owners(host)[0], Database(empty_database, foreign_keys=False)
    with database.engine.begin() as connection:
        before = set(connection.exec_driver_sql(GUARDS[database_kind]).scalars())
        command.downgrade(config_of(core, connection), "0009")
        found = inspect(connection)
        assert {"stored_file", "member_item"}.isdisjoint(found.get_table_names())
        assert "college_id" not in {one["name"] for one in found.get_columns("assembly")}

    upgrade(empty_database, host)

    with database.engine.begin() as connection:
        assert differences(connection, core) == []
        assert set(connection.exec_driver_sql(GUARDS[database_kind]).scalars()) == before
    database.close()
