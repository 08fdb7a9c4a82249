"""Money from a funding round of another module, by its number there.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision."""
    with op.batch_alter_table("atelier_funding") as funding:
        funding.add_column(sa.Column("round_module", sa.String(length=30), nullable=True))
        funding.add_column(sa.Column("round_number", sa.Integer(), nullable=True))
        funding.create_check_constraint(
            op.f("ck_atelier_funding_whole_round"), "(round_module IS NULL) = (round_number IS NULL)"
        )
        funding.create_unique_constraint(
            op.f("uq_atelier_funding_atelier_id_round_module_round_number"),
            ["atelier_id", "round_module", "round_number"],
        )


def downgrade() -> None:
    """Take the revision back."""
    with op.batch_alter_table("atelier_funding") as funding:
        funding.drop_constraint(
            op.f("uq_atelier_funding_atelier_id_round_module_round_number"), type_="unique"
        )
        funding.drop_constraint(op.f("ck_atelier_funding_whole_round"), type_="check")
        funding.drop_column("round_number")
        funding.drop_column("round_module")
