"""Keep which calls for payment go by post, until it is noted that they left.

Revision ID: 0078
Revises: 0077
"""

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the way; of earlier calls nobody knows whether their letters left, and nobody is asked."""
    op.add_column("share_call", sa.Column("by_post", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("share_call", "by_post")
