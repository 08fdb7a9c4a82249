"""Make the table of files.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_REASON = "a stored file never changes"


def upgrade() -> None:
    """Make the table; a file may be erased while nothing names it, and never changed."""
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=43), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("size > 0", name=op.f("ck_stored_file_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("token", name=op.f("uq_stored_file_token")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER guard_stored_file_update BEFORE UPDATE ON stored_file "
            f"BEGIN SELECT RAISE(ABORT, '{_REASON}'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION guard_stored_file() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{_REASON}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER guard_stored_file BEFORE UPDATE ON stored_file FOR EACH ROW EXECUTE FUNCTION guard_stored_file()"
    )


def downgrade() -> None:
    """Remove the table with its guard."""
    op.drop_table("stored_file")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION guard_stored_file()")
