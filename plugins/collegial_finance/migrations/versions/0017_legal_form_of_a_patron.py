"""Keep the legal form of a company on its receipt, as the form 16216 asks; receipts given before have none.

Revision ID: 0017
Revises: 0016
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BEFORE = (
    "issuer_id", "year", "number", "gift_id", "patron_name", "patron_address", "patron_siren", "issued_at",
)  # fmt: skip
REASON = "a receipt is only ever cancelled, once"


def upgrade() -> None:
    """Add it, and guard it as the rest of a receipt."""
    op.execute("ALTER TABLE finance_receipt ADD COLUMN patron_form VARCHAR(200)")
    _guard((*BEFORE, "patron_form"))


def downgrade() -> None:
    """Take the revision back."""
    _guard(BEFORE)
    op.execute("ALTER TABLE finance_receipt DROP COLUMN patron_form")


def _guard(kept: tuple[str, ...]) -> None:
    """Let a receipt be cancelled once, and change in nothing else."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER guard_finance_receipt_update")
        op.execute(
            "CREATE TRIGGER guard_finance_receipt_update BEFORE UPDATE ON finance_receipt"
            f" BEGIN SELECT RAISE(ABORT, '{REASON}') WHERE {_changes(kept, 'IS NOT')}; END"
        )
        return
    changes = _changes(kept, "IS DISTINCT FROM")
    op.execute(
        "CREATE OR REPLACE FUNCTION guard_finance_receipt_update() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN IF {changes} THEN RAISE EXCEPTION '{REASON}'; END IF; RETURN NEW; END $$"
    )


def _changes(kept: tuple[str, ...], apart: str) -> str:
    return " OR ".join(["OLD.cancelled_at IS NOT NULL", *(f"NEW.{one} {apart} OLD.{one}" for one in kept)])
