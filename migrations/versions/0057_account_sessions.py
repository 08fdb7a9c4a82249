"""Keep where each account is signed in, so that a session can be seen and ended.

Whoever is signed in at the upgrade signs in once more: a cookie of before names no session.

Revision ID: 0057
Revises: 0056
"""

import sqlalchemy as sa
from alembic import op

import collegial.kernel.base

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "account_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=40), nullable=False),
        sa.Column("began_at", collegial.kernel.base.UtcDateTime(), nullable=False),
        sa.Column("seen_at", collegial.kernel.base.UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_account_session_digest")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_session_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_session")),
        sa.UniqueConstraint("digest", name=op.f("uq_account_session_digest")),
    )
    op.create_index(op.f("ix_account_session_account_id"), "account_session", ["account_id"])


def downgrade() -> None:
    """Forget them."""
    op.drop_table("account_session")
