"""Make the tables of loan funds, and the triggers that keep a loan within its balance.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = ("finance_loan_step", "finance_loan", "finance_loan_means", "finance_loan_fund")
WRITTEN_ONCE = ("finance_loan_step", "finance_loan_means")
BEYOND_BALANCE = (
    "NEW.act IN ('repayment', 'early', 'lost') AND NEW.remaining <> (SELECT principal FROM finance_loan"
    " WHERE id = NEW.loan_id) - NEW.capital - (SELECT COALESCE(SUM(s.capital), 0) FROM finance_loan_step s"
    " WHERE s.loan_id = NEW.loan_id AND s.act IN ('repayment', 'early', 'lost'))"
)
REASON = "what remains of a loan is its principal less what was repaid"


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
    _trigger("guard_finance_loan_step_insert", "BEFORE INSERT ON finance_loan_step", BEYOND_BALANCE, REASON)


def _trigger(name: str, when: str, fault: str, reason: str) -> None:
    op.execute(f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{reason}') WHERE {fault}; END")


def _guard_postgresql() -> None:
    for table in WRITTEN_ONCE:
        op.execute(
            f"CREATE TRIGGER guard_{table}_written_once BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION finance_written_once()"
        )
    lock = "PERFORM 1 FROM finance_loan WHERE id = NEW.loan_id FOR UPDATE;"
    op.execute(
        "CREATE FUNCTION guard_finance_loan_step() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" {lock} IF {BEYOND_BALANCE} THEN RAISE EXCEPTION '{REASON}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER guard_finance_loan_step BEFORE INSERT ON finance_loan_step"
        " FOR EACH ROW EXECUTE FUNCTION guard_finance_loan_step()"
    )


def downgrade() -> None:
    """Take the revision back."""
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION guard_finance_loan_step()")


def _make_tables() -> None:
    op.create_table('finance_loan_fund',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('mode', sa.Enum('refer', 'delegated', 'own', name='fundmode', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('legal_basis', sa.String(length=500), nullable=True),
    sa.Column('lender', sa.String(length=200), nullable=True),
    sa.Column('available', sa.BigInteger(), nullable=False),
    sa.CheckConstraint("(mode = 'own') = (lender IS NULL)", name=op.f('ck_finance_loan_fund_another_with_lender')),
    sa.CheckConstraint("mode <> 'own' OR legal_basis IS NOT NULL", name=op.f('ck_finance_loan_fund_own_with_basis')),
    sa.CheckConstraint('available >= 0', name=op.f('ck_finance_loan_fund_within_its_means')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_loan_fund'))
    )
    op.create_table('finance_loan_means',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('fund_id', sa.Integer(), nullable=False),
    sa.Column('contributor_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount <> 0', name=op.f('ck_finance_loan_means_amount_moves')),
    sa.ForeignKeyConstraint(['contributor_id'], ['actor.id'], name=op.f('fk_finance_loan_means_contributor_id_actor')),
    sa.ForeignKeyConstraint(['entry_id'], ['finance_entry.id'], name=op.f('fk_finance_loan_means_entry_id_finance_entry')),
    sa.ForeignKeyConstraint(['fund_id'], ['finance_loan_fund.id'], name=op.f('fk_finance_loan_means_fund_id_finance_loan_fund')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_loan_means'))
    )
    op.create_index(op.f('ix_finance_loan_means_contributor_id'), 'finance_loan_means', ['contributor_id'])
    op.create_index(op.f('ix_finance_loan_means_entry_id'), 'finance_loan_means', ['entry_id'])
    op.create_index(op.f('ix_finance_loan_means_fund_id'), 'finance_loan_means', ['fund_id'])
    op.create_table('finance_loan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('fund_id', sa.Integer(), nullable=False),
    sa.Column('borrower_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('principal', sa.BigInteger(), nullable=False),
    sa.Column('rate', sa.String(length=80), nullable=False),
    sa.Column('months', sa.Integer(), nullable=False),
    sa.Column('deferred', sa.Integer(), nullable=False),
    sa.Column('repayment', sa.Enum('constant_annuity', 'constant_capital', name='repayment', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('state', sa.Enum('requested', 'refused', 'accepted', 'running', 'repaid', 'lost', name='loanstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('requested_on', sa.Date(), nullable=False),
    sa.Column('lent_on', sa.Date(), nullable=True),
    sa.Column('first_due', sa.Date(), nullable=True),
    sa.Column('remaining', sa.BigInteger(), nullable=False),
    sa.Column('provision', sa.BigInteger(), nullable=False),
    sa.Column('lost', sa.BigInteger(), nullable=False),
    sa.Column('recovered', sa.BigInteger(), nullable=False),
    sa.CheckConstraint("remaining = 0 OR state = 'running'", name=op.f('ck_finance_loan_remaining_while_running')),
    sa.CheckConstraint('(lent_on IS NULL) = (first_due IS NULL)', name=op.f('ck_finance_loan_lent_with_first_due')),
    sa.CheckConstraint('principal > 0 AND months > 0', name=op.f('ck_finance_loan_a_loan')),
    sa.CheckConstraint('provision BETWEEN 0 AND remaining', name=op.f('ck_finance_loan_provision_within_remaining')),
    sa.CheckConstraint('recovered >= 0 AND recovered <= lost', name=op.f('ck_finance_loan_recovered_within_loss')),
    sa.CheckConstraint('remaining BETWEEN 0 AND principal', name=op.f('ck_finance_loan_remaining_within_principal')),
    sa.ForeignKeyConstraint(['borrower_id'], ['actor.id'], name=op.f('fk_finance_loan_borrower_id_actor')),
    sa.ForeignKeyConstraint(['fund_id'], ['finance_loan_fund.id'], name=op.f('fk_finance_loan_fund_id_finance_loan_fund')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_loan'))
    )
    op.create_index(op.f('ix_finance_loan_borrower_id'), 'finance_loan', ['borrower_id'])
    op.create_index(op.f('ix_finance_loan_fund_id'), 'finance_loan', ['fund_id'])
    op.create_table('finance_loan_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('loan_id', sa.Integer(), nullable=False),
    sa.Column('act', sa.Enum('requested', 'refused', 'accepted', 'lent', 'repayment', 'early', 'provision', 'lost', 'recovery', name='loanact', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('taken_on', sa.Date(), nullable=False),
    sa.Column('note', sa.String(), nullable=True),
    sa.Column('capital', sa.BigInteger(), nullable=False),
    sa.Column('interest', sa.BigInteger(), nullable=False),
    sa.Column('remaining', sa.BigInteger(), nullable=False),
    sa.Column('after', sa.Integer(), nullable=True),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(act = 'early') = (after IS NOT NULL)", name=op.f('ck_finance_loan_step_early_after_some')),
    sa.CheckConstraint('interest >= 0 AND remaining >= 0', name=op.f('ck_finance_loan_step_amounts_positive')),
    sa.ForeignKeyConstraint(['entry_id'], ['finance_entry.id'], name=op.f('fk_finance_loan_step_entry_id_finance_entry')),
    sa.ForeignKeyConstraint(['loan_id'], ['finance_loan.id'], name=op.f('fk_finance_loan_step_loan_id_finance_loan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_loan_step'))
    )
    op.create_index(op.f('ix_finance_loan_step_entry_id'), 'finance_loan_step', ['entry_id'])
    op.create_index(op.f('ix_finance_loan_step_loan_id'), 'finance_loan_step', ['loan_id'])
