"""Make the tables of guarantee funds, and the triggers that keep a fund within its capacity.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("finance_file_step", "finance_guarantee_file", "finance_endowment", "finance_guarantee_fund")
WRITTEN_ONCE = ("finance_endowment", "finance_file_step")
OVER_CAPACITY = (
    "NEW.exposure > 0 AND NEW.exposure + (SELECT COALESCE(SUM(f.exposure), 0) FROM finance_guarantee_file f"
    " WHERE f.fund_id = NEW.fund_id AND f.id <> COALESCE(NEW.id, 0))"
    " > (SELECT capacity FROM finance_guarantee_fund WHERE id = NEW.fund_id)"
)
REASON = "a fund stands for no more than its capacity"


def upgrade() -> None:
    """Make them."""
    _make_tables()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _guard_sqlite() -> None:
    for table in WRITTEN_ONCE:
        for act in ("UPDATE", "DELETE"):
            _trigger(f"guard_{table}_{act.lower()}", f"BEFORE {act} ON {table}", "1", f"{table} is written once")
    for act in ("INSERT", "UPDATE"):
        when = f"BEFORE {act} ON finance_guarantee_file"
        _trigger(f"guard_finance_guarantee_file_{act.lower()}", when, OVER_CAPACITY, REASON)


def _trigger(name: str, when: str, fault: str, reason: str) -> None:
    op.execute(f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{reason}') WHERE {fault}; END")


def _guard_postgresql() -> None:
    for table in WRITTEN_ONCE:
        op.execute(
            f"CREATE TRIGGER guard_{table}_written_once BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION finance_written_once()"
        )
    lock = "PERFORM 1 FROM finance_guarantee_fund WHERE id = NEW.fund_id FOR UPDATE;"
    op.execute(
        "CREATE FUNCTION guard_finance_guarantee_file() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" {lock} IF {OVER_CAPACITY} THEN RAISE EXCEPTION '{REASON}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER guard_finance_guarantee_file BEFORE INSERT OR UPDATE ON finance_guarantee_file"
        " FOR EACH ROW EXECUTE FUNCTION guard_finance_guarantee_file()"
    )


def downgrade() -> None:
    """Take the revision back."""
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION guard_finance_guarantee_file()")


def _make_tables() -> None:
    op.create_table('finance_guarantee_fund',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('mode', sa.Enum('refer', 'delegated', 'own', name='fundmode', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('legal_basis', sa.String(length=500), nullable=True),
    sa.Column('multiplier', sa.String(length=80), nullable=False),
    sa.Column('endowment', sa.BigInteger(), nullable=False),
    sa.Column('capacity', sa.BigInteger(), nullable=False),
    sa.CheckConstraint("mode <> 'own' OR legal_basis IS NOT NULL", name=op.f('ck_finance_guarantee_fund_own_with_basis')),
    sa.CheckConstraint('endowment >= 0 AND capacity >= 0', name=op.f('ck_finance_guarantee_fund_amounts_positive')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_guarantee_fund'))
    )
    op.create_table('finance_endowment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('fund_id', sa.Integer(), nullable=False),
    sa.Column('contributor_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount > 0', name=op.f('ck_finance_endowment_amount_positive')),
    sa.ForeignKeyConstraint(['contributor_id'], ['actor.id'], name=op.f('fk_finance_endowment_contributor_id_actor')),
    sa.ForeignKeyConstraint(['entry_id'], ['finance_entry.id'], name=op.f('fk_finance_endowment_entry_id_finance_entry')),
    sa.ForeignKeyConstraint(['fund_id'], ['finance_guarantee_fund.id'], name=op.f('fk_finance_endowment_fund_id_finance_guarantee_fund')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_endowment'))
    )
    op.create_index(op.f('ix_finance_endowment_contributor_id'), 'finance_endowment', ['contributor_id'])
    op.create_index(op.f('ix_finance_endowment_entry_id'), 'finance_endowment', ['entry_id'])
    op.create_index(op.f('ix_finance_endowment_fund_id'), 'finance_endowment', ['fund_id'])
    op.create_table('finance_guarantee_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('fund_id', sa.Integer(), nullable=False),
    sa.Column('borrower_id', sa.Integer(), nullable=False),
    sa.Column('lender', sa.String(length=200), nullable=False),
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('principal', sa.BigInteger(), nullable=False),
    sa.Column('rate', sa.String(length=80), nullable=False),
    sa.Column('months', sa.Integer(), nullable=False),
    sa.Column('deferred', sa.Integer(), nullable=False),
    sa.Column('repayment', sa.Enum('constant_annuity', 'constant_capital', name='repayment', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('cover', sa.String(length=80), nullable=False),
    sa.Column('commission', sa.String(length=80), nullable=False),
    sa.Column('guaranteed', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('requested', 'refused', 'accepted', 'issued', 'released', 'incident', 'called', name='filestate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('repaid_months', sa.Integer(), nullable=False),
    sa.Column('exposure', sa.BigInteger(), nullable=False),
    sa.Column('paid', sa.BigInteger(), nullable=False),
    sa.Column('recovered', sa.BigInteger(), nullable=False),
    sa.Column('requested_on', sa.Date(), nullable=False),
    sa.CheckConstraint("exposure = 0 OR state IN ('issued', 'incident')", name=op.f('ck_finance_guarantee_file_exposed_while_issued')),
    sa.CheckConstraint('exposure >= 0 AND paid >= 0 AND recovered >= 0', name=op.f('ck_finance_guarantee_file_amounts_positive')),
    sa.CheckConstraint('paid <= guaranteed', name=op.f('ck_finance_guarantee_file_paid_within_guarantee')),
    sa.CheckConstraint('principal > 0 AND months > 0', name=op.f('ck_finance_guarantee_file_a_loan')),
    sa.CheckConstraint('repaid_months BETWEEN 0 AND months', name=op.f('ck_finance_guarantee_file_repaid_within_loan')),
    sa.ForeignKeyConstraint(['borrower_id'], ['actor.id'], name=op.f('fk_finance_guarantee_file_borrower_id_actor')),
    sa.ForeignKeyConstraint(['fund_id'], ['finance_guarantee_fund.id'], name=op.f('fk_finance_guarantee_file_fund_id_finance_guarantee_fund')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_guarantee_file'))
    )
    op.create_index(op.f('ix_finance_guarantee_file_borrower_id'), 'finance_guarantee_file', ['borrower_id'])
    op.create_index(op.f('ix_finance_guarantee_file_fund_id'), 'finance_guarantee_file', ['fund_id'])
    op.create_table('finance_file_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('requested', 'refused', 'accepted', 'issued', 'released', 'incident', 'called', name='filestate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('note', sa.String(), nullable=True),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('exposure', sa.BigInteger(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['entry_id'], ['finance_entry.id'], name=op.f('fk_finance_file_step_entry_id_finance_entry')),
    sa.ForeignKeyConstraint(['file_id'], ['finance_guarantee_file.id'], name=op.f('fk_finance_file_step_file_id_finance_guarantee_file')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_file_step'))
    )
    op.create_index(op.f('ix_finance_file_step_entry_id'), 'finance_file_step', ['entry_id'])
    op.create_index(op.f('ix_finance_file_step_file_id'), 'finance_file_step', ['file_id'])
