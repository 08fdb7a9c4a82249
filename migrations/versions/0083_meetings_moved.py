"""Keep of a meeting of a common work why it was called off, and when people were told that it is moved.

Revision ID: 0083
Revises: 0082
"""

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; those called off before were so with their work, which their pages say."""
    op.add_column("work_meeting", sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("work_meeting", sa.Column("called_off_for", sa.String(), nullable=True))


def downgrade() -> None:
    """Forget them."""
    op.drop_column("work_meeting", "called_off_for")
    op.drop_column("work_meeting", "moved_at")
