"""Keep what is set for the plugins, and which of several offers is used.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "plugin_setting",
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("values", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_plugin_setting")),
    )
    op.create_table(
        "capability_choice",
        sa.Column("capability", sa.String(80), nullable=False),
        sa.Column("plugin", sa.String(40), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("capability", name=op.f("pk_capability_choice")),
    )


def downgrade() -> None:
    """Take the revision back."""
    op.drop_table("capability_choice")
    op.drop_table("plugin_setting")
