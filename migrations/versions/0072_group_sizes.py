"""Keep with the decision of a group how many it was that day.

Revision ID: 0072
Revises: 0071
"""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

_TABLES = ("gate_decision", "proposal_rollback")
_GUARD = "guard_gate_decision_update"
# Who belonged to the group that day stands in its memberships. Fewer than voted were not all of them.
_SIZE = (
    "SELECT count(*) FROM work_group_membership m WHERE m.group_id = gate_decision.group_id "
    "AND m.starts_on <= gate_decision.decided_on AND (m.ends_on IS NULL OR m.ends_on > gate_decision.decided_on)"
)
_CAST = "votes_for + votes_against + abstentions"


def upgrade() -> None:
    """Add the size, and fill it in for the decisions of which it is known."""
    for table in _TABLES:
        op.add_column(table, sa.Column("group_size", sa.Integer(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        _fill_in_sqlite()
    else:
        _fill_in_postgresql()


def _fill_in() -> None:
    op.execute(
        f"UPDATE gate_decision SET group_size = ({_SIZE}) "
        f"WHERE group_id IS NOT NULL AND {_CAST} > 0 AND ({_SIZE}) >= {_CAST}"
    )


def _fill_in_sqlite() -> None:
    """Fill in between taking the guard of what is written once away, and putting it back."""
    found = sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name")
    guard = op.get_bind().execute(found, {"name": _GUARD}).scalar_one()
    op.execute(f"DROP TRIGGER {_GUARD}")
    _fill_in()
    op.execute(guard)


def _fill_in_postgresql() -> None:
    op.execute("ALTER TABLE gate_decision DISABLE TRIGGER guard_gate_decision")
    _fill_in()
    op.execute("ALTER TABLE gate_decision ENABLE TRIGGER guard_gate_decision")


def downgrade() -> None:
    """Forget the sizes."""
    for table in _TABLES:
        op.drop_column(table, "group_size")
