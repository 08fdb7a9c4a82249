"""Keep time stamps.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; a time stamp that was received is never changed."""
    op.create_table(
        "time_stamp",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("stamped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("serial", sa.String(80), nullable=False),
        sa.Column("authority", sa.String(300), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_time_stamp_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_stamp")),
        sa.UniqueConstraint("file_id", name=op.f("uq_time_stamp_file_id")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER guard_time_stamp BEFORE UPDATE OR DELETE ON time_stamp "
            "FOR EACH ROW EXECUTE FUNCTION guard_written_once()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER guard_time_stamp_{act.lower()} BEFORE {act} ON time_stamp "
            "BEGIN SELECT RAISE(ABORT, 'time_stamp is written once'); END"
        )


def downgrade() -> None:
    """Remove the table."""
    op.drop_table("time_stamp")
