"""Say until when the term of a seat runs.

Revision ID: 0050
Revises: 0049
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the day; seats taken before have none."""
    op.add_column("work_group_membership", sa.Column("term_ends_on", sa.Date()))


def downgrade() -> None:
    """Forget the terms."""
    op.drop_column("work_group_membership", "term_ends_on")
