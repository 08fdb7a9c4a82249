"""Let evidence of an instalment be refused, once, and never beside its approval.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLE = "finance_evidence_refusal"
_OF_EVIDENCE = "(SELECT e.instalment_id FROM finance_evidence e WHERE e.id = NEW.evidence_id)"
# By name: the table, the number of its instalment, the fault, and what the database answers.
GUARDS = {
    "keep_finance_evidence_approved": (
        TABLE, _OF_EVIDENCE,
        f"EXISTS (SELECT 1 FROM finance_instalment_approval a WHERE a.instalment_id = {_OF_EVIDENCE})",
        "what was approved is not refused",
    ),
    "keep_finance_approval_of_evidence": (
        "finance_instalment_approval", "NEW.instalment_id",
        "EXISTS (SELECT 1 FROM finance_evidence e WHERE e.instalment_id = NEW.instalment_id)"
        " AND NOT EXISTS (SELECT 1 FROM finance_evidence e WHERE e.instalment_id = NEW.instalment_id"
        f" AND NOT EXISTS (SELECT 1 FROM {TABLE} r WHERE r.evidence_id = e.id))",
        "approved is only what was not refused",
    ),
}  # fmt: skip


def upgrade() -> None:
    """Make the table, and guard it and the approvals."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refused_by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"],
            ["finance_evidence.id"],
            name=op.f("fk_finance_evidence_refusal_evidence_id_finance_evidence"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finance_evidence_refusal")),
        sa.UniqueConstraint("evidence_id", name=op.f("uq_finance_evidence_refusal_evidence_id")),
    )
    if _is_sqlite():
        _guard_sqlite()
    else:
        _guard_postgresql()


def downgrade() -> None:
    """Take the revision back."""
    for name, (table, *_) in GUARDS.items():
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
    for name, (table, _instalment, fault, reason) in GUARDS.items():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, '{reason}') WHERE {fault}; END"
        )


def _guard_postgresql() -> None:
    """Guard both under the lock of the instalment."""
    op.execute(
        f"CREATE TRIGGER guard_{TABLE}_written_once BEFORE UPDATE OR DELETE ON {TABLE}"
        " FOR EACH ROW EXECUTE FUNCTION finance_written_once()"
    )
    for name, (table, instalment, fault, reason) in GUARDS.items():
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" PERFORM 1 FROM finance_instalment WHERE id = {instalment} FOR UPDATE;"
            f" IF {fault} THEN RAISE EXCEPTION '{reason}'; END IF; RETURN NEW; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
