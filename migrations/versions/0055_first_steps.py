"""Remember which rows are sample data, who put first steps away, and that the mail was tried.

Revision ID: 0055
Revises: 0054
"""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "sample_row",
        sa.Column("table_name", sa.String(80), nullable=False),
        sa.Column("row_key", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("table_name", "row_key", name=op.f("pk_sample_row")),
    )
    op.create_table(
        "first_steps_put_away",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("list_key", sa.String(20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], ondelete="CASCADE",
            name=op.f("fk_first_steps_put_away_account_id_account"),
        ),
        sa.PrimaryKeyConstraint("account_id", "list_key", name=op.f("pk_first_steps_put_away")),
    )
    op.create_table(
        "mail_trial",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_trial")),
    )


def downgrade() -> None:
    """Forget all three."""
    for name in ("mail_trial", "first_steps_put_away", "sample_row"):
        op.drop_table(name)
