"""Let the withdrawal of an example go with it, when the sample data is taken away.

Revision ID: 0070
Revises: 0069
"""

from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

_NAME, _TABLE = "guard_withdrawal_delete", "proposal_withdrawal"
_REASON = "a withdrawal is never removed"
_IS_REAL = (
    "NOT EXISTS (SELECT 1 FROM sample_row s WHERE s.table_name = 'proposal' "
    "AND s.row_key = '[' || OLD.proposal_id || ']')"
)


def upgrade() -> None:
    """Keep the withdrawals of real proposals only."""
    _replace(_IS_REAL)


def downgrade() -> None:
    """Keep every withdrawal."""
    _replace("1 = 1")


def _replace(fault: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {_NAME}")
        op.execute(
            f"CREATE TRIGGER {_NAME} BEFORE DELETE ON {_TABLE} WHEN {fault} BEGIN SELECT RAISE(ABORT, '{_REASON}'); END"
        )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {_NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {fault} THEN RAISE EXCEPTION '{_REASON}'; END IF; RETURN OLD; END $$"
    )
