"""Keep failed sign-ins, changes of address, and forms whose sign-in had become too old.

Revision ID: 0061
Revises: 0060
"""

import sqlalchemy as sa
from alembic import op

from collegial.kernel.base import UtcDateTime

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

_WAYS = ("code", "password", "second", "used")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "account_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("way", sa.Enum(*_WAYS, name="way", native_enum=False, create_constraint=True, length=32), nullable=False),
        sa.Column("device", sa.String(length=40), nullable=False),
        sa.Column("tried_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_attempt_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_attempt")),
    )
    op.create_index(op.f("ix_account_attempt_account_id"), "account_attempt", ["account_id"])
    op.create_index(op.f("ix_account_attempt_tried_at"), "account_attempt", ["tried_at"])
    op.create_table(
        "account_address_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("former", sa.String(length=255), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("stopped_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_address_change_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_address_change")),
    )
    op.create_index(op.f("ix_account_address_change_account_id"), "account_address_change", ["account_id"])
    op.create_table(
        "account_kept_form",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["account_session.id"], name=op.f("fk_account_kept_form_session_id_account_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_account_kept_form")),
    )


def downgrade() -> None:
    """Forget them."""
    for table in ("account_kept_form", "account_address_change", "account_attempt"):
        op.drop_table(table)
