"""Let a loan's file be changed and withdrawn until it is decided on, and never after.

Revision ID: 0015
Revises: 0014
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# By table: the column of an enumeration, its values before, and those that are new.
WIDER = {
    "finance_loan": ("state", ("requested", "refused", "accepted", "running", "repaid", "lost"), ("withdrawn",)),
    "finance_loan_step": (
        "act",
        ("requested", "refused", "accepted", "lent", "repayment", "early", "provision", "lost", "recovery"),
        ("changed", "withdrawn"),
    ),
}  # fmt: skip
NAME = "guard_finance_loan_update"
_TERMS = " OR ".join(
    f"NEW.{one} <> OLD.{one}"
    for one in ("fund_id", "principal", "rate", "months", "deferred", "repayment")
)
_FAULT = (
    f"(OLD.state <> 'requested' AND ({_TERMS}))"
    " OR (NEW.state <> OLD.state AND (OLD.state IN ('refused', 'withdrawn')"
    " OR (NEW.state = 'withdrawn' AND OLD.state <> 'requested')))"
)
_REASON = "a loan that was decided on stays as it was decided"
_SQLITE_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%finance_loan%'"


def upgrade() -> None:
    """Admit the new state and acts, then guard what was decided."""
    _admit(wider=True)
    if _is_sqlite():
        op.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON finance_loan"
            f" BEGIN SELECT RAISE(ABORT, '{_REASON}') WHERE {_FAULT}; END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {_FAULT} THEN RAISE EXCEPTION '{_REASON}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {NAME} BEFORE UPDATE ON finance_loan FOR EACH ROW EXECUTE FUNCTION {NAME}()"
    )


def downgrade() -> None:
    """Take the revision back: a file that was withdrawn counts as refused, its changes as requests."""
    if _is_sqlite():
        op.execute(f"DROP TRIGGER {NAME}")
    else:
        op.execute(f"DROP TRIGGER {NAME} ON finance_loan")
        op.execute(f"DROP FUNCTION {NAME}()")
    _admit(wider=False)


def _is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def _admit(*, wider: bool) -> None:
    if _is_sqlite():
        _admit_sqlite(wider=wider)
        return
    for table, (column, before, new) in WIDER.items():
        if not wider:
            op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            _narrow(table, column)
            op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        name = _constraint(table, before)
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        values = _quoted((*before, *new) if wider else before)
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({column} IN ({values}))")


def _admit_sqlite(*, wider: bool) -> None:
    """Make the tables anew, their guards put aside meanwhile."""
    triggers = op.get_bind().execute(sa.text(_SQLITE_TRIGGERS)).all()
    for name, _sql in triggers:
        op.execute(f"DROP TRIGGER {name}")
    for table, (column, before, new) in WIDER.items():
        if not wider:
            _narrow(table, column)
        lists = (_quoted(before), _quoted((*before, *new)))
        _rebuild(table, *(lists if wider else reversed(lists)))
    for _name, sql in triggers:
        op.execute(sql)


def _rebuild(table: str, old: str, new: str) -> None:
    bind = op.get_bind()
    found = sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL")
    rows = bind.execute(found, {"table": table}).all()
    made = next(sql for kind, sql in rows if kind == "table")
    if old not in made:
        raise RuntimeError(f"{table} lists no values of its own")
    fresh = re.sub(rf'^CREATE TABLE "?{table}"?', f"CREATE TABLE {table}_new", made).replace(old, new)
    op.execute(fresh)
    op.execute(f"INSERT INTO {table}_new SELECT * FROM {table}")
    op.execute(f"DROP TABLE {table}")
    op.execute(f"ALTER TABLE {table}_new RENAME TO {table}")
    for kind, sql in rows:
        if kind == "index":
            op.execute(sql)


def _narrow(table: str, column: str) -> None:
    op.execute(f"UPDATE {table} SET {column} = 'refused' WHERE {column} = 'withdrawn'")
    op.execute(f"UPDATE {table} SET {column} = 'requested' WHERE {column} = 'changed'")


def _constraint(table: str, values: tuple[str, ...]) -> str:
    """Return the name under which PostgreSQL holds the values of an enumeration."""
    checks = sa.inspect(op.get_bind()).get_check_constraints(table)
    return next(str(one["name"]) for one in checks if all(f"'{value}'" in one["sqltext"] for value in values))


def _quoted(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{one}'" for one in values)
