"""Let conventions change by amendment, evidence be approved apart from its payment, and reminders go once.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = ("finance_reminder", "finance_instalment_approval", "finance_convention_amendment")
WRITTEN_ONCE = ("finance_instalment_approval", "finance_convention_amendment")
_UNAMENDED = (
    "(NEW.amount <> OLD.amount OR NEW.ends_on <> OLD.ends_on) AND NOT EXISTS (SELECT 1 FROM"
    " finance_convention_amendment a WHERE a.convention_id = NEW.id AND a.amount_before = OLD.amount"
    " AND a.ends_before = OLD.ends_on AND a.amount = NEW.amount AND a.ends_on = NEW.ends_on)"
)
_UNAPPROVED = (
    "NEW.paid > 0 AND OLD.paid = 0 AND NEW.needs_evidence AND NOT EXISTS"
    " (SELECT 1 FROM finance_instalment_approval a WHERE a.instalment_id = NEW.id)"
)
# By table: the name of the guard, the fault, and what the database answers.
GUARDS = (
    ("finance_fund_convention", "amended", _UNAMENDED, "a convention changes by its amendment"),
    ("finance_instalment", "approved", _UNAPPROVED, "an instalment is paid once its evidence is approved"),
)


def upgrade() -> None:
    """Make the tables and their guards."""
    _make_amendments()
    _make_approvals()
    _make_reminders()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _make_amendments() -> None:
    table = "finance_convention_amendment"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention_id", sa.Integer(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("amount_before", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("ends_before", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f(f"ck_{table}_amount_positive")),
        sa.CheckConstraint(
            "amount <> amount_before OR ends_on <> ends_before", name=op.f(f"ck_{table}_changes_something")
        ),
        sa.ForeignKeyConstraint(
            ["convention_id"],
            ["finance_fund_convention.id"],
            name=op.f(f"fk_{table}_convention_id_finance_fund_convention"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["finance_entry.id"], name=op.f(f"fk_{table}_entry_id_finance_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for column in ("convention_id", "entry_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _make_approvals() -> None:
    table = "finance_instalment_approval"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instalment_id", sa.Integer(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["instalment_id"],
            ["finance_instalment.id"],
            name=op.f(f"fk_{table}_instalment_id_finance_instalment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("instalment_id", name=op.f(f"uq_{table}_instalment_id")),
    )


def _make_reminders() -> None:
    op.create_table(
        "finance_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finance_reminder")),
        sa.UniqueConstraint(
            "kind", "subject_id", "due_on", name=op.f("uq_finance_reminder_kind_subject_id_due_on")
        ),
    )


def _guard_sqlite() -> None:
    for table in WRITTEN_ONCE:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER once_{table}_{act.lower()} BEFORE {act} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"
            )
    for table, name, fault, reason in GUARDS:
        op.execute(
            f"CREATE TRIGGER {name}_{table} BEFORE UPDATE ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{reason}') WHERE {fault}; END"
        )


def _guard_postgresql() -> None:
    for table in WRITTEN_ONCE:
        op.execute(
            f"CREATE TRIGGER once_{table} BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION finance_written_once()"
        )
    for table, name, fault, reason in GUARDS:
        op.execute(
            f"CREATE FUNCTION {name}_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF {fault} THEN RAISE EXCEPTION '{reason}'; END IF; RETURN NEW; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name}_{table} BEFORE UPDATE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}_{table}()"
        )


def downgrade() -> None:
    """Take the revision back."""
    for table, name, _fault, _reason in GUARDS:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}_{table}")
        else:
            op.execute(f"DROP TRIGGER {name}_{table} ON {table}")
            op.execute(f"DROP FUNCTION {name}_{table}()")
    for table in TABLES:
        op.drop_table(table)
