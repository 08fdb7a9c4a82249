"""Keep how members asked to be convened: by e-mail or by post.

Revision ID: 0063
Revises: 0062
"""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; until somebody chooses, what the application said holds."""
    op.create_table(
        "joining_convening_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("by_post", sa.Boolean(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name=op.f("fk_joining_convening_choice_actor_id_actor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joining_convening_choice")),
    )
    op.create_index(
        op.f("ix_joining_convening_choice_actor_id"), "joining_convening_choice", ["actor_id"]
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("joining_convening_choice")
