"""Let a guarantee carry what is set aside for a call that is likely, and its steps what changed it.

Revision ID: 0005
Revises: 0004
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NAME = "ck_finance_guarantee_file_provision_within_exposure"


def upgrade() -> None:
    """Add it, with its check in the column, so that SQLite keeps the table and its triggers."""
    op.execute(
        "ALTER TABLE finance_guarantee_file ADD COLUMN provision BIGINT DEFAULT 0 NOT NULL"
        f" CONSTRAINT {NAME} CHECK (provision BETWEEN 0 AND exposure)"
    )
    op.execute("ALTER TABLE finance_file_step ADD COLUMN set_aside BIGINT DEFAULT 0 NOT NULL")


def downgrade() -> None:
    """Take the revision back."""
    op.execute("ALTER TABLE finance_file_step DROP COLUMN set_aside")
    op.execute("ALTER TABLE finance_guarantee_file DROP COLUMN provision")
