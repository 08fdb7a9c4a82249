"""Seal what rules of modules said of a quorum.

Revision ID: 0043
Revises: 0042
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add the column."""
    op.add_column("quorum_record", sa.Column("rulings", _JSON, nullable=True))


def downgrade() -> None:
    """Take the column back."""
    op.drop_column("quorum_record", "rulings")
