"""Let the desk send its entries again, and keep the time at which they happened.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of what the desk sent, and mark what was entered late."""
    op.add_column("attendance", sa.Column("arrival_entered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("attendance", sa.Column("departure_entered_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "desk_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column(
            "move",
            sa.Enum("in", "out", name="move", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("entered_by", sa.String(200), nullable=False),
        sa.Column("refusal", sa.String(60), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(200), nullable=True),
        sa.CheckConstraint(
            "settled_at IS NULL OR refusal IS NOT NULL", name=op.f("ck_desk_entry_refused_before_settled")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["roll_entry.id"], name=op.f("fk_desk_entry_entry_id_roll_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_entry")),
        sa.UniqueConstraint("key", name=op.f("uq_desk_entry_key")),
    )
    op.create_index(op.f("ix_desk_entry_entry_id"), "desk_entry", ["entry_id"])


def downgrade() -> None:
    """Remove them."""
    op.drop_table("desk_entry")
    with op.batch_alter_table("attendance") as attendance:
        attendance.drop_column("departure_entered_at")
        attendance.drop_column("arrival_entered_at")
