"""Keep which other programs are told what happened, and what came of the last tellings.

Revision ID: 0081
Revises: 0080
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None

_REASONS = ("asked", "gone")
_STATES = ("waiting", "delivered", "failed", "given_up", "left")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "webhook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("kinds", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("secret", sa.String(length=200), nullable=False),
        sa.Column("added_at", _MOMENT, nullable=False),
        sa.Column("paused_at", _MOMENT, nullable=True),
        sa.Column("pause_reason", _one_of(_REASONS, "pausereason"), nullable=True),
        sa.CheckConstraint(
            "(paused_at IS NULL) = (pause_reason IS NULL)", name=op.f("ck_webhook_pause_has_reason")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("state", _one_of(_STATES, "deliverystate"), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tried_at", _MOMENT, nullable=True),
        sa.Column("answer", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name=op.f("fk_webhook_delivery_webhook_id_webhook"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_delivery")),
        sa.UniqueConstraint("mark", name=op.f("uq_webhook_delivery_mark")),
    )
    op.create_index(op.f("ix_webhook_delivery_webhook_id"), "webhook_delivery", ["webhook_id"])
    op.create_index(op.f("ix_webhook_delivery_made_at"), "webhook_delivery", ["made_at"])


def _one_of(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=32, create_constraint=True)


def downgrade() -> None:
    """Forget them."""
    op.drop_table("webhook_delivery")
    op.drop_table("webhook")
