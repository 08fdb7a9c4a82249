"""Say at a plugin's switch why its tables could not be upgraded.

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("plugin_state", sa.Column("failure", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take the column back."""
    op.drop_column("plugin_state", "failure")
