"""Keep what each account was told, and how it wants to hear.

Revision ID: 0054
Revises: 0053
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("sentence", _JSON, nullable=False),
        sa.Column("about", sa.String(300)),
        sa.Column("endpoint", sa.String(80), nullable=False),
        sa.Column("values", _JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True)),
        sa.Column("mailed_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_notice_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index("ix_notice_list", "notice", ["account_id", "created_at"])
    op.create_index("ix_notice_to_mail", "notice", ["mailed_at", "kind"])
    op.create_index("ix_notice_created_at", "notice", ["created_at"])
    ways = sa.Enum(
        "page", "at_once", "daily", "weekly", "none", native_enum=False, length=32, create_constraint=True,
        name="noticeway",
    )  # fmt: skip
    op.create_table(
        "notice_choice",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("way", ways, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_notice_choice_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "kind", name=op.f("pk_notice_choice")),
    )


def downgrade() -> None:
    """Forget all of it."""
    op.drop_table("notice_choice")
    op.drop_table("notice")
