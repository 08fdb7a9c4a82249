"""Make the tables of the books and of funding rounds, and the triggers that keep them whole.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "finance_pledge_step", "finance_pledge", "finance_round", "finance_movement", "finance_closing",
    "finance_entry", "finance_ledger", "finance_account",
)  # fmt: skip
WRITTEN_ONCE = ("finance_entry", "finance_movement", "finance_closing", "finance_pledge_step")

# What is refused, by table and act: the fault, and what the database answers.
_ENTRY = (
    ("NEW.number <> (SELECT last_number FROM finance_ledger) + 1", "the books have no gap"),
    (
        "EXISTS (SELECT 1 FROM finance_ledger WHERE closed_through IS NOT NULL AND NEW.day <= closed_through)",
        "the books are closed through that day",
    ),
    (
        "EXISTS (SELECT 1 FROM finance_entry e WHERE e.id = NEW.reverses_id AND e.reverses_id IS NOT NULL)",
        "a reversal is not reversed",
    ),
)
_MOVEMENT = (
    (
        "NEW.position > (SELECT size FROM finance_entry WHERE id = NEW.entry_id)",
        "an entry keeps the movements it was written with",
    ),
    (
        "EXISTS (SELECT 1 FROM finance_ledger l JOIN finance_entry e ON e.id = NEW.entry_id"
        " WHERE l.closed_through IS NOT NULL AND e.day <= l.closed_through)",
        "the books are closed through that day",
    ),
)
_LEDGER = (
    ("NEW.last_number < OLD.last_number", "the numbers of the books never go back"),
    (
        "OLD.closed_through IS NOT NULL AND (NEW.closed_through IS NULL OR NEW.closed_through < OLD.closed_through)",
        "a closed period is never opened again",
    ),
)
_PLEDGE = (
    (
        "NEW.state IN ('pledged', 'signed', 'paid') AND NEW.amount + (SELECT COALESCE(SUM(p.amount), 0)"
        " FROM finance_pledge p WHERE p.round_id = NEW.round_id AND p.state IN ('pledged', 'signed', 'paid')"
        " AND p.id <> COALESCE(NEW.id, 0)) > (SELECT maximum FROM finance_round WHERE id = NEW.round_id)",
        "a round takes no more than its most",
    ),
)
_ROUND = (("OLD.state <> 'open' AND NEW.state <> OLD.state", "a round that ended stays ended"),)
GUARDS = (
    ("finance_entry", "INSERT", _ENTRY),
    ("finance_movement", "INSERT", _MOVEMENT),
    ("finance_ledger", "UPDATE", _LEDGER),
    ("finance_pledge", "INSERT", _PLEDGE),
    ("finance_pledge", "UPDATE", _PLEDGE),
    ("finance_round", "UPDATE", _ROUND),
)
# Where two writers could both be right alone, the row that both look at is locked first.
LOCKS = {
    "finance_entry": "PERFORM 1 FROM finance_ledger FOR UPDATE;",
    "finance_pledge": "PERFORM 1 FROM finance_round WHERE id = NEW.round_id FOR UPDATE;",
}


def upgrade() -> None:
    """Make them; the books start empty, at number 0."""
    _make_tables()
    op.execute("INSERT INTO finance_ledger (id, last_number) VALUES (1, 0)")
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _guard_sqlite() -> None:
    for table in WRITTEN_ONCE:
        for act in ("UPDATE", "DELETE"):
            _trigger(table, act, (("1", f"{table} is written once"),))
    _trigger("finance_ledger", "DELETE", (("1", "finance_ledger is never removed"),))
    for table, act, faults in GUARDS:
        _trigger(table, act, faults)
    op.execute(
        "CREATE TRIGGER keep_finance_entry AFTER INSERT ON finance_entry"
        " BEGIN UPDATE finance_ledger SET last_number = NEW.number; END"
    )


def _trigger(table: str, act: str, faults: tuple[tuple[str, str], ...]) -> None:
    checks = "; ".join(f"SELECT RAISE(ABORT, '{reason}') WHERE {fault}" for fault, reason in faults)
    op.execute(f"CREATE TRIGGER guard_{table}_{act.lower()} BEFORE {act} ON {table} BEGIN {checks}; END")


def _guard_postgresql() -> None:
    _function("finance_written_once", "RAISE EXCEPTION '% is written once', TG_TABLE_NAME;")
    for table in WRITTEN_ONCE:
        _before(table, "UPDATE OR DELETE", "finance_written_once", "written_once")
    _function("finance_never_removed", "RAISE EXCEPTION '% is never removed', TG_TABLE_NAME;")
    _before("finance_ledger", "DELETE", "finance_never_removed", "never_removed")
    for table, act, faults in GUARDS:
        checks = " ".join(f"IF {fault} THEN RAISE EXCEPTION '{reason}'; END IF;" for fault, reason in faults)
        name = f"guard_{table}_{act.lower()}"
        _function(name, f"{LOCKS.get(table, '')} {checks} RETURN NEW;")
        _before(table, act, name, act.lower())
    _function("keep_finance_entry", "UPDATE finance_ledger SET last_number = NEW.number; RETURN NULL;")
    op.execute(
        "CREATE TRIGGER keep_finance_entry AFTER INSERT ON finance_entry"
        " FOR EACH ROW EXECUTE FUNCTION keep_finance_entry()"
    )


def _function(name: str, body: str) -> None:
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$")


def _before(table: str, act: str, function: str, suffix: str) -> None:
    op.execute(
        f"CREATE TRIGGER guard_{table}_{suffix} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
    )


def downgrade() -> None:
    """Take the revision back."""
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        names = [f"guard_{table}_{act.lower()}" for table, act, _ in GUARDS]
        for name in ("finance_written_once", "finance_never_removed", "keep_finance_entry", *names):
            op.execute(f"DROP FUNCTION {name}()")


def _make_tables() -> None:
    op.create_table('finance_account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_account')),
    sa.UniqueConstraint('number', name=op.f('uq_finance_account_number'))
    )
    op.create_table('finance_closing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('through', sa.Date(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_closing')),
    sa.UniqueConstraint('through', name=op.f('uq_finance_closing_through'))
    )
    op.create_table('finance_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('label', sa.String(length=200), nullable=False),
    sa.Column('source', sa.String(length=60), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('reverses_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=500), nullable=True),
    sa.CheckConstraint('(reverses_id IS NULL) = (reason IS NULL)', name=op.f('ck_finance_entry_reversal_with_reason')),
    sa.CheckConstraint('size > 0', name=op.f('ck_finance_entry_size_positive')),
    sa.ForeignKeyConstraint(['reverses_id'], ['finance_entry.id'], name=op.f('fk_finance_entry_reverses_id_finance_entry')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_entry')),
    sa.UniqueConstraint('number', name=op.f('uq_finance_entry_number')),
    sa.UniqueConstraint('reverses_id', name=op.f('uq_finance_entry_reverses_id'))
    )
    op.create_index(op.f('ix_finance_entry_day'), 'finance_entry', ['day'])
    op.create_index(op.f('ix_finance_entry_source'), 'finance_entry', ['source'])
    op.create_table('finance_ledger',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('last_number', sa.Integer(), nullable=False),
    sa.Column('closed_through', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_ledger'))
    )
    op.create_table('finance_movement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('debit_id', sa.Integer(), nullable=False),
    sa.Column('credit_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('amount > 0', name=op.f('ck_finance_movement_amount_positive')),
    sa.CheckConstraint('debit_id <> credit_id', name=op.f('ck_finance_movement_two_accounts')),
    sa.CheckConstraint('position > 0', name=op.f('ck_finance_movement_position_positive')),
    sa.ForeignKeyConstraint(['credit_id'], ['finance_account.id'], name=op.f('fk_finance_movement_credit_id_finance_account')),
    sa.ForeignKeyConstraint(['debit_id'], ['finance_account.id'], name=op.f('fk_finance_movement_debit_id_finance_account')),
    sa.ForeignKeyConstraint(['entry_id'], ['finance_entry.id'], name=op.f('fk_finance_movement_entry_id_finance_entry')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_movement')),
    sa.UniqueConstraint('entry_id', 'position', name=op.f('uq_finance_movement_entry_id_position'))
    )
    op.create_index(op.f('ix_finance_movement_credit_id'), 'finance_movement', ['credit_id'])
    op.create_index(op.f('ix_finance_movement_debit_id'), 'finance_movement', ['debit_id'])
    op.create_table('finance_round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('need', sa.String(), nullable=False),
    sa.Column('project_id', sa.Integer(), nullable=False),
    sa.Column('target', sa.BigInteger(), nullable=False),
    sa.Column('minimum', sa.BigInteger(), nullable=False),
    sa.Column('maximum', sa.BigInteger(), nullable=False),
    sa.Column('least', sa.BigInteger(), nullable=False),
    sa.Column('most', sa.BigInteger(), nullable=True),
    sa.Column('closes_on', sa.Date(), nullable=False),
    sa.Column('closing', sa.Enum('all_or_nothing', 'threshold', 'open', name='closingrule', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('state', sa.Enum('open', 'held', 'lapsed', name='roundstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.CheckConstraint("(state = 'open') = (ended_on IS NULL)", name=op.f('ck_finance_round_ended_with_day')),
    sa.CheckConstraint('0 < minimum AND minimum <= target AND target <= maximum', name=op.f('ck_finance_round_amounts_in_order')),
    sa.CheckConstraint('least >= 0 AND (most IS NULL OR most >= least)', name=op.f('ck_finance_round_bounds_in_order')),
    sa.ForeignKeyConstraint(['project_id'], ['actor.id'], name=op.f('fk_finance_round_project_id_actor')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_round'))
    )
    op.create_index(op.f('ix_finance_round_project_id'), 'finance_round', ['project_id'])
    op.create_table('finance_pledge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('funder_id', sa.Integer(), nullable=False),
    sa.Column('instrument', sa.Enum('grant', 'loan', 'equity', 'participating', 'blocked_account', 'gift', 'in_kind', name='instrument', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('conditions', sa.String(), nullable=True),
    sa.Column('state', sa.Enum('contacted', 'interested', 'pledged', 'signed', 'paid', 'withdrawn', 'lapsed', name='pledgestate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.CheckConstraint("amount > 0 OR state IN ('contacted', 'interested', 'withdrawn', 'lapsed')", name=op.f('ck_finance_pledge_pledged_something')),
    sa.CheckConstraint('amount >= 0', name=op.f('ck_finance_pledge_amount_positive')),
    sa.ForeignKeyConstraint(['funder_id'], ['actor.id'], name=op.f('fk_finance_pledge_funder_id_actor')),
    sa.ForeignKeyConstraint(['round_id'], ['finance_round.id'], name=op.f('fk_finance_pledge_round_id_finance_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_pledge')),
    sa.UniqueConstraint('round_id', 'funder_id', 'instrument', name=op.f('uq_finance_pledge_round_id_funder_id_instrument'))
    )
    op.create_index(op.f('ix_finance_pledge_funder_id'), 'finance_pledge', ['funder_id'])
    op.create_index(op.f('ix_finance_pledge_round_id'), 'finance_pledge', ['round_id'])
    op.create_table('finance_pledge_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pledge_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('contacted', 'interested', 'pledged', 'signed', 'paid', 'withdrawn', 'lapsed', name='pledgestate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['entry_id'], ['finance_entry.id'], name=op.f('fk_finance_pledge_step_entry_id_finance_entry')),
    sa.ForeignKeyConstraint(['pledge_id'], ['finance_pledge.id'], name=op.f('fk_finance_pledge_step_pledge_id_finance_pledge')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_pledge_step'))
    )
    op.create_index(op.f('ix_finance_pledge_step_entry_id'), 'finance_pledge_step', ['entry_id'])
    op.create_index(op.f('ix_finance_pledge_step_pledge_id'), 'finance_pledge_step', ['pledge_id'])
