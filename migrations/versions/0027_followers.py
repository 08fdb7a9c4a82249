"""Let people follow proposals.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "proposal_follower",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("followed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("news_since", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_follower_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_proposal_follower_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_follower")),
        sa.UniqueConstraint(
            "proposal_id", "account_id", name=op.f("uq_proposal_follower_proposal_id_account_id")
        ),
    )
    op.create_index(op.f("ix_proposal_follower_account_id"), "proposal_follower", ["account_id"])


def downgrade() -> None:
    """Remove the table."""
    op.drop_table("proposal_follower")
