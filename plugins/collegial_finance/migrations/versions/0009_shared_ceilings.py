"""Let all guarantees on a loan share a ceiling, and keep them within it.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLE = "finance_guaranteed_loan"
GIVEN = "('issued', 'incident', 'called')"
OVER_CEILING = (
    f"NEW.loan_id IS NOT NULL AND NEW.state IN {GIVEN} AND NEW.guaranteed + (SELECT COALESCE(SUM(f.guaranteed), 0)"
    " FROM finance_guarantee_file f WHERE f.loan_id = NEW.loan_id AND f.id <> COALESCE(NEW.id, 0)"
    f" AND f.state IN {GIVEN}) > (SELECT most - elsewhere FROM {TABLE} WHERE id = NEW.loan_id)"
)
REASON = "all guarantees on a loan stay within its ceiling"


def upgrade() -> None:
    """Make the table, give each file its loan, and guard both."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("ceiling", sa.String(length=80), nullable=False),
        sa.Column("most", sa.BigInteger(), nullable=False),
        sa.Column("elsewhere", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "0 < most AND most <= principal", name=op.f("ck_finance_guaranteed_loan_most_within_principal")
        ),
        sa.CheckConstraint(
            "0 <= elsewhere AND elsewhere <= most",
            name=op.f("ck_finance_guaranteed_loan_elsewhere_within_most"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finance_guaranteed_loan")),
    )
    # In one statement, so that SQLite keeps the table and its triggers.
    op.execute(
        "ALTER TABLE finance_guarantee_file ADD COLUMN loan_id INTEGER"
        " CONSTRAINT fk_finance_guarantee_file_loan_id_finance_guaranteed_loan"
        f" REFERENCES {TABLE} (id)"
    )
    op.create_index(op.f("ix_finance_guarantee_file_loan_id"), "finance_guarantee_file", ["loan_id"])
    op.execute(
        f"INSERT INTO {TABLE} (id, principal, ceiling, most, elsewhere)"
        " SELECT id, principal, '1/1', principal, 0 FROM finance_guarantee_file"
    )
    op.execute("UPDATE finance_guarantee_file SET loan_id = id")
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _guard_sqlite() -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER once_{TABLE}_{act.lower()} BEFORE {act} ON {TABLE}"
            f" BEGIN SELECT RAISE(ABORT, '{TABLE} is written once'); END"
        )
    for act in ("INSERT", "UPDATE"):
        op.execute(
            f"CREATE TRIGGER ceiling_finance_guarantee_file_{act.lower()} BEFORE {act} ON finance_guarantee_file"
            f" BEGIN SELECT RAISE(ABORT, '{REASON}') WHERE {OVER_CEILING}; END"
        )


def _guard_postgresql() -> None:
    op.execute(
        f"SELECT setval(pg_get_serial_sequence('{TABLE}', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM {TABLE}), false)"
    )
    op.execute(
        f"CREATE TRIGGER once_{TABLE} BEFORE UPDATE OR DELETE ON {TABLE}"
        " FOR EACH ROW EXECUTE FUNCTION finance_written_once()"
    )
    op.execute(
        "CREATE FUNCTION ceiling_finance_guarantee_file() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" PERFORM 1 FROM {TABLE} WHERE id = NEW.loan_id FOR UPDATE;"
        f" IF {OVER_CEILING} THEN RAISE EXCEPTION '{REASON}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER ceiling_finance_guarantee_file BEFORE INSERT OR UPDATE ON finance_guarantee_file"
        " FOR EACH ROW EXECUTE FUNCTION ceiling_finance_guarantee_file()"
    )


def downgrade() -> None:
    """Take the revision back."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("insert", "update"):
            op.execute(f"DROP TRIGGER ceiling_finance_guarantee_file_{act}")
    else:
        op.execute("DROP TRIGGER ceiling_finance_guarantee_file ON finance_guarantee_file")
        op.execute("DROP FUNCTION ceiling_finance_guarantee_file()")
    op.drop_index(op.f("ix_finance_guarantee_file_loan_id"), "finance_guarantee_file")
    op.execute("ALTER TABLE finance_guarantee_file DROP COLUMN loan_id")
    op.drop_table(TABLE)
