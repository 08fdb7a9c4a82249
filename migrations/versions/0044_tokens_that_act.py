"""Let tokens act for their owner, each sending once.

Revision ID: 0044
Revises: 0043
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Mark the tokens that act, and make the table of what was answered."""
    op.add_column("api_token", sa.Column("acts", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "api_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_id", sa.Integer(), nullable=False),
        sa.Column("key_digest", sa.String(64), nullable=False),
        sa.Column("sent_digest", sa.String(64), nullable=False),
        sa.Column("answer", _JSON, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["token_id"], ["api_token.id"], name=op.f("fk_api_answer_token_id_api_token")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_answer")),
        sa.UniqueConstraint("token_id", "key_digest", name=op.f("uq_api_answer_token_id_key_digest")),
    )
    op.create_index(op.f("ix_api_answer_made_at"), "api_answer", ["made_at"])


def downgrade() -> None:
    """Forget the answers; every token only reads again."""
    op.drop_index(op.f("ix_api_answer_made_at"), table_name="api_answer")
    op.drop_table("api_answer")
    op.drop_column("api_token", "acts")
