"""Keep who was told of a meeting of a common work by telephone.

Revision ID: 0080
Revises: 0079
"""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None

_TABLE = "work_told_by_phone"


def upgrade() -> None:
    """Add the table, one row for a structure and a meeting."""
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_work_told_by_phone_actor_id_actor")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["work_meeting.id"], name=op.f("fk_work_told_by_phone_meeting_id_work_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_told_by_phone")),
        sa.UniqueConstraint("meeting_id", "actor_id", name=op.f("uq_work_told_by_phone_meeting_id_actor_id")),
    )
    op.create_index(op.f("ix_work_told_by_phone_actor_id"), _TABLE, ["actor_id"])


def downgrade() -> None:
    """Forget it."""
    op.drop_table(_TABLE)
