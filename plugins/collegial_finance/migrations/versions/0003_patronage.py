"""Make the tables of local patronage; receipts have no gap and are only ever cancelled.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("finance_receipt", "finance_gift", "finance_campaign", "finance_issuer")
KEPT = (
    "issuer_id", "year", "number", "gift_id", "patron_name", "patron_address", "patron_siren", "issued_at",
)  # fmt: skip
GAP = (
    "NEW.number <> COALESCE((SELECT MAX(r.number) FROM finance_receipt r"
    " WHERE r.issuer_id = NEW.issuer_id AND r.year = NEW.year), 0) + 1"
)
GAP_REASON = "the receipts of a year have no gap"
CHANGE_REASON = "a receipt is only ever cancelled, once"


def upgrade() -> None:
    """Make them."""
    _make_tables()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _changes(apart: str) -> str:
    return " OR ".join(["OLD.cancelled_at IS NOT NULL", *(f"NEW.{one} {apart} OLD.{one}" for one in KEPT)])


def _guard_sqlite() -> None:
    for act, fault, reason in (
        ("INSERT", GAP, GAP_REASON), ("UPDATE", _changes("IS NOT"), CHANGE_REASON), ("DELETE", "1", CHANGE_REASON),
    ):  # fmt: skip
        op.execute(
            f"CREATE TRIGGER guard_finance_receipt_{act.lower()} BEFORE {act} ON finance_receipt"
            f" BEGIN SELECT RAISE(ABORT, '{reason}') WHERE {fault}; END"
        )


def _guard_postgresql() -> None:
    lock = "PERFORM 1 FROM finance_issuer WHERE id = NEW.issuer_id FOR UPDATE;"
    bodies = {
        "INSERT": f"{lock} IF {GAP} THEN RAISE EXCEPTION '{GAP_REASON}'; END IF; RETURN NEW;",
        "UPDATE": f"IF {_changes('IS DISTINCT FROM')} THEN RAISE EXCEPTION '{CHANGE_REASON}'; END IF; RETURN NEW;",
        "DELETE": f"RAISE EXCEPTION '{CHANGE_REASON}';",
    }
    for act, body in bodies.items():
        name = f"guard_finance_receipt_{act.lower()}"
        op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$")
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON finance_receipt FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def downgrade() -> None:
    """Take the revision back."""
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        for act in ("insert", "update", "delete"):
            op.execute(f"DROP FUNCTION guard_finance_receipt_{act}()")


def _make_tables() -> None:
    op.create_table('finance_issuer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=False),
    sa.Column('form', sa.Enum('association', 'foundation', 'endowment_fund', 'company', 'scic', name='issuerform', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('purpose', sa.String(length=500), nullable=False),
    sa.Column('address', sa.String(length=500), nullable=False),
    sa.Column('signatory', sa.String(length=200), nullable=False),
    sa.CheckConstraint("form NOT IN ('company', 'scic')", name=op.f('ck_finance_issuer_no_company')),
    sa.ForeignKeyConstraint(['actor_id'], ['actor.id'], name=op.f('fk_finance_issuer_actor_id_actor')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_issuer')),
    sa.UniqueConstraint('actor_id', name=op.f('uq_finance_issuer_actor_id'))
    )
    op.create_table('finance_campaign',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issuer_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('target', sa.BigInteger(), nullable=False),
    sa.Column('opens_on', sa.Date(), nullable=False),
    sa.Column('closes_on', sa.Date(), nullable=False),
    sa.Column('is_public', sa.Boolean(), nullable=False),
    sa.CheckConstraint('closes_on >= opens_on', name=op.f('ck_finance_campaign_days_in_order')),
    sa.CheckConstraint('target > 0', name=op.f('ck_finance_campaign_target_positive')),
    sa.ForeignKeyConstraint(['issuer_id'], ['finance_issuer.id'], name=op.f('fk_finance_campaign_issuer_id_finance_issuer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_campaign'))
    )
    op.create_index(op.f('ix_finance_campaign_issuer_id'), 'finance_campaign', ['issuer_id'])
    op.create_table('finance_gift',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('patron_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('money', 'in_kind', 'skills', name='giftkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('method', sa.Enum('transfer', 'cheque', 'cash', 'card', 'other', name='giftmethod', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('description', sa.String(length=500), nullable=True),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('may_thank', sa.Boolean(), nullable=False),
    sa.CheckConstraint("kind = 'money' OR description IS NOT NULL", name=op.f('ck_finance_gift_kind_described')),
    sa.CheckConstraint('amount > 0', name=op.f('ck_finance_gift_amount_positive')),
    sa.ForeignKeyConstraint(['campaign_id'], ['finance_campaign.id'], name=op.f('fk_finance_gift_campaign_id_finance_campaign')),
    sa.ForeignKeyConstraint(['patron_id'], ['actor.id'], name=op.f('fk_finance_gift_patron_id_actor')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_gift'))
    )
    op.create_index(op.f('ix_finance_gift_campaign_id'), 'finance_gift', ['campaign_id'])
    op.create_index(op.f('ix_finance_gift_patron_id'), 'finance_gift', ['patron_id'])
    op.create_table('finance_receipt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issuer_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('gift_id', sa.Integer(), nullable=False),
    sa.Column('patron_name', sa.String(length=200), nullable=False),
    sa.Column('patron_address', sa.String(length=500), nullable=False),
    sa.Column('patron_siren', sa.String(length=14), nullable=True),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(length=500), nullable=True),
    sa.CheckConstraint('(cancelled_at IS NULL) = (reason IS NULL)', name=op.f('ck_finance_receipt_cancelled_with_reason')),
    sa.CheckConstraint('number > 0', name=op.f('ck_finance_receipt_number_positive')),
    sa.ForeignKeyConstraint(['gift_id'], ['finance_gift.id'], name=op.f('fk_finance_receipt_gift_id_finance_gift')),
    sa.ForeignKeyConstraint(['issuer_id'], ['finance_issuer.id'], name=op.f('fk_finance_receipt_issuer_id_finance_issuer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_receipt')),
    sa.UniqueConstraint('issuer_id', 'year', 'number', name=op.f('uq_finance_receipt_issuer_id_year_number'))
    )
    op.create_index(op.f('ix_finance_receipt_gift_id'), 'finance_receipt', ['gift_id'])
    op.create_index('uq_finance_receipt_held', 'finance_receipt', ['gift_id'], unique=True, sqlite_where=sa.text('cancelled_at IS NULL'), postgresql_where=sa.text('cancelled_at IS NULL'))
