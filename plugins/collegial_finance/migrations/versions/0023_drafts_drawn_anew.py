"""Let the draft of an agreement be drawn up anew, keep what it said, and hold what was signed.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLE = "finance_agreement_draft"
REASON = "an agreement stays as it was signed"
_SIGNED = "(SELECT a.signed_on FROM finance_project_agreement a WHERE a.id = OLD.agreement_id) IS NOT NULL"
_PARTS = " OR ".join(
    f"NEW.{one} <> OLD.{one}"
    for one in ("agreement_id", "position", "condition", "amount", "due_on", "needs_evidence")
)
_TERMS = " OR ".join(f"NEW.{one} <> OLD.{one}" for one in ("starts_on", "ends_on", "duties"))
# By name: the act, its table, and the fault.
GUARDS = {
    "keep_finance_agreement_signed": (
        "UPDATE", "finance_project_agreement", f"OLD.signed_on IS NOT NULL AND ({_TERMS})",
    ),
    "keep_finance_instalment_signed": ("UPDATE", "finance_instalment", f"({_PARTS}) AND {_SIGNED}"),
    "keep_finance_instalment_there": ("DELETE", "finance_instalment", _SIGNED),
}  # fmt: skip


def upgrade() -> None:
    """Make the table, and guard it and what was signed."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("duties", sa.String(), nullable=False),
        sa.Column("instalments", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("replaced_by", sa.String(length=200), nullable=False),
        sa.Column("replaced_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["finance_project_agreement.id"],
            name=op.f(f"fk_{TABLE}_agreement_id_finance_project_agreement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_agreement_id"), TABLE, ["agreement_id"])
    if _is_sqlite():
        _guard_sqlite()
    else:
        _guard_postgresql()


def downgrade() -> None:
    """Take the revision back."""
    for name, (_act, table, _fault) in GUARDS.items():
        op.execute(f"DROP TRIGGER {name}" + ("" if _is_sqlite() else f" ON {table}"))
        if not _is_sqlite():
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table(TABLE)


def _is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def _guard_sqlite() -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER guard_{TABLE}_{act.lower()} BEFORE {act} ON {TABLE}"
            f" BEGIN SELECT RAISE(ABORT, '{TABLE} is written once'); END"
        )
    for name, (act, table, fault) in GUARDS.items():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{REASON}') WHERE {fault}; END"
        )


def _guard_postgresql() -> None:
    """Guard instalments under the lock of their agreement, which is held by whoever signs it."""
    op.execute(
        f"CREATE TRIGGER guard_{TABLE}_written_once BEFORE UPDATE OR DELETE ON {TABLE}"
        " FOR EACH ROW EXECUTE FUNCTION finance_written_once()"
    )
    for name, (act, table, fault) in GUARDS.items():
        lock = "PERFORM 1 FROM finance_project_agreement WHERE id = OLD.agreement_id FOR UPDATE;"
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" {lock if table == 'finance_instalment' else ''} IF {fault} THEN RAISE EXCEPTION '{REASON}'; END IF;"
            f" RETURN {'OLD' if act == 'DELETE' else 'NEW'}; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
