"""Keep which actors agreed to be shown to everyone, and where they stand on the map.

Revision ID: 0056
Revises: 0055
"""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; nobody has agreed yet."""
    op.create_table(
        "actor_showing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("how", sa.String(300), nullable=False),
        sa.Column("recorded_by", sa.String(200), nullable=False),
        sa.Column("north", sa.Integer()),
        sa.Column("east", sa.Integer()),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "(north IS NULL) = (east IS NULL)", name=op.f("ck_actor_showing_both_coordinates")
        ),
        sa.CheckConstraint("north BETWEEN -8500000 AND 8500000", name=op.f("ck_actor_showing_north_in_range")),
        sa.CheckConstraint("east BETWEEN -18000000 AND 18000000", name=op.f("ck_actor_showing_east_in_range")),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR north IS NULL", name=op.f("ck_actor_showing_forgotten_when_over")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_actor_showing_actor_id_actor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor_showing")),
    )
    op.create_index(op.f("ix_actor_showing_actor_id"), "actor_showing", ["actor_id"])
    op.create_index(
        "uq_actor_showing_open",
        "actor_showing",
        ["actor_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("actor_showing")
