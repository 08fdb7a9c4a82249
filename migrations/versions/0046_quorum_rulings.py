"""Seal what rules of modules said of a quorum.

Revision ID: 0046
Revises: 0045
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add the column."""
    op.add_column("quorum_record", sa.Column("rulings", _JSON, nullable=True))


def downgrade() -> None:
    """Take the column back."""
    op.drop_column("quorum_record", "rulings")
