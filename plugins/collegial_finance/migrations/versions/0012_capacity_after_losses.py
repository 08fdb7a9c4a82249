"""Let the capacity of a guarantee fund follow what it lost, and guard it where its exposure grows.

A fund whose capacity fell beneath what it stands for keeps its guarantees: they go on, are repaid and called.

Revision ID: 0012
Revises: 0011
"""

from fractions import Fraction

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NAME = "ck_finance_guarantee_fund_lost_is_not_committed"
LOST = "(SELECT COALESCE(SUM(f.paid - f.recovered), 0) FROM finance_guarantee_file f WHERE f.fund_id = fund.id)"
FUNDS = "SELECT fund.id, fund.multiplier, fund.endowment, {lost} FROM finance_guarantee_fund fund"
SIZE = "UPDATE finance_guarantee_fund SET {lost}capacity = :capacity WHERE id = :id"
GROWS = "(NEW.exposure > OLD.exposure OR NEW.fund_id <> OLD.fund_id)"
OVER_CAPACITY = (
    "NEW.exposure > 0 AND NEW.exposure + (SELECT COALESCE(SUM(f.exposure), 0) FROM finance_guarantee_file f"
    " WHERE f.fund_id = NEW.fund_id AND f.id <> COALESCE(NEW.id, 0))"
    " > (SELECT capacity FROM finance_guarantee_fund WHERE id = NEW.fund_id)"
)
REASON = "a fund stands for no more than its capacity"


def upgrade() -> None:
    """Add what was lost, with its check in the column, so that SQLite keeps the table; count it; change the guard."""
    op.execute(
        "ALTER TABLE finance_guarantee_fund ADD COLUMN lost BIGINT DEFAULT 0 NOT NULL"
        f" CONSTRAINT {NAME} CHECK (lost >= 0 AND (capacity = 0 OR lost < endowment))"
    )
    _size(FUNDS.format(lost=LOST), SIZE.format(lost="lost = :lost, "))
    _guard(GROWS)


def downgrade() -> None:
    """Take the revision back: a capacity is the endowment times the multiplier, whatever was lost."""
    op.execute("ALTER TABLE finance_guarantee_fund DROP COLUMN lost")
    _size(FUNDS.format(lost="0"), SIZE.format(lost=""))
    _guard("1 = 1")


def _size(funds: str, size: str) -> None:
    """Give each fund its capacity: what is left of the endowment, times the multiplier, cut down to the cent."""
    connection = op.get_bind()
    for key, multiplier, endowment, lost in connection.execute(sa.text(funds)).all():
        capacity = int(max(0, int(endowment) - int(lost)) * Fraction(multiplier))
        connection.execute(sa.text(size), {"id": key, "lost": int(lost), "capacity": capacity})


def _guard(grows: str) -> None:
    """Hold the capacity where a file is opened, and where an update makes its fund stand for more."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER guard_finance_guarantee_file_update")
        op.execute(
            "CREATE TRIGGER guard_finance_guarantee_file_update BEFORE UPDATE ON finance_guarantee_file"
            f" BEGIN SELECT RAISE(ABORT, '{REASON}') WHERE {grows} AND {OVER_CAPACITY}; END"
        )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION guard_finance_guarantee_file() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP = 'UPDATE' THEN IF NOT {grows} THEN RETURN NEW; END IF; END IF;"
        " PERFORM 1 FROM finance_guarantee_fund WHERE id = NEW.fund_id FOR UPDATE;"
        f" IF {OVER_CAPACITY} THEN RAISE EXCEPTION '{REASON}'; END IF; RETURN NEW; END $$"
    )
