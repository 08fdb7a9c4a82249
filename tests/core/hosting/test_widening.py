"""A CHECK is replaced, and nothing else of the table is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from collegial.hosting.widening import replace_check, with_check, without_unique
from collegial.kernel.database import Database

MAKE = [
    """CREATE TABLE parent (
        id INTEGER NOT NULL, state VARCHAR(20) NOT NULL DEFAULT 'a (b', first_id INTEGER,
        CONSTRAINT ck_parent_state CHECK (state IN ('a (b', 'c')), CONSTRAINT ck_parent_id CHECK (id > 0),
        CONSTRAINT pk_parent PRIMARY KEY (id), CONSTRAINT uq_parent_first_id UNIQUE (first_id),
        CONSTRAINT fk_parent_first_id_parent FOREIGN KEY(first_id) REFERENCES parent (id))""",
    "CREATE TABLE child (id INTEGER NOT NULL PRIMARY KEY, parent_id INTEGER NOT NULL REFERENCES parent (id))",
    "CREATE INDEX ix_parent_state ON parent (state)",
    "INSERT INTO parent (id, first_id) VALUES (1, NULL), (2, 1)",
    "INSERT INTO child VALUES (1, 2)",
]
SQLITE_GUARDS = [
    "CREATE TRIGGER guard_parent BEFORE DELETE ON parent BEGIN SELECT RAISE(ABORT, 'kept'); END",
    """CREATE TRIGGER guard_child BEFORE UPDATE ON child
        WHEN EXISTS (SELECT 1 FROM parent WHERE id = OLD.parent_id) BEGIN SELECT RAISE(ABORT, 'child kept'); END""",
]
POSTGRES_GUARDS = [
    "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'kept'; END $$",
    "CREATE TRIGGER guard_parent BEFORE DELETE ON parent FOR EACH ROW EXECUTE FUNCTION keep()",
    "CREATE TRIGGER guard_child BEFORE UPDATE ON child FOR EACH ROW EXECUTE FUNCTION keep()",
]
WIDER = "state IN ('a (b', 'c', 'it''s )')"


@pytest.fixture
def database(database_url, database_kind):
    one = Database(database_url, foreign_keys=False)
    with one.engine.begin() as connection:
        for statement in MAKE + (SQLITE_GUARDS if database_kind == "sqlite" else POSTGRES_GUARDS):
            connection.exec_driver_sql(statement)
    yield one
    one.close()


def refused(connection, statement, match):
    with pytest.raises(DatabaseError, match=match), connection.begin_nested():
        connection.execute(text(statement))


@pytest.mark.both_databases
def test_the_new_condition_holds_and_everything_else_stays(database, database_url):
    with database.engine.begin() as connection:
        replace_check(connection, "parent", "ck_parent_state", WIDER)

    checking = Database(database_url)
    with checking.engine.begin() as connection:
        connection.execute(text("INSERT INTO parent (id, state) VALUES (3, 'it''s )')"))
        assert (
            connection.execute(text("SELECT count(*) FROM child JOIN parent p ON p.id = parent_id")).scalar()
            == 1
        )
        assert connection.execute(text("SELECT first_id FROM parent WHERE id = 2")).scalar() == 1
        refused(connection, "INSERT INTO parent (id, state) VALUES (4, 'd')", "ck_parent_state|CHECK")
        refused(connection, "INSERT INTO parent (id) VALUES (-1)", "ck_parent_id|CHECK")
        refused(connection, "INSERT INTO parent (id, first_id) VALUES (5, 1)", "(?i)unique")
        refused(connection, "INSERT INTO parent (id, first_id) VALUES (5, 99)", "(?i)foreign key")
        refused(connection, "INSERT INTO child VALUES (2, 99)", "(?i)foreign key")
        refused(connection, "DELETE FROM parent WHERE id = 3", "kept")
        refused(connection, "UPDATE child SET id = 7", "kept")
    checking.close()


@pytest.mark.both_databases("sqlite")
def test_on_sqlite_the_index_and_the_old_way_of_renaming_are_as_before(database):
    with database.engine.begin() as connection:
        before = set(connection.exec_driver_sql("SELECT name, tbl_name FROM sqlite_master").all())
        replace_check(connection, "parent", "ck_parent_state", WIDER)
        assert set(connection.exec_driver_sql("SELECT name, tbl_name FROM sqlite_master").all()) == before
        assert connection.exec_driver_sql("PRAGMA legacy_alter_table").scalar() == 0
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


@pytest.mark.both_databases
def test_rows_that_break_the_new_condition_stop_it_and_nothing_is_changed(database):
    with pytest.raises(IntegrityError), database.engine.begin() as connection:
        replace_check(connection, "parent", "ck_parent_state", "state = 'c'")

    with database.engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM parent")).scalar() == 2
        refused(connection, "DELETE FROM parent", "kept")


@pytest.mark.both_databases("sqlite")
def test_foreign_keys_must_be_off_or_rows_would_go(database_url):
    watching = Database(database_url)
    with watching.engine.begin() as connection:
        connection.exec_driver_sql(MAKE[0])
        with pytest.raises(RuntimeError, match="foreign keys must be off"):
            replace_check(connection, "parent", "ck_parent_state", WIDER)
    watching.close()


@pytest.mark.both_databases("sqlite")
def test_an_unknown_check_or_table_is_an_error(database):
    with database.engine.begin() as connection:
        with pytest.raises(ValueError, match="no CHECK named ck_other"):
            replace_check(connection, "parent", "ck_other", "1")
        with pytest.raises(ValueError, match="no table nothing"):
            replace_check(connection, "nothing", "ck_other", "1")


CONDITIONS = st.lists(
    st.sampled_from(["a", "'('", "')'", "'it''s'", '"("', "(b)", "((c) OR (d))", " AND "]), max_size=6
).map("".join)


@given(CONDITIONS, CONDITIONS, CONDITIONS)
def test_only_the_named_condition_is_replaced(old, other, new):
    def written(condition):
        return (
            f'CREATE TABLE t (x INT, CONSTRAINT "ck_x" CHECK ({condition}), CONSTRAINT ck_xy CHECK ({other}))'
        )

    assert with_check(written(old), "ck_x", new) == written(new)


def test_a_unique_of_several_columns_goes_and_the_rest_of_the_statement_stays():
    kept = "CONSTRAINT uq_b UNIQUE (b)"
    made = f'CREATE TABLE t (a INTEGER, b INTEGER, CONSTRAINT "uq_a" UNIQUE (a, b), {kept})'
    assert without_unique(made, "uq_a") == f"CREATE TABLE t (a INTEGER, b INTEGER, {kept})"
    with pytest.raises(ValueError, match="uq_c"):
        without_unique(made, "uq_c")
