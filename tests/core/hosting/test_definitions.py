"""What a database is made of is told apart from what somebody else put there."""

import sqlite3
from contextlib import closing

from collegial.hosting.definitions import definitions, differing

HEN = "CREATE TABLE hen (id INTEGER, name TEXT CHECK (name IN ('a', 'b, c')), UNIQUE (name), CHECK (id > 0))"


def made_by(*statements):
    with closing(sqlite3.connect(":memory:")) as opened:
        for one in statements:
            opened.execute(one)
        return definitions(opened)


def test_a_table_is_the_same_however_its_rules_are_ordered_and_quoted():
    other = (
        HEN.replace("hen", '"hen"')
        .replace("id I", "id  I")
        .replace("UNIQUE (name), CHECK (id > 0)", "CHECK (id > 0), UNIQUE (name)")
    )
    assert differing(made_by(HEN), made_by(other)) == []


def test_whatever_is_said_otherwise_is_named():
    guard = "CREATE TRIGGER guard BEFORE DELETE ON hen WHEN {} BEGIN SELECT RAISE(ABORT, 'kept'); END"
    made = made_by(HEN, guard.format(1), "CREATE INDEX by_name ON hen (name)")

    assert differing(made, made_by(HEN, guard.format(0), "CREATE INDEX by_name ON hen (name)")) == [
        "trigger guard"
    ]
    assert differing(made, made_by(HEN)) == ["index by_name", "trigger guard"]
    assert differing(made_by(HEN), made_by(HEN.replace("'b, c'", "'c'"))) == ["table hen"]
    assert differing(made_by(), made_by("CREATE VIEW hen AS SELECT 1")) == ["view hen"]
