"""Keep the letters that tell of minutes to whom no mail reaches.

Revision ID: 0073
Revises: 0072
"""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the letters, one for a voter."""
    op.create_table(
        "minutes_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_letter_minutes_id_minutes")),
        sa.ForeignKeyConstraint(["entry_id"], ["roll_entry.id"], name=op.f("fk_minutes_letter_entry_id_roll_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_letter")),
        sa.UniqueConstraint("minutes_id", "entry_id", name=op.f("uq_minutes_letter_minutes_id_entry_id")),
    )
    op.create_index(op.f("ix_minutes_letter_entry_id"), "minutes_letter", ["entry_id"])


def downgrade() -> None:
    """Take the letters back."""
    op.drop_table("minutes_letter")
