"""Let the entries of the books name their third party, for the auxiliary ledger.

Revision ID: 0010
Revises: 0009
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column in one statement, so that SQLite keeps the table and its triggers."""
    op.execute(
        "ALTER TABLE finance_entry ADD COLUMN party_id INTEGER"
        " CONSTRAINT fk_finance_entry_party_id_actor REFERENCES actor (id)"
    )
    op.create_index(op.f("ix_finance_entry_party_id"), "finance_entry", ["party_id"])


def downgrade() -> None:
    """Take the revision back."""
    op.drop_index(op.f("ix_finance_entry_party_id"), "finance_entry")
    op.execute("ALTER TABLE finance_entry DROP COLUMN party_id")
