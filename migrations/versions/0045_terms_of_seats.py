"""Say until when the term of a seat runs.

Revision ID: 0045
Revises: 0044
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the day; seats taken before have none."""
    op.add_column("work_group_membership", sa.Column("term_ends_on", sa.Date()))


def downgrade() -> None:
    """Forget the terms."""
    op.drop_column("work_group_membership", "term_ends_on")
