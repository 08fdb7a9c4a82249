"""Call the moment when a letter left `sent_at` in every table of letters.

Revision ID: 0077
Revises: 0076
"""

from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None

_TABLES = ("minutes_letter", "member_item_letter")


def upgrade() -> None:
    """Name it as the convocations and the letters of a change do."""
    for table in _TABLES:
        op.alter_column(table, "posted_at", new_column_name="sent_at")


def downgrade() -> None:
    """Give it the former name."""
    for table in _TABLES:
        op.alter_column(table, "sent_at", new_column_name="posted_at")
