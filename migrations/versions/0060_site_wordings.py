"""Keep with each text of the site how the entries of the list below it are worded.

Revision ID: 0060
Revises: 0059
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the wordings; texts of before have none."""
    wordings = sa.Column(
        "wordings",
        sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
        nullable=False,
        server_default="[]",
    )
    op.add_column("site_text", wordings)


def downgrade() -> None:
    """Forget the wordings."""
    op.drop_column("site_text", "wordings")
