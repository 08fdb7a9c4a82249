"""Let each loan that runs carry the day of its oldest instalment that is not wholly paid.

Revision ID: 0016
Revises: 0015
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from alembic import op

from collegial.plugin import ZERO, Money
from collegial_finance.loans.following import Course, Early, position
from collegial_finance.loans.rules import Repayment, Terms

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

LOANS = sa.table(
    "finance_loan",
    *map(sa.column, ("id", "principal", "rate", "months", "deferred", "repayment", "state")),
    sa.column("lent_on", sa.Date()),
    sa.column("first_due", sa.Date()),
    sa.column("next_due", sa.Date()),
)
STEPS = sa.table("finance_loan_step", *map(sa.column, ("id", "loan_id", "act", "capital", "interest", "after")))


def upgrade() -> None:
    """Add the day, and count it for the loans that run."""
    op.add_column("finance_loan", sa.Column("next_due", sa.Date(), nullable=True))
    op.create_index(op.f("ix_finance_loan_next_due"), "finance_loan", ["next_due"])
    connection = op.get_bind()
    for loan in connection.execute(sa.select(LOANS).where(LOANS.c.state == "running")).all():
        steps = connection.execute(sa.select(STEPS).where(STEPS.c.loan_id == loan.id).order_by(STEPS.c.id)).all()
        dues = position(_course(loan, steps), loan.first_due).dues
        day = next((one.on for one in dues if one.left), None)
        connection.execute(sa.update(LOANS).where(LOANS.c.id == loan.id).values(next_due=day))


def _course(loan: Any, steps: Sequence[Any]) -> Course:
    repaid = (Money(one.capital + one.interest) for one in steps if one.act == "repayment")
    return Course(
        terms=Terms(
            principal=Money(loan.principal), rate=Fraction(loan.rate), months=loan.months,
            repayment=Repayment(loan.repayment), deferred=loan.deferred,
        ),
        lent_on=loan.lent_on, first_due=loan.first_due, repaid=sum(repaid, ZERO),
        earlies=tuple(Early(one.after, Money(one.capital)) for one in steps if one.act == "early"),
    )  # fmt: skip


def downgrade() -> None:
    """Take the revision back."""
    op.drop_index(op.f("ix_finance_loan_next_due"), "finance_loan")
    op.drop_column("finance_loan", "next_due")
