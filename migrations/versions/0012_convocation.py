"""Keep the proof of each convocation.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

OUTCOMES = ("mailed", "posted", "handed", "failed", "bounced")


def upgrade() -> None:
    """Make the table; an attempt that was made is never changed."""
    op.create_table(
        "convocation_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(*OUTCOMES, name="outcome", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.String(200), nullable=True),
        sa.Column("digest", sa.String(64), nullable=True),
        sa.Column("reason", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_convocation_attempt_invitation_id_invitation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_convocation_attempt")),
    )
    op.create_index(op.f("ix_convocation_attempt_invitation_id"), "convocation_attempt", ["invitation_id"])
    op.create_index(op.f("ix_convocation_attempt_message_id"), "convocation_attempt", ["message_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER guard_convocation_attempt BEFORE UPDATE OR DELETE ON convocation_attempt "
            "FOR EACH ROW EXECUTE FUNCTION guard_written_once()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER guard_convocation_attempt_{act.lower()} BEFORE {act} ON convocation_attempt "
            "BEGIN SELECT RAISE(ABORT, 'convocation_attempt is written once'); END"
        )


def downgrade() -> None:
    """Remove the table."""
    op.drop_table("convocation_attempt")
