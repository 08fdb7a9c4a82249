"""Let an election say how many names a paper has, and whether it takes blank votes.

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_TABLE = "resolution_voting"


def upgrade() -> None:
    """Add the limits: elections that are prepared keep those of their method."""
    op.add_column(_TABLE, sa.Column("least", sa.Integer(), server_default="1", nullable=False))
    op.add_column(_TABLE, sa.Column("most", sa.Integer(), nullable=True))
    op.add_column(_TABLE, sa.Column("takes_blank", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    """Forget them."""
    for column in ("takes_blank", "most", "least"):
        op.drop_column(_TABLE, column)
