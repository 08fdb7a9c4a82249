"""Make the tables of privacy.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; an answer that was given is never changed."""
    op.create_table(
        "privacy_erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_privacy_erasure_actor_id_actor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_erasure")),
    )
    op.create_index(op.f("ix_privacy_erasure_actor_id"), "privacy_erasure", ["actor_id"])
    op.create_table(
        "privacy_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erasure_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_privacy_request_actor_id_actor")),
        sa.ForeignKeyConstraint(
            ["erasure_id"], ["privacy_erasure.id"], name=op.f("fk_privacy_request_erasure_id_privacy_erasure")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_request")),
        sa.UniqueConstraint("erasure_id", name=op.f("uq_privacy_request_erasure_id")),
    )
    op.create_index(
        "uq_privacy_request_open",
        "privacy_request",
        ["actor_id"],
        unique=True,
        sqlite_where=sa.text("erasure_id IS NULL"),
        postgresql_where=sa.text("erasure_id IS NULL"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER guard_privacy_erasure_{act.lower()} BEFORE {act} ON privacy_erasure "
                "BEGIN SELECT RAISE(ABORT, 'privacy_erasure is written once'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER guard_privacy_erasure BEFORE UPDATE OR DELETE ON privacy_erasure "
            "FOR EACH ROW EXECUTE FUNCTION guard_written_once()"
        )


def downgrade() -> None:
    """Remove the tables."""
    op.drop_table("privacy_request")
    op.drop_table("privacy_erasure")
