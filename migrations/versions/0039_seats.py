"""Let those who are elected take their seat in a group, and the register of decisions name them.

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and the column."""
    op.create_table(
        "resolution_group",
        sa.Column("resolution_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolution_voting.resolution_id"],
            name=op.f("fk_resolution_group_resolution_id_resolution_voting"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["work_group.id"], name=op.f("fk_resolution_group_group_id_work_group")
        ),
        sa.PrimaryKeyConstraint("resolution_id", name=op.f("pk_resolution_group")),
    )  # fmt: skip
    op.create_index(op.f("ix_resolution_group_group_id"), "resolution_group", ["group_id"])
    op.create_table(
        "resolution_candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("option_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["option_id"], ["resolution_option.id"], name=op.f("fk_resolution_candidate_option_id_resolution_option")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_resolution_candidate_actor_id_actor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution_candidate")),
        sa.UniqueConstraint("option_id", name=op.f("uq_resolution_candidate_option_id")),
    )
    op.create_index(op.f("ix_resolution_candidate_actor_id"), "resolution_candidate", ["actor_id"])
    op.add_column(
        "decision",
        sa.Column("elected", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
    )


def downgrade() -> None:
    """Take it all back."""
    op.drop_column("decision", "elected")
    op.drop_table("resolution_candidate")
    op.drop_table("resolution_group")
