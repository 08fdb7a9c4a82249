"""Keep payments of compensations as they were made.

Revision ID: 0003
Revises: 0002
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the triggers."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER guard_atelier_payment BEFORE UPDATE OR DELETE ON atelier_payment "
            "FOR EACH ROW EXECUTE FUNCTION guard_written_once()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER guard_atelier_payment_{act.lower()} BEFORE {act} ON atelier_payment "
            "BEGIN SELECT RAISE(ABORT, 'atelier_payment is written once'); END"
        )


def downgrade() -> None:
    """Take the triggers back."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER guard_atelier_payment ON atelier_payment")
        return
    for act in ("update", "delete"):
        op.execute(f"DROP TRIGGER guard_atelier_payment_{act}")
