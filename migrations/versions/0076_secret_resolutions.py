"""Keep with a resolution that it is to be voted in secret, from its agenda on.

Revision ID: 0076
Revises: 0075
"""

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; what a secret vote is prepared for, or was held on, is in it."""
    op.create_table(
        "resolution_secret",
        sa.Column("resolution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolution.id"], name=op.f("fk_resolution_secret_resolution_id_resolution")
        ),
        sa.PrimaryKeyConstraint("resolution_id", name=op.f("pk_resolution_secret")),
    )
    op.execute("INSERT INTO resolution_secret (resolution_id) SELECT resolution_id FROM vote_secret_mark")


def downgrade() -> None:
    """Forget what was announced."""
    op.drop_table("resolution_secret")
