"""Remember where the tables of each plugin stand: a plugin whose tables are behind its code does nothing.

Revision ID: 0047
Revises: 0046
"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; the upgrade of each plugin, which follows, fills it."""
    op.add_column("plugin_state", sa.Column("revision", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Take the column back."""
    op.drop_column("plugin_state", "revision")
