"""Let funders see the table of a round by a link.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "finance_table_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pledge_id", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("expires_on >= given_on", name=op.f("ck_finance_table_link_period")),
        sa.ForeignKeyConstraint(
            ["pledge_id"], ["finance_pledge.id"], name=op.f("fk_finance_table_link_pledge_id_finance_pledge")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finance_table_link")),
    )
    op.create_index(op.f("ix_finance_table_link_pledge_id"), "finance_table_link", ["pledge_id"])


def downgrade() -> None:
    """Take it back."""
    op.drop_table("finance_table_link")
