"""Keep drafts of the texts of the site.

Revision ID: 0065
Revises: 0064
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from collegial.kernel.base import UtcDateTime

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

_PLACES = ("welcome", "about", "priorities", "missions", "join", "legal")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "site_draft",
        sa.Column("place", sa.Enum(*_PLACES, name="place", native_enum=False, create_constraint=True, length=32), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "wordings", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False, server_default="[]"
        ),
        sa.Column("kept_at", UtcDateTime(), nullable=False),
        sa.Column("kept_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("place", "locale", name=op.f("pk_site_draft")),
    )


def downgrade() -> None:
    """Forget the drafts."""
    op.drop_table("site_draft")
