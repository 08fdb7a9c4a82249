"""Let a proposal be withdrawn, and taken up again.

Revision ID: 0069
Revises: 0068
"""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

_GONE = (
    "EXISTS (SELECT 1 FROM proposal_withdrawal w WHERE w.proposal_id = NEW.proposal_id AND w.taken_up_at IS NULL)"
)
_NOTHING_MOVES = "nothing moves in a withdrawn proposal"
_ADOPTED = "EXISTS (SELECT 1 FROM proposal_adoption a WHERE a.proposal_id = NEW.proposal_id)"
_REWRITTEN = (
    "OLD.taken_up_at IS NOT NULL OR NEW.proposal_id <> OLD.proposal_id OR NEW.reasons <> OLD.reasons "
    "OR NEW.withdrawn_at <> OLD.withdrawn_at OR NEW.withdrawn_by <> OLD.withdrawn_by"
)
# By name: the table, the act, the fault, and what the database answers.
GUARDS = {
    **{
        f"withdrawn_{table}_{act.lower()}": (table, act, _GONE, _NOTHING_MOVES)
        for table, act in (
            ("gate_decision", "INSERT"), ("gate_round", "INSERT"), ("proposal_step", "INSERT"),
            ("proposal_rollback", "INSERT"), ("proposal_adoption", "INSERT"), ("proposal_version", "INSERT"),
            ("proposal_version", "UPDATE"),
        )
    },
    "withdrawal_insert": ("proposal_withdrawal", "INSERT", _ADOPTED, "an adopted proposal is not withdrawn"),
    "withdrawal_update": ("proposal_withdrawal", "UPDATE", _REWRITTEN, "a withdrawal is written once"),
    "withdrawal_delete": ("proposal_withdrawal", "DELETE", "1 = 1", "a withdrawal is never removed"),
}  # fmt: skip


def upgrade() -> None:
    """Make the table, and the triggers that let nothing move while a withdrawal holds."""
    op.create_table(
        "proposal_withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.String(length=200), nullable=False),
        sa.Column("taken_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_up_by", sa.String(length=200), nullable=True),
        sa.Column("taken_up_reasons", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(taken_up_at IS NULL) = (taken_up_by IS NULL) AND (taken_up_at IS NULL) = (taken_up_reasons IS NULL)",
            name=op.f("ck_proposal_withdrawal_taken_up_with_reasons"),
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_withdrawal_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_withdrawal")),
    )
    op.create_index(op.f("ix_proposal_withdrawal_proposal_id"), "proposal_withdrawal", ["proposal_id"])
    still = sa.text("taken_up_at IS NULL")
    op.create_index(
        "uq_proposal_withdrawal_current", "proposal_withdrawal", ["proposal_id"], unique=True,
        sqlite_where=still, postgresql_where=still,
    )  # fmt: skip
    guard = _guard_sqlite if op.get_bind().dialect.name == "sqlite" else _guard_postgresql
    for name, (table, act, fault, reason) in GUARDS.items():
        guard(f"guard_{name}", table, act, fault, reason)


def _guard_sqlite(name: str, table: str, act: str, fault: str, reason: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {fault} BEGIN SELECT RAISE(ABORT, '{reason}'); END"
    )


def _guard_postgresql(name: str, table: str, act: str, fault: str, reason: str) -> None:
    row = "OLD" if act == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {fault} THEN RAISE EXCEPTION '{reason}'; END IF; RETURN {row}; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    """Take them back."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, (table, *_) in GUARDS.items():
        op.execute(f"DROP TRIGGER guard_{name}" + ("" if is_sqlite else f" ON {table}"))
        if not is_sqlite:
            op.execute(f"DROP FUNCTION guard_{name}()")
    op.drop_table("proposal_withdrawal")
