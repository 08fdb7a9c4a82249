"""Keep the letters that tell of an added item to whom no mail reaches.

Revision ID: 0074
Revises: 0073
"""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the letters, one for a voter."""
    op.create_table(
        "member_item_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["member_item.id"], name=op.f("fk_member_item_letter_item_id_member_item")),
        sa.ForeignKeyConstraint(["entry_id"], ["roll_entry.id"], name=op.f("fk_member_item_letter_entry_id_roll_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_item_letter")),
        sa.UniqueConstraint("item_id", "entry_id", name=op.f("uq_member_item_letter_item_id_entry_id")),
    )
    op.create_index(op.f("ix_member_item_letter_entry_id"), "member_item_letter", ["entry_id"])


def downgrade() -> None:
    """Take the letters back."""
    op.drop_table("member_item_letter")
