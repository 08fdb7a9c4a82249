"""Say in what form a gift was given, which its receipt has to state: so far all were gifts from hand to hand.

Revision ID: 0014
Revises: 0013
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it with its check in the column, so that SQLite keeps the table."""
    op.execute(
        "ALTER TABLE finance_gift ADD COLUMN deed VARCHAR(32) DEFAULT 'manual' NOT NULL"
        " CONSTRAINT ck_finance_gift_giftdeed CHECK (deed IN ('manual', 'private', 'notarial', 'other'))"
    )


def downgrade() -> None:
    """Take the revision back."""
    op.execute("ALTER TABLE finance_gift DROP COLUMN deed")
