"""The history of the chantiers' tables, with rows in place: nothing that was written is lost, in either direction."""

import pytest
from alembic import command
from sqlalchemy import text

from collegial.app import build_host
from collegial.hosting import migrations
from collegial.kernel.database import Database

pytestmark = pytest.mark.both_databases

BEFORE = """
INSERT INTO actor (id, kind, name, search_name, locale, is_invented, created_at)
VALUES (1, 'organisation', 'Les Jardins', '', 'fr', false, '2026-01-01 00:00:00'),
       (2, 'organisation', 'La Roue', '', 'fr', false, '2026-01-01 00:00:00');
INSERT INTO chantier_chantier (id, title, question, phase, opened_on, started_on, finished_on)
VALUES (3, 'Financer', 'Qui prête ?', 'after', '2026-01-01', '2026-02-01', '2026-03-01'),
       (7, 'Loger', 'Où ?', 'before', '2026-04-01', NULL, NULL);
INSERT INTO chantier_participant (id, chantier_id, actor_id, role, testimony, may_quote, joined_on)
VALUES (1, 3, 1, 'base_structure', 'On attend six mois.', true, '2026-01-02'),
       (2, 3, 2, 'stakeholder', 'Entre nous.', false, '2026-01-03'),
       (3, 7, 1, 'base_structure', NULL, false, '2026-04-02');
INSERT INTO chantier_measure (id, chantier_id, kind, title, description)
VALUES (1, 3, 'created', 'Un prêt', 'Sans gage.');
"""
AFTER = {
    "SELECT id, kind, title, phase FROM work ORDER BY id": [
        (3, "chantier.chantier", "Financer", "after"), (7, "chantier.chantier", "Loger", "before"),
    ],
    "SELECT chantier_id, actor_id, text, consent FROM chantier_testimony ORDER BY id": [
        (3, 1, "On attend six mois.", "named"), (3, 2, "Entre nous.", "none"),
    ],
    "SELECT chantier_id, actor_id, role FROM chantier_participant ORDER BY id": [
        (3, 1, "base_structure"), (3, 2, "stakeholder"), (7, 1, "base_structure"),
    ],
    "SELECT chantier_id, title FROM chantier_measure": [(3, "Un prêt")],
    "SELECT work_id, count(*) FROM work_duty GROUP BY work_id ORDER BY work_id": [(3, 5), (7, 5)],
}  # fmt: skip
BACK = {
    "SELECT id, title, phase FROM chantier_chantier ORDER BY id": [(3, "Financer", "after"), (7, "Loger", "before")],
    "SELECT actor_id, testimony FROM chantier_participant WHERE chantier_id = 3 ORDER BY id": [
        (1, "On attend six mois."), (2, "Entre nous."),
    ],
    "SELECT count(*) FROM work": [(0,)],
}  # fmt: skip


def found(connection, wanted):
    return {query: [tuple(row) for row in connection.execute(text(query))] for query in wanted}


def test_rows_of_the_first_chantiers_go_to_the_newest_form_and_back(empty_database, settings):
    core, chantier = (
        one for one in migrations.owners(build_host(settings)) if one.name in {"core", "chantier"}
    )
    database = Database(empty_database, foreign_keys=False)

    def move(owner, act, revision):
        with database.engine.begin() as connection:
            act(migrations.config_of(owner, connection), revision)
            migrations._check_foreign_keys(connection)

    move(core, command.upgrade, "head")
    move(chantier, command.upgrade, "0001")
    with database.engine.begin() as connection:
        for statement in filter(str.strip, BEFORE.split(";\n")):
            connection.execute(text(statement))
    move(chantier, command.upgrade, "head")
    with database.engine.connect() as connection:
        assert found(connection, AFTER) == AFTER
    move(chantier, command.downgrade, "0001")
    with database.engine.connect() as connection:
        assert found(connection, BACK) == BACK
    database.close()
