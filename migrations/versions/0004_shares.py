"""Make the tables of the share register, and the triggers that keep it whole.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

GENESIS = "0" * 64
WRITTEN_ONCE = ("share_entry", "share_payment")
NEVER_REMOVED = (
    "share_withdrawal",
    "share_register",
    "share_holding",
    "share_day",
    "share_call",
    "share_debit_mandate",
    "share_debit_order",
    "share_debit",
)
_SIDES = """CASE kind
 WHEN 'subscription' THEN from_member_id IS NULL AND to_member_id IS NOT NULL
 WHEN 'transfer' THEN from_member_id IS NOT NULL AND to_member_id IS NOT NULL
 WHEN 'correction' THEN from_member_id IS NOT NULL OR to_member_id IS NOT NULL
 ELSE from_member_id IS NOT NULL AND to_member_id IS NULL END"""


def upgrade() -> None:
    """Make them; the register starts empty, at number 0."""
    _make_entries()
    _make_payments()
    _make_withdrawals()
    _make_guards()
    _make_calls()
    _make_debits()
    op.execute(
        "INSERT INTO share_register (id, last_number, head, nominal, capital, highest_capital, floor, minimum,"
        f" floor_numerator, floor_denominator) VALUES (1, 0, '{GENESIS}', 0, 0, 0, 0, 0, 0, 1)"
    )
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _make_entries() -> None:
    op.create_table(
        "share_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("from_member_id", sa.Integer(), nullable=True),
        sa.Column("to_member_id", sa.Integer(), nullable=True),
        sa.Column("shares", sa.Integer(), nullable=False),
        sa.Column("nominal", sa.BigInteger(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("number > 0 AND shares > 0 AND nominal > 0", name=op.f("ck_share_entry_positive")),
        sa.CheckConstraint(_SIDES, name=op.f("ck_share_entry_sides")),
        sa.CheckConstraint(
            "from_member_id IS NULL OR to_member_id IS NULL OR from_member_id <> to_member_id",
            name=op.f("ck_share_entry_apart"),
        ),
        sa.CheckConstraint(
            "(kind = 'correction') = (corrects_id IS NOT NULL)", name=op.f("ck_share_entry_corrects")
        ),
        sa.CheckConstraint(
            "kind NOT IN ('cancellation', 'correction') OR reason IS NOT NULL", name=op.f("ck_share_entry_reasoned")
        ),
        sa.CheckConstraint(
            "kind IN ('subscription', 'transfer', 'redemption', 'cancellation', 'correction')",
            name=op.f("ck_share_entry_entrykind"),
        ),
        sa.ForeignKeyConstraint(
            ["from_member_id"], ["member.id"], name="fk_share_entry_from_member_id_member"
        ),
        sa.ForeignKeyConstraint(["to_member_id"], ["member.id"], name="fk_share_entry_to_member_id_member"),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["share_entry.id"], name="fk_share_entry_corrects_id_share_entry"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_share_entry"),
        sa.UniqueConstraint("number", name="uq_share_entry_number"),
        sa.UniqueConstraint("corrects_id", name="uq_share_entry_corrects_id"),
        sa.UniqueConstraint("digest", name="uq_share_entry_digest"),
    )
    for column in ("from_member_id", "to_member_id", "effective_on"):
        op.create_index(f"ix_share_entry_{column}", "share_entry", [column])


def _make_payments() -> None:
    op.create_table(
        "share_payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=140), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_share_payment_not_zero")),
        sa.CheckConstraint("(amount < 0) = (corrects_id IS NOT NULL)", name=op.f("ck_share_payment_corrects")),
        sa.CheckConstraint(
            "method IN ('transfer', 'cheque', 'cash', 'debit')", name=op.f("ck_share_payment_paymentmethod")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["share_entry.id"], name="fk_share_payment_entry_id_share_entry"
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["share_payment.id"], name="fk_share_payment_corrects_id_share_payment"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_share_payment"),
        sa.UniqueConstraint("corrects_id", name="uq_share_payment_corrects_id"),
    )
    for column in ("entry_id", "received_on"):
        op.create_index(f"ix_share_payment_{column}", "share_payment", [column])


def _make_withdrawals() -> None:
    op.create_table(
        "share_withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("shares", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=32), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("loss_per_share", sa.BigInteger(), nullable=False),
        sa.Column("unpaid", sa.BigInteger(), nullable=False),
        sa.Column("repayment_due_on", sa.Date(), nullable=True),
        sa.Column("repaid_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "shares > 0 AND loss_per_share >= 0 AND unpaid >= 0", name=op.f("ck_share_withdrawal_positive")
        ),
        sa.CheckConstraint(
            "(state = 'executed') = (entry_id IS NOT NULL)", name=op.f("ck_share_withdrawal_executed")
        ),
        sa.CheckConstraint(
            "(state = 'executed') = (repayment_due_on IS NOT NULL)", name=op.f("ck_share_withdrawal_due")
        ),
        sa.CheckConstraint(
            "repaid_on IS NULL OR state = 'executed'", name=op.f("ck_share_withdrawal_repaid")
        ),
        sa.CheckConstraint(
            "cause IN ('partial', 'resignation', 'death', 'exclusion', 'lost_quality')",
            name=op.f("ck_share_withdrawal_withdrawalcause"),
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'executed', 'cancelled')", name=op.f("ck_share_withdrawal_withdrawalstate")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_share_withdrawal_member_id_member"),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["share_entry.id"], name="fk_share_withdrawal_entry_id_share_entry"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_share_withdrawal"),
        sa.UniqueConstraint("entry_id", name="uq_share_withdrawal_entry_id"),
    )
    for column in ("member_id", "repayment_due_on"):
        op.create_index(f"ix_share_withdrawal_{column}", "share_withdrawal", [column])
    op.create_index("ix_share_withdrawal_queue", "share_withdrawal", ["state", "requested_on", "id"])


def _make_guards() -> None:
    op.create_table(
        "share_register",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        *(
            sa.Column(name, sa.BigInteger(), nullable=False)
            for name in ("nominal", "capital", "highest_capital", "floor", "minimum")
        ),
        sa.Column("floor_numerator", sa.Integer(), nullable=False),
        sa.Column("floor_denominator", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_share_register_single")),
        sa.CheckConstraint("capital >= floor", name=op.f("ck_share_register_floor")),
        sa.CheckConstraint("minimum >= 0", name=op.f("ck_share_register_minimum")),
        sa.CheckConstraint(
            "floor_denominator > 0 AND floor_numerator BETWEEN 0 AND floor_denominator",
            name=op.f("ck_share_register_share"),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_share_register"),
    )
    op.create_table(
        "share_holding",
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("shares", sa.Integer(), nullable=False),
        sa.CheckConstraint("shares >= 0", name=op.f("ck_share_holding_positive")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_share_holding_member_id_member"),
        sa.PrimaryKeyConstraint("member_id", name="pk_share_holding"),
    )
    op.create_table(
        "share_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_share_day"),
    )


def _make_calls() -> None:
    op.create_table(
        "share_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("called_on", sa.Date(), nullable=False),
        sa.Column("pay_by", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_share_call_positive")),
        sa.CheckConstraint("pay_by >= called_on", name=op.f("ck_share_call_in_time")),
        sa.ForeignKeyConstraint(["entry_id"], ["share_entry.id"], name="fk_share_call_entry_id_share_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_share_call"),
        sa.UniqueConstraint("entry_id", "called_on", name="uq_share_call_entry_id_called_on"),
    )


_DEBIT_STATES = "state IN ('waiting', 'paid', 'returned', 'cancelled')"


def _make_debits() -> None:
    op.create_table(
        "share_debit_mandate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=35), nullable=False),
        sa.Column("holder", sa.String(length=70), nullable=False),
        sa.Column("iban", sa.String(length=34), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= signed_on", name=op.f("ck_share_debit_mandate_period")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_share_debit_mandate_member_id_member"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_share_debit_mandate"),
        sa.UniqueConstraint("reference", name="uq_share_debit_mandate_reference"),
    )
    op.create_index("ix_share_debit_mandate_member_id", "share_debit_mandate", ["member_id"])
    _make_partial_index("uq_share_debit_mandate_current", "share_debit_mandate", "member_id", "ended_on IS NULL")
    op.create_table(
        "share_debit_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=35), nullable=False),
        sa.Column("collected_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state <> 'returned'", name=op.f("ck_share_debit_order_whole")),
        sa.CheckConstraint("(state = 'waiting') = (closed_on IS NULL)", name=op.f("ck_share_debit_order_closed")),
        sa.CheckConstraint(_DEBIT_STATES, name=op.f("ck_share_debit_order_debitstate")),
        sa.PrimaryKeyConstraint("id", name="pk_share_debit_order"),
        sa.UniqueConstraint("reference", name="uq_share_debit_order_reference"),
    )
    op.create_table(
        "share_debit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(length=35), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_share_debit_positive")),
        sa.CheckConstraint("(state = 'paid') = (payment_id IS NOT NULL)", name=op.f("ck_share_debit_paid")),
        sa.CheckConstraint(_DEBIT_STATES, name=op.f("ck_share_debit_debitstate")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["share_debit_order.id"], name="fk_share_debit_order_id_share_debit_order"
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["share_entry.id"], name="fk_share_debit_entry_id_share_entry"),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["share_debit_mandate.id"], name="fk_share_debit_mandate_id_share_debit_mandate"
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["share_payment.id"], name="fk_share_debit_payment_id_share_payment"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_share_debit"),
        sa.UniqueConstraint("reference", name="uq_share_debit_reference"),
        sa.UniqueConstraint("payment_id", name="uq_share_debit_payment_id"),
    )
    for column in ("order_id", "entry_id", "mandate_id"):
        op.create_index(f"ix_share_debit_{column}", "share_debit", [column])
    _make_partial_index("uq_share_debit_waiting", "share_debit", "entry_id", "state = 'waiting'")


def _make_partial_index(name: str, table: str, column: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, [column], unique=True, sqlite_where=where, postgresql_where=where)


# A call keeps what was asked, a mandate what was signed, a debit what was ordered; what ended never changes.
_COLLECTING_FAULTS = {
    "share_call": (
        ("NEW.entry_id <> OLD.entry_id OR NEW.amount <> OLD.amount OR NEW.called_on <> OLD.called_on"
         " OR NEW.pay_by <> OLD.pay_by OR OLD.sent_at IS NOT NULL", "a call keeps what was asked"),
    ),
    "share_debit_mandate": (
        ("NEW.member_id <> OLD.member_id OR NEW.reference <> OLD.reference OR NEW.iban <> OLD.iban"
         " OR NEW.signed_on <> OLD.signed_on OR OLD.ended_on IS NOT NULL", "a mandate keeps what was signed"),
    ),
    "share_debit_order": (("OLD.state <> 'waiting'", "an order that ended never changes"),),
    "share_debit": (
        ("OLD.state <> 'waiting'", "a debit that ended never changes"),
        ("NEW.order_id <> OLD.order_id OR NEW.entry_id <> OLD.entry_id OR NEW.mandate_id <> OLD.mandate_id"
         " OR NEW.amount <> OLD.amount OR NEW.reference <> OLD.reference", "a debit keeps what was ordered"),
    ),
}


# What must hold of a new entry, as (what would be wrong, why it is refused); read with the register's row `r`.
_ENTRY_FAULTS = (
    ("NEW.number <> r.last_number + 1", "the register of shares has no gap"),
    ("NEW.previous <> r.head", "an entry follows the one before it"),
    ("r.capital <> 0 AND NEW.nominal <> r.nominal", "all shares have one nominal"),
    (
        "NEW.from_member_id IS NOT NULL AND NEW.shares > "
        "COALESCE((SELECT shares FROM share_holding WHERE member_id = NEW.from_member_id), 0)",
        "no member gives more shares than it holds",
    ),
    (
        "NEW.corrects_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM share_entry o WHERE o.id = NEW.corrects_id"
        " AND o.kind <> 'correction' AND o.shares = NEW.shares AND o.nominal = NEW.nominal"
        " AND o.effective_on = NEW.effective_on"
        " AND COALESCE(o.from_member_id, 0) = COALESCE(NEW.to_member_id, 0)"
        " AND COALESCE(o.to_member_id, 0) = COALESCE(NEW.from_member_id, 0))",
        "a correction mirrors the entry it corrects",
    ),
)
_CHANGE = (
    "(CASE WHEN NEW.from_member_id IS NULL THEN 1 WHEN NEW.to_member_id IS NULL THEN -1 ELSE 0 END"
    " * NEW.shares * NEW.nominal)"
)
_HIGHEST = (
    "(SELECT COALESCE(MAX(capital), 0) FROM (SELECT SUM(change) OVER (ORDER BY day) AS capital FROM share_day) days)"
)
# A growth on the last day can only reach a new height; all else is worked out again from the days.
_NEW_HIGHEST = (
    f"CASE WHEN {_CHANGE} >= 0 AND NOT EXISTS (SELECT 1 FROM share_day WHERE day > NEW.effective_on)"
    f" THEN CASE WHEN capital + {_CHANGE} > highest_capital THEN capital + {_CHANGE} ELSE highest_capital END"
    f" ELSE {_HIGHEST} END"
)
_PART = "((highest_capital * floor_numerator + floor_denominator - 1) / floor_denominator)"
# The minimum of the statutes does not bind a correction before the capital has reached it.
_UNDER_FLOOR = (
    f"{_CHANGE} < 0 AND (capital + {_CHANGE} < {_PART} OR (capital + {_CHANGE} < minimum"
    " AND (NEW.kind <> 'correction' OR highest_capital >= minimum)))"
)
_FLOOR = f"CASE WHEN {_PART} > minimum THEN {_PART} ELSE minimum END"
_NEW_FLOOR = f"CASE WHEN capital + {_CHANGE} < {_FLOOR} THEN capital + {_CHANGE} ELSE {_FLOOR} END"
# The statements that keep the guards, in their order.
_KEEP_HOLDINGS = (
    "INSERT INTO share_holding (member_id, shares) SELECT NEW.to_member_id, 0 WHERE NEW.to_member_id IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM share_holding WHERE member_id = NEW.to_member_id)",
    "UPDATE share_holding SET shares = shares + NEW.shares WHERE member_id = NEW.to_member_id",
    "UPDATE share_holding SET shares = shares - NEW.shares WHERE member_id = NEW.from_member_id",
    "INSERT INTO share_day (day, change) SELECT NEW.effective_on, 0"
    " WHERE NOT EXISTS (SELECT 1 FROM share_day WHERE day = NEW.effective_on)",
    f"UPDATE share_day SET change = change + {_CHANGE} WHERE day = NEW.effective_on",
)
_PAYMENT_FAULTS = (
    (
        "NOT EXISTS (SELECT 1 FROM share_entry WHERE id = NEW.entry_id AND kind = 'subscription')",
        "only a subscription is paid for",
    ),
    (
        "(SELECT COALESCE(SUM(amount), 0) + NEW.amount FROM share_payment WHERE entry_id = NEW.entry_id)"
        " NOT BETWEEN 0 AND (SELECT shares * nominal FROM share_entry WHERE id = NEW.entry_id)",
        "a subscription is never paid beyond its amount",
    ),
    (
        "NEW.corrects_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM share_payment o WHERE o.id = NEW.corrects_id"
        " AND o.entry_id = NEW.entry_id AND o.amount = -NEW.amount)",
        "a correction mirrors the payment it corrects",
    ),
)
# A withdrawal keeps its member, its cause and its place; a cancelled or repaid one never changes.
_WITHDRAWAL_FAULTS = (
    (
        "NEW.member_id <> OLD.member_id OR NEW.cause <> OLD.cause OR NEW.requested_on <> OLD.requested_on"
        " OR NEW.recorded_at <> OLD.recorded_at",
        "a withdrawal keeps its place",
    ),
    ("OLD.state = 'cancelled' OR OLD.repaid_on IS NOT NULL", "a withdrawal that ended never changes"),
    (
        "OLD.state = 'executed' AND NEW.state <> 'executed'"
        " AND NOT EXISTS (SELECT 1 FROM share_entry WHERE corrects_id = OLD.entry_id)",
        "an executed withdrawal goes back only when its entry is corrected",
    ),
    ("OLD.state <> 'queued' AND NEW.shares <> OLD.shares", "an executed withdrawal keeps its shares"),
)


def _guard_sqlite() -> None:
    for table in WRITTEN_ONCE:
        for act in ("UPDATE", "DELETE"):
            _sqlite(f"{table}_{act.lower()}", f"BEFORE {act} ON {table}", [("1", f"{table} is written once")])
    for table in NEVER_REMOVED:
        _sqlite(f"{table}_delete", f"BEFORE DELETE ON {table}", [("1", f"{table} is never removed")])
    _sqlite("share_entry_insert", "BEFORE INSERT ON share_entry", _ENTRY_FAULTS, source="FROM share_register r")
    _sqlite("share_payment_insert", "BEFORE INSERT ON share_payment", _PAYMENT_FAULTS)
    _sqlite("share_withdrawal_update", "BEFORE UPDATE ON share_withdrawal", _WITHDRAWAL_FAULTS)
    for table, faults in _COLLECTING_FAULTS.items():
        _sqlite(f"{table}_update", f"BEFORE UPDATE ON {table}", faults)
    keeping = "; ".join(
        (
            *_KEEP_HOLDINGS,
            f"UPDATE share_register SET highest_capital = {_NEW_HIGHEST}",
            "SELECT RAISE(ABORT, 'the capital never falls under its floor') FROM share_register"
            f" WHERE {_UNDER_FLOOR}",
            _KEEP_REGISTER,
        )
    )
    op.execute(f"CREATE TRIGGER keep_share_entry AFTER INSERT ON share_entry BEGIN {keeping}; END")


_KEEP_REGISTER = (
    f"UPDATE share_register SET floor = {_NEW_FLOOR}, capital = capital + {_CHANGE},"
    " last_number = NEW.number, head = NEW.digest, nominal = NEW.nominal"
)


def _sqlite(name: str, when: str, faults: object, *, source: str = "") -> None:
    checks = "; ".join(
        f"SELECT RAISE(ABORT, '{reason}') {source} WHERE {fault}"
        for fault, reason in faults  # type: ignore[attr-defined]
    )
    op.execute(f"CREATE TRIGGER guard_{name} {when} BEGIN {checks}; END")


def _guard_postgresql() -> None:
    for table in WRITTEN_ONCE:
        _postgresql(f"guard_{table}", f"BEFORE UPDATE OR DELETE ON {table}", "guard_written_once")
    _function("guard_never_removed", "RAISE EXCEPTION '% is never removed', TG_TABLE_NAME;")
    for table in NEVER_REMOVED:
        _postgresql(f"guard_{table}_delete", f"BEFORE DELETE ON {table}", "guard_never_removed")
    lock = "SELECT * INTO r FROM share_register WHERE id = 1 FOR UPDATE;"
    _function("guard_share_payment", lock + _raise(_PAYMENT_FAULTS), declare="r share_register%ROWTYPE;")
    _postgresql("guard_share_payment_insert", "BEFORE INSERT ON share_payment", "guard_share_payment")
    _function("guard_share_withdrawal", _raise(_WITHDRAWAL_FAULTS))
    _postgresql("guard_share_withdrawal", "BEFORE UPDATE ON share_withdrawal", "guard_share_withdrawal")
    for table, faults in _COLLECTING_FAULTS.items():
        _function(f"guard_{table}", _raise(faults))
        _postgresql(f"guard_{table}", f"BEFORE UPDATE ON {table}", f"guard_{table}")
    op.execute(
        f"CREATE FUNCTION keep_share_register() RETURNS trigger LANGUAGE plpgsql AS $$ {_KEEP_POSTGRESQL} $$"
    )
    op.execute(
        "CREATE TRIGGER keep_share_entry AFTER INSERT ON share_entry REFERENCING NEW TABLE AS fresh"
        " FOR EACH STATEMENT EXECUTE FUNCTION keep_share_register()"
    )


# The same on PostgreSQL, once for all entries of a statement: a row that thousands of entries of one transaction
# changed one by one would be read through all its former versions.
_MOVED = (
    "(SELECT member_id, SUM(shares) AS shares FROM (SELECT to_member_id AS member_id, shares FROM fresh UNION ALL"
    " SELECT from_member_id, -shares FROM fresh) sides WHERE member_id IS NOT NULL GROUP BY member_id)"
)
_FRESH_CHANGE = (
    "CASE WHEN from_member_id IS NULL THEN 1 WHEN to_member_id IS NULL THEN -1 ELSE 0 END * shares * nominal"
)
_FRESH_FAULTS = (
    (
        "EXISTS (SELECT 1 FROM (SELECT number, ROW_NUMBER() OVER (ORDER BY number) AS place FROM fresh) f"
        " WHERE f.number <> r.last_number + f.place)",
        "the register of shares has no gap",
    ),
    (
        "EXISTS (SELECT 1 FROM (SELECT previous, LAG(digest) OVER (ORDER BY number) AS before FROM fresh) f"
        " WHERE f.previous <> COALESCE(f.before, r.head))",
        "an entry follows the one before it",
    ),
    (
        "EXISTS (SELECT 1 FROM fresh WHERE nominal <> CASE WHEN r.capital <> 0 THEN r.nominal"
        " ELSE (SELECT MIN(nominal) FROM fresh) END)",
        "all shares have one nominal",
    ),
    (
        f"EXISTS (SELECT 1 FROM {_MOVED} moved LEFT JOIN share_holding held USING (member_id)"
        " WHERE COALESCE(held.shares, 0) + moved.shares < 0)",
        "no member gives more shares than it holds",
    ),
    (
        "EXISTS (SELECT 1 FROM fresh n WHERE n.corrects_id IS NOT NULL AND NOT EXISTS ("
        "SELECT 1 FROM share_entry o WHERE o.id = n.corrects_id AND o.kind <> 'correction'"
        " AND o.shares = n.shares AND o.nominal = n.nominal AND o.effective_on = n.effective_on"
        " AND o.from_member_id IS NOT DISTINCT FROM n.to_member_id"
        " AND o.to_member_id IS NOT DISTINCT FROM n.from_member_id))",
        "a correction mirrors the entry it corrects",
    ),
)


def _raise(faults: object) -> str:
    return " ".join(
        f"IF {fault} THEN RAISE EXCEPTION '{reason}'; END IF;"
        for fault, reason in faults  # type: ignore[attr-defined]
    )


_KEEP_POSTGRESQL = f"""
DECLARE
 r share_register%ROWTYPE;
 grown bigint;
 top bigint;
 part bigint;
BEGIN
 IF NOT EXISTS (SELECT 1 FROM fresh) THEN RETURN NULL; END IF;
 SELECT * INTO r FROM share_register WHERE id = 1 FOR UPDATE;
 {_raise(_FRESH_FAULTS)}
 INSERT INTO share_holding (member_id, shares) SELECT member_id, 0 FROM {_MOVED} moved
  WHERE NOT EXISTS (SELECT 1 FROM share_holding held WHERE held.member_id = moved.member_id);
 UPDATE share_holding held SET shares = held.shares + moved.shares FROM {_MOVED} moved
  WHERE held.member_id = moved.member_id;
 INSERT INTO share_day (day, change) SELECT DISTINCT effective_on, 0 FROM fresh
  WHERE NOT EXISTS (SELECT 1 FROM share_day WHERE day = effective_on);
 UPDATE share_day SET change = share_day.change + days.change
  FROM (SELECT effective_on, SUM({_FRESH_CHANGE}) AS change FROM fresh GROUP BY effective_on) days
  WHERE day = effective_on;
 SELECT SUM({_FRESH_CHANGE}) INTO grown FROM fresh;
 top := {_HIGHEST};
 part := (top * r.floor_numerator + r.floor_denominator - 1) / r.floor_denominator;
 IF grown < 0 AND (r.capital + grown < part OR (r.capital + grown < r.minimum AND (top >= r.minimum
  OR EXISTS (SELECT 1 FROM fresh WHERE to_member_id IS NULL AND kind <> 'correction')))) THEN
  RAISE EXCEPTION 'the capital never falls under its floor';
 END IF;
 UPDATE share_register SET capital = r.capital + grown, highest_capital = top, nominal = last.nominal,
  floor = LEAST(r.capital + grown, GREATEST(part, r.minimum)), last_number = last.number, head = last.digest
  FROM (SELECT number, digest, nominal FROM fresh ORDER BY number DESC LIMIT 1) last WHERE id = 1;
 RETURN NULL;
END
"""


def _function(name: str, body: str, *, declare: str = "") -> None:
    declared = f"DECLARE {declare} " if declare else ""
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {declared}"
        f"BEGIN {body} IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )


def _postgresql(name: str, when: str, function: str) -> None:
    op.execute(f"CREATE TRIGGER {name} {when} FOR EACH ROW EXECUTE FUNCTION {function}()")


def downgrade() -> None:
    """Remove them; the triggers go with their tables."""
    for table in (
        *("share_debit", "share_debit_order", "share_debit_mandate", "share_call"),
        *("share_day", "share_holding", "share_register", "share_withdrawal", "share_payment", "share_entry"),
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        for name in (
            "guard_never_removed",
            "guard_share_payment",
            "guard_share_withdrawal",
            "keep_share_register",
            *(f"guard_{table}" for table in _COLLECTING_FAULTS),
        ):
            op.execute(f"DROP FUNCTION {name}()")
