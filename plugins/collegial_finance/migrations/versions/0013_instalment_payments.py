"""Let an instalment be paid in several payments, each written once, which together make no more than it.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLE = "finance_instalment_payment"
_SUM = "(SELECT COALESCE(SUM(p.amount), 0) FROM finance_instalment_payment p WHERE p.instalment_id = {of})"
_BEYOND = (
    _SUM.format(of="NEW.instalment_id") + " > (SELECT amount FROM finance_instalment WHERE id = NEW.instalment_id)"
)
BEYOND_REASON = "payments make no more than their instalment"
_OVER_AGREEMENT = (
    "(SELECT SUM(i.amount) FROM finance_instalment i WHERE i.agreement_id = NEW.agreement_id)"
    " > (SELECT amount FROM finance_project_agreement WHERE id = NEW.agreement_id)"
)
_UNPROVEN = (
    "NEW.paid > 0 AND NEW.needs_evidence"
    " AND NOT EXISTS (SELECT 1 FROM finance_evidence e WHERE e.instalment_id = NEW.id)"
)
_UNSIGNED = (
    "NEW.paid > 0 AND NOT EXISTS (SELECT 1 FROM finance_project_agreement a WHERE a.id = NEW.agreement_id"
    " AND a.signed_on IS NOT NULL AND NEW.paid <= a.amount - a.released)"
)
_PAID_ONCE = "OLD.paid > 0 AND (NEW.paid <> OLD.paid OR NEW.entry_id <> OLD.entry_id)"
_NOT_THE_SUM = "NEW.paid <> " + _SUM.format(of="NEW.id")
_SHARED = (
    (_OVER_AGREEMENT, "instalments make no more than their agreement"),
    (_UNPROVEN, "an instalment is paid on its evidence"),
    (_UNSIGNED, "nothing is paid before the signature, or beyond it"),
)
SEVERAL = (*_SHARED, (_NOT_THE_SUM, "what is paid of an instalment is the sum of its payments"))
ONE = (*_SHARED, (_PAID_ONCE, "an instalment is paid once"))


def upgrade() -> None:
    """Make the table, with what was paid before as its first payments; let guards look at their sum."""
    _make_table()
    op.execute(
        f"INSERT INTO {TABLE} (instalment_id, amount, paid_on, entry_id)"
        " SELECT id, paid, COALESCE(paid_on, due_on), entry_id FROM finance_instalment WHERE paid > 0"
    )
    _guard_payments()
    _guard_instalments(SEVERAL)


def downgrade() -> None:
    """Take the revision back; what several payments made stays paid, in the entry of the last one."""
    _guard_instalments(ONE)
    op.drop_table(TABLE)
    if not _is_sqlite():
        op.execute(f"DROP FUNCTION guard_{TABLE}()")


def _is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def _make_table() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instalment_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f(f"ck_{TABLE}_amount_positive")),
        sa.ForeignKeyConstraint(
            ["instalment_id"], ["finance_instalment.id"], name=op.f(f"fk_{TABLE}_instalment_id_finance_instalment")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["finance_entry.id"], name=op.f(f"fk_{TABLE}_entry_id_finance_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    for column in ("instalment_id", "entry_id"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column])


def _guard_payments() -> None:
    if _is_sqlite():
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER once_{TABLE}_{act.lower()} BEFORE {act} ON {TABLE}"
                f" BEGIN SELECT RAISE(ABORT, '{TABLE} is written once'); END"
            )
        op.execute(
            f"CREATE TRIGGER guard_{TABLE} AFTER INSERT ON {TABLE}"
            f" BEGIN SELECT RAISE(ABORT, '{BEYOND_REASON}') WHERE {_BEYOND}; END"
        )
        return
    op.execute(
        f"CREATE TRIGGER once_{TABLE} BEFORE UPDATE OR DELETE ON {TABLE}"
        " FOR EACH ROW EXECUTE FUNCTION finance_written_once()"
    )
    op.execute(
        f"CREATE FUNCTION guard_{TABLE}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " PERFORM 1 FROM finance_instalment WHERE id = NEW.instalment_id FOR UPDATE;"
        f" IF {_BEYOND} THEN RAISE EXCEPTION '{BEYOND_REASON}'; END IF; RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER guard_{TABLE} AFTER INSERT ON {TABLE} FOR EACH ROW EXECUTE FUNCTION guard_{TABLE}()"
    )


def _guard_instalments(faults: tuple[tuple[str, str], ...]) -> None:
    name, table = "guard_finance_instalment_update", "finance_instalment"
    if _is_sqlite():
        op.execute(f"DROP TRIGGER {name}")
        checks = "; ".join(f"SELECT RAISE(ABORT, '{reason}') WHERE {fault}" for fault, reason in faults)
        op.execute(f"CREATE TRIGGER {name} AFTER UPDATE ON {table} BEGIN {checks}; END")
        return
    checks = " ".join(f"IF {fault} THEN RAISE EXCEPTION '{reason}'; END IF;" for fault, reason in faults)
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " PERFORM 1 FROM finance_project_agreement WHERE id = NEW.agreement_id FOR UPDATE;"
        f" {checks} RETURN NULL; END $$"
    )
