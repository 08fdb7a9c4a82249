"""Make the tables of scenarios and of the rates of charges.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision."""
    op.create_table(
        "sizing_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("rate", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sizing_rate")),
        sa.UniqueConstraint("starts_on", name=op.f("uq_sizing_rate_starts_on")),
    )
    op.create_table(
        "sizing_scenario",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("opening_cash", sa.BigInteger(), nullable=False),
        sa.Column("public_limit", sa.String(length=80), nullable=True),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("chosen", sa.Boolean(), nullable=True),
        sa.CheckConstraint("chosen IS NULL OR chosen", name=op.f("ck_sizing_scenario_chosen_or_null")),
        sa.CheckConstraint("years BETWEEN 1 AND 10", name=op.f("ck_sizing_scenario_years_in_range")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_sizing_scenario_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sizing_scenario")),
        sa.UniqueConstraint("chosen", name=op.f("uq_sizing_scenario_chosen")),
    )
    with op.batch_alter_table("sizing_scenario", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sizing_scenario_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "sizing_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "senior",
                "junior",
                "fixed_term",
                "subcontract",
                "trainee",
                "rent",
                "travel",
                "communication",
                "postage",
                "other_cost",
                "equipment",
                "volunteering",
                "public_grant",
                "public_contract",
                "sales",
                "fees",
                "mutuals",
                "patronage",
                name="linekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("funder_id", sa.Integer(), nullable=True),
        sa.Column("pay_month", sa.Integer(), nullable=True),
        sa.Column("life_years", sa.Integer(), nullable=True),
        sa.Column("action_key", sa.String(length=16), nullable=True),
        sa.CheckConstraint(
            "(kind = 'equipment') = (life_years IS NOT NULL)", name=op.f("ck_sizing_line_life_of_equipment")
        ),
        sa.CheckConstraint(
            "life_years IS NULL OR life_years BETWEEN 1 AND 30", name=op.f("ck_sizing_line_life_in_range")
        ),
        sa.CheckConstraint(
            "pay_month IS NULL OR pay_month BETWEEN 1 AND 24", name=op.f("ck_sizing_line_pay_month_in_range")
        ),
        sa.ForeignKeyConstraint(["funder_id"], ["actor.id"], name=op.f("fk_sizing_line_funder_id_actor")),
        sa.ForeignKeyConstraint(
            ["scenario_id"], ["sizing_scenario.id"], name=op.f("fk_sizing_line_scenario_id_sizing_scenario")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sizing_line")),
    )
    with op.batch_alter_table("sizing_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sizing_line_funder_id"), ["funder_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sizing_line_scenario_id"), ["scenario_id"], unique=False)

    op.create_table(
        "sizing_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("unit >= 0", name=op.f("ck_sizing_figure_unit_positive")),
        sa.CheckConstraint("year BETWEEN 1 AND 10", name=op.f("ck_sizing_figure_year_in_range")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["sizing_line.id"], name=op.f("fk_sizing_figure_line_id_sizing_line")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sizing_figure")),
        sa.UniqueConstraint("line_id", "year", name=op.f("uq_sizing_figure_line_id_year")),
    )
    with op.batch_alter_table("sizing_figure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sizing_figure_line_id"), ["line_id"], unique=False)



def downgrade() -> None:
    """Take the revision back."""
    with op.batch_alter_table("sizing_figure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sizing_figure_line_id"))

    op.drop_table("sizing_figure")
    with op.batch_alter_table("sizing_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sizing_line_scenario_id"))
        batch_op.drop_index(batch_op.f("ix_sizing_line_funder_id"))

    op.drop_table("sizing_line")
    with op.batch_alter_table("sizing_scenario", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sizing_scenario_proposal_id"))

    op.drop_table("sizing_scenario")
    op.drop_table("sizing_rate")
