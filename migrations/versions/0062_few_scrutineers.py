"""Keep why an assembly has fewer scrutineers than the law asks for.

Revision ID: 0062
Revises: 0061
"""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the reason."""
    op.add_column("assembly", sa.Column("few_scrutineers", sa.String(length=1000), nullable=True))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("assembly", "few_scrutineers")
