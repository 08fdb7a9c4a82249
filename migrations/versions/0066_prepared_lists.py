"""Keep long lists that are prepared for whoever asked.

Revision ID: 0066
Revises: 0065
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from collegial.kernel.base import UtcDateTime

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "prepared_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=1000), nullable=False),
        sa.Column("title", _JSON, nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("ready_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("failure", _JSON, nullable=True),
        sa.Column("rights", _JSON, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("media_type", sa.String(length=100), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.CheckConstraint("(ready_at IS NULL) OR (ended_at IS NULL)", name=op.f("ck_prepared_list_one_end")),
        sa.CheckConstraint("(ready_at IS NULL) = (size IS NULL)", name=op.f("ck_prepared_list_file")),
        sa.CheckConstraint("(failure IS NULL) OR (ended_at IS NOT NULL)", name=op.f("ck_prepared_list_failed")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_prepared_list_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prepared_list")),
    )
    op.create_index(op.f("ix_prepared_list_account_id"), "prepared_list", ["account_id"])
    op.create_index(op.f("ix_prepared_list_asked_at"), "prepared_list", ["asked_at"])
    op.create_table(
        "prepared_part",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["prepared_list.id"], name=op.f("fk_prepared_part_list_id_prepared_list"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("list_id", "position", name=op.f("pk_prepared_part")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("prepared_part")
    op.drop_table("prepared_list")
