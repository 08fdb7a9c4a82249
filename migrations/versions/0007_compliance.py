"""Make the table of cooperative reviews.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "cooperative_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period_starts_on", sa.Date(), nullable=False),
        sa.Column("period_ends_on", sa.Date(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("reviewer", sa.String(200), nullable=False),
        sa.Column("findings", sa.String(), nullable=False),
        sa.Column("assembly_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("period_ends_on > period_starts_on", name=op.f("ck_cooperative_review_period")),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assembly.id"], name=op.f("fk_cooperative_review_assembly_id_assembly")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperative_review")),
    )
    op.create_index(op.f("ix_cooperative_review_assembly_id"), "cooperative_review", ["assembly_id"])


def downgrade() -> None:
    """Remove the table."""
    op.drop_table("cooperative_review")
