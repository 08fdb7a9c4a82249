"""Keep the charters of common works as they were adopted: participations name the version that they accepted.

Revision ID: 0049
Revises: 0048
"""

from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the triggers."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER guard_work_charter BEFORE UPDATE OR DELETE ON work_charter "
            "FOR EACH ROW EXECUTE FUNCTION guard_written_once()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER guard_work_charter_{act.lower()} BEFORE {act} ON work_charter "
            "BEGIN SELECT RAISE(ABORT, 'work_charter is written once'); END"
        )


def downgrade() -> None:
    """Take the triggers back."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER guard_work_charter ON work_charter")
        return
    for act in ("update", "delete"):
        op.execute(f"DROP TRIGGER guard_work_charter_{act}")
