"""Let an open round be changed, and called off while nothing is paid; what it said before is written once.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

from collegial.plugin import replace_check

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

STATES = ("open", "held", "lapsed")
TABLE = "finance_round_change"
KEPT = "keep_finance_round_ended"
UNPAID = "keep_finance_pledge_unpaid"
_SAID = " OR ".join(f"NEW.{one} <> OLD.{one}" for one in ("title", "need", "closes_on", "state"))
_PAID = "EXISTS (SELECT 1 FROM finance_pledge p WHERE p.round_id = NEW.id AND p.state = 'paid')"
# By name: the table, the fault, and what the database answers.
GUARDS = {
    KEPT: (
        "finance_round", f"(OLD.state <> 'open' AND ({_SAID})) OR (NEW.state = 'cancelled' AND {_PAID})",
        "a round that ended stays ended as it was, and none is called off once it is paid into",
    ),
    UNPAID: (
        "finance_pledge",
        "NEW.state = 'paid' AND OLD.state <> 'paid' AND (SELECT r.state FROM finance_round r"
        " WHERE r.id = NEW.round_id) IN ('lapsed', 'cancelled')",
        "nothing is paid into a round that lapsed or was called off",
    ),
}  # fmt: skip


def upgrade() -> None:
    """Admit the new state with its reason, make the table, and guard all."""
    _admit(*STATES, "cancelled")
    op.execute(
        "ALTER TABLE finance_round ADD COLUMN reason VARCHAR(500)"
        " CONSTRAINT ck_finance_round_cancelled_with_reason CHECK ((state = 'cancelled') = (reason IS NOT NULL))"
    )
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("need", sa.String(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["finance_round.id"], name=op.f("fk_finance_round_change_round_id_finance_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finance_round_change")),
    )
    op.create_index(op.f("ix_finance_round_change_round_id"), TABLE, ["round_id"])
    if _is_sqlite():
        _guard_sqlite()
    else:
        _guard_postgresql()


def downgrade() -> None:
    """Take the revision back; refused by the database where a round was called off."""
    for name, (table, *_) in GUARDS.items():
        op.execute(f"DROP TRIGGER {name}" + ("" if _is_sqlite() else f" ON {table}"))
        if not _is_sqlite():
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table(TABLE)
    _admit(*STATES)
    op.execute("ALTER TABLE finance_round DROP COLUMN reason")


def _is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def _admit(*states: str) -> None:
    values = ", ".join(f"'{state}'" for state in states)
    replace_check(op.get_bind(), "finance_round", "ck_finance_round_roundstate", f"state IN ({values})")


def _guard_sqlite() -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER guard_{TABLE}_{act.lower()} BEFORE {act} ON {TABLE}"
            f" BEGIN SELECT RAISE(ABORT, '{TABLE} is written once'); END"
        )
    for name, (table, fault, reason) in GUARDS.items():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{reason}') WHERE {fault}; END"
        )


def _guard_postgresql() -> None:
    """Guard a pledge under the lock of its round, which is held by whoever calls the round off."""
    op.execute(
        f"CREATE TRIGGER guard_{TABLE}_written_once BEFORE UPDATE OR DELETE ON {TABLE}"
        " FOR EACH ROW EXECUTE FUNCTION finance_written_once()"
    )
    locks = {UNPAID: "PERFORM 1 FROM finance_round WHERE id = NEW.round_id FOR UPDATE;"}
    for name, (table, fault, reason) in GUARDS.items():
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {locks.get(name, '')}"
            f" IF {fault} THEN RAISE EXCEPTION '{reason}'; END IF; RETURN NEW; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
