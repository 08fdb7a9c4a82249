"""Keep how far long work is, and which of its mails have left.

Revision ID: 0059
Revises: 0058
"""

import sqlalchemy as sa
from alembic import op

import collegial.kernel.base

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("outbox_message", sa.Column("steps", sa.Integer(), nullable=True))
    op.add_column("outbox_message", sa.Column("steps_done", sa.Integer(), server_default="0", nullable=False))
    op.add_column("outbox_message", sa.Column("mailed", collegial.kernel.base.Json, nullable=True))


def downgrade() -> None:
    """Take them away."""
    for column in ("mailed", "steps_done", "steps"):
        op.drop_column("outbox_message", column)
