"""Let a gift be withdrawn, and another be recorded in its stead; never under a receipt that holds.

Revision ID: 0018
Revises: 0017
"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KEPT = ("campaign_id", "kind", "method", "deed", "amount", "received_on")
GIFT = "guard_finance_gift_update"
RECEIPT = "guard_finance_receipt_of_a_gift"
HELD = (
    "NEW.withdrawn_at IS NOT NULL AND EXISTS (SELECT 1 FROM finance_receipt r"
    " WHERE r.gift_id = NEW.id AND r.cancelled_at IS NULL)"
)
WITHDRAWN = "(SELECT g.withdrawn_at FROM finance_gift g WHERE g.id = NEW.gift_id) IS NOT NULL"
GIFT_REASON = "a gift is only ever withdrawn, once, and not under its receipt"
RECEIPT_REASON = "a gift that was withdrawn has no receipt"


def upgrade() -> None:
    """Add the columns with their checks inside, so that SQLite keeps the table; then guard them."""
    op.execute("ALTER TABLE finance_gift ADD COLUMN withdrawn_at " + _moment())
    op.execute(
        "ALTER TABLE finance_gift ADD COLUMN reason VARCHAR(500)"
        " CONSTRAINT ck_finance_gift_withdrawn_with_reason CHECK ((withdrawn_at IS NULL) = (reason IS NULL))"
    )
    op.execute(
        "ALTER TABLE finance_gift ADD COLUMN replaces_id INTEGER"
        " CONSTRAINT fk_finance_gift_replaces_id_finance_gift REFERENCES finance_gift (id)"
    )
    op.create_index("uq_finance_gift_replaces_id", "finance_gift", ["replaces_id"], unique=True)
    if _is_sqlite():
        _guard_sqlite()
    else:
        _guard_postgresql()


def downgrade() -> None:
    """Take the revision back."""
    for name, table in ((GIFT, "finance_gift"), (RECEIPT, "finance_receipt")):
        if _is_sqlite():
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_index("uq_finance_gift_replaces_id", "finance_gift")
    for column in ("replaces_id", "reason", "withdrawn_at"):
        op.execute(f"ALTER TABLE finance_gift DROP COLUMN {column}")


def _is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def _moment() -> str:
    return "DATETIME" if _is_sqlite() else "TIMESTAMP WITH TIME ZONE"


def _changes(apart: str) -> str:
    every = [f"NEW.{one} {apart} OLD.{one}" for one in KEPT]
    twice = f"OLD.withdrawn_at IS NOT NULL AND (NEW.withdrawn_at {apart} OLD.withdrawn_at OR NEW.reason {apart} OLD.reason)"
    return " OR ".join([*every, f"({twice})", f"({HELD})"])


def _guard_sqlite() -> None:
    for name, when, fault, reason in (
        (GIFT, "UPDATE ON finance_gift", _changes("IS NOT"), GIFT_REASON),
        (RECEIPT, "INSERT ON finance_receipt", WITHDRAWN, RECEIPT_REASON),
    ):
        op.execute(f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{reason}') WHERE {fault}; END")


def _guard_postgresql() -> None:
    """Guard both under the lock of the issuer, under which receipts take their numbers."""
    lock = "PERFORM 1 FROM finance_issuer WHERE id = {} FOR UPDATE;"
    of_gift = "(SELECT c.issuer_id FROM finance_campaign c WHERE c.id = NEW.campaign_id)"
    for name, when, issuer, fault, reason in (
        (GIFT, "UPDATE ON finance_gift", of_gift, _changes("IS DISTINCT FROM"), GIFT_REASON),
        (RECEIPT, "INSERT ON finance_receipt", "NEW.issuer_id", WITHDRAWN, RECEIPT_REASON),
    ):
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {lock.format(issuer)}"
            f" IF {fault} THEN RAISE EXCEPTION '{reason}'; END IF; RETURN NEW; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {when} FOR EACH ROW EXECUTE FUNCTION {name}()")
