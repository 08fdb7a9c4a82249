"""Let groups decide on the files of guarantee and loan funds, without the members in conflict of interest.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

FUNDS = ("finance_guarantee_fund", "finance_loan_fund")


def upgrade() -> None:
    """Make the table of conflicts, written once, and give each fund room for its committee."""
    op.create_table(
        "finance_committee_conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["actor.id"], name=op.f("fk_finance_committee_conflict_member_id_actor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finance_committee_conflict")),
        sa.UniqueConstraint(
            "subject", "subject_id", "member_id", name=op.f("uq_finance_committee_conflict_subject_subject_id_member_id")
        ),
    )
    op.create_index(
        op.f("ix_finance_committee_conflict_member_id"), "finance_committee_conflict", ["member_id"]
    )
    for table in FUNDS:
        # In one statement, so that SQLite keeps the table and its triggers.
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN committee_id INTEGER"
            f" CONSTRAINT fk_{table}_committee_id_work_group REFERENCES work_group (id)"
        )
        op.create_index(op.f(f"ix_{table}_committee_id"), table, ["committee_id"])


def downgrade() -> None:
    """Take the revision back."""
    for table in FUNDS:
        op.drop_index(op.f(f"ix_{table}_committee_id"), table)
        op.execute(f"ALTER TABLE {table} DROP COLUMN committee_id")
    op.drop_table("finance_committee_conflict")
