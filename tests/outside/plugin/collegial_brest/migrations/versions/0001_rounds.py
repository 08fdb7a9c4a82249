"""Make the rounds and the pledges."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision."""
    op.create_table(
        "brest_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("goal", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.CheckConstraint("goal > 0", name=op.f("ck_brest_round_goal")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_brest_round_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brest_round")),
    )
    op.create_index(op.f("ix_brest_round_proposal_id"), "brest_round", ["proposal_id"])
    op.create_table(
        "brest_pledge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_brest_pledge_amount")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["brest_round.id"], name=op.f("fk_brest_pledge_round_id_brest_round")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_brest_pledge_actor_id_actor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brest_pledge")),
    )
    op.create_index(op.f("ix_brest_pledge_round_id"), "brest_pledge", ["round_id"])
    op.create_index(op.f("ix_brest_pledge_actor_id"), "brest_pledge", ["actor_id"])


def downgrade() -> None:
    """Take the revision back."""
    op.drop_table("brest_pledge")
    op.drop_table("brest_round")
