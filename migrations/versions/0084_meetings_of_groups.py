"""Keep of a meeting of a group who was invited, told by telephone, and that it was moved or called off.

Revision ID: 0084
Revises: 0083
"""

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None

_TABLE, _MEETING = "work_group_told_by_phone", "work_group_meeting"
_MOMENTS = ("invited_at", "moved_at", "called_off_at")


def upgrade() -> None:
    """Add the columns, and the table with one row for a member and a meeting."""
    for name in _MOMENTS:
        op.add_column(_MEETING, sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column(_MEETING, sa.Column("called_off_for", sa.String(), nullable=True))
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f(f"fk_{_TABLE}_actor_id_actor")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], [f"{_MEETING}.id"], name=op.f(f"fk_{_TABLE}_meeting_id_{_MEETING}")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        sa.UniqueConstraint("meeting_id", "actor_id", name=op.f(f"uq_{_TABLE}_meeting_id_actor_id")),
    )
    op.create_index(op.f(f"ix_{_TABLE}_actor_id"), _TABLE, ["actor_id"])


def downgrade() -> None:
    """Forget them."""
    op.drop_table(_TABLE)
    for name in ("called_off_for", *reversed(_MOMENTS)):
        op.drop_column(_MEETING, name)
