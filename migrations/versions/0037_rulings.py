"""Seal what rules of modules said of a decision.

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add the column."""
    op.add_column("vote_outcome", sa.Column("rulings", _JSON, nullable=True))


def downgrade() -> None:
    """Take the column back."""
    op.drop_column("vote_outcome", "rulings")
