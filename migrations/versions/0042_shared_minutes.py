"""Remember that the members were told what an assembly decided.

Revision ID: 0042
Revises: 0041
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; an assembly's minutes are shared once."""
    op.create_table(
        "minutes_sharing",
        sa.Column("minutes_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_by", sa.String(200), nullable=False),
        sa.Column("mails", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_sharing_minutes_id_minutes")
        ),
        sa.PrimaryKeyConstraint("minutes_id", name=op.f("pk_minutes_sharing")),
    )


def downgrade() -> None:
    """Remove the table."""
    op.drop_table("minutes_sharing")
