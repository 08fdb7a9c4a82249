"""Let a pledge come with words."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision."""
    op.add_column("brest_pledge", sa.Column("words", sa.String(), nullable=True))


def downgrade() -> None:
    """Take the revision back."""
    op.drop_column("brest_pledge", "words")
