"""Keep what the letters of convocations said to all when they left, with the logo that they bore.

Revision ID: 0087
Revises: 0086
"""

import sqlalchemy as sa
from alembic import op

revision = "0087"
down_revision = "0086"
branch_labels = None
depends_on = None

_GUARD = "guard_convocation_paper"


def upgrade() -> None:
    """Make the table, which is written once, and let attempts name a row of it."""
    op.create_table(
        "convocation_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("locale", sa.String(20), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_convocation_paper")),
    )
    op.create_index(op.f("ix_convocation_paper_digest"), "convocation_paper", ["digest"])
    op.execute(
        "ALTER TABLE convocation_attempt ADD COLUMN paper_id INTEGER "
        "CONSTRAINT fk_convocation_attempt_paper_id_convocation_paper REFERENCES convocation_paper (id)"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {_GUARD} BEFORE UPDATE OR DELETE ON convocation_paper "
            "FOR EACH ROW EXECUTE FUNCTION guard_written_once()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {_GUARD}_{act.lower()} BEFORE {act} ON convocation_paper "
            "BEGIN SELECT RAISE(ABORT, 'convocation_paper is written once'); END"
        )


def downgrade() -> None:
    """Take it back: letters are drawn from what is said now."""
    op.execute("ALTER TABLE convocation_attempt DROP COLUMN paper_id")
    op.drop_table("convocation_paper")
