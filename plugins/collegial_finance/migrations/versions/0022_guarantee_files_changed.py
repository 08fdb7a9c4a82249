"""Keep what a guarantee file said before it was changed, written once.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLE = "finance_file_change"
REFERRED = {"file_id": "finance_guarantee_file", "borrower_id": "actor", "loan_id": "finance_guaranteed_loan"}
REPAYMENT = sa.Enum(
    "constant_annuity", "constant_capital", name="repayment", native_enum=False, create_constraint=True, length=32
)


def upgrade() -> None:
    """Make the table, and guard it."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("borrower_id", sa.Integer(), nullable=False),
        sa.Column("loan_id", sa.Integer(), nullable=True),
        sa.Column("lender", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("rate", sa.String(length=80), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("deferred", sa.Integer(), nullable=False),
        sa.Column("repayment", REPAYMENT, nullable=False),
        sa.Column("cover", sa.String(length=80), nullable=False),
        sa.Column("commission", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("changed_by", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint([own], [f"{other}.id"], name=op.f(f"fk_{TABLE}_{own}_{other}"))
            for own, other in REFERRED.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    for one in REFERRED:
        op.create_index(op.f(f"ix_{TABLE}_{one}"), TABLE, [one])
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER guard_{TABLE}_{act.lower()} BEFORE {act} ON {TABLE}"
                f" BEGIN SELECT RAISE(ABORT, '{TABLE} is written once'); END"
            )
    else:
        op.execute(
            f"CREATE TRIGGER guard_{TABLE}_written_once BEFORE UPDATE OR DELETE ON {TABLE}"
            " FOR EACH ROW EXECUTE FUNCTION finance_written_once()"
        )


def downgrade() -> None:
    """Take the revision back."""
    op.drop_table(TABLE)
