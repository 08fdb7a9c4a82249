"""Let a spouse or civil partner come in for a voting right.

Revision ID: 0041
Revises: 0040
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_LIVE = sa.text("revoked_at IS NULL")


def upgrade() -> None:
    """Make the table; a voting right has one live proxy of this kind at most."""
    op.create_table(
        "spouse_proxy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("holder_name", sa.String(200), nullable=False),
        sa.Column(
            "bond",
            sa.Enum("spouse", "pacs", name="bond", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["roll_entry.id"], name=op.f("fk_spouse_proxy_entry_id_roll_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spouse_proxy")),
    )
    op.create_index(op.f("ix_spouse_proxy_entry_id"), "spouse_proxy", ["entry_id"])
    op.create_index(
        "uq_spouse_proxy_live", "spouse_proxy", ["entry_id"], unique=True, sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )  # fmt: skip


def downgrade() -> None:
    """Remove the table."""
    op.drop_table("spouse_proxy")
