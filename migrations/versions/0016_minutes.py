"""Let minutes be written, printed for good, and signed.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

WRITTEN_ONCE = ("minutes_passage", "minutes_print", "minutes_signature")


def upgrade() -> None:
    """Make the tables; what was written, printed or signed is never changed."""
    op.create_table(
        "minutes_passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assembly_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assembly.id"], name=op.f("fk_minutes_passage_assembly_id_assembly")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_passage")),
        sa.UniqueConstraint(
            "assembly_id", "place", "version", name=op.f("uq_minutes_passage_assembly_id_place_version")
        ),
    )
    op.create_table(
        "minutes_print",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(8), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_print_minutes_id_minutes")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_minutes_print_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_print")),
        sa.UniqueConstraint("minutes_id", name=op.f("uq_minutes_print_minutes_id")),
    )
    op.create_table(
        "minutes_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("role", _one_of("signerrole", "chair", "secretary", "scrutineer"), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("way", _one_of("signingway", "paper", "electronic"), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_signature_minutes_id_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_minutes_signature_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_signature")),
        sa.UniqueConstraint("minutes_id", "role", "name", name=op.f("uq_minutes_signature_minutes_id_role_name")),
    )
    for table in WRITTEN_ONCE:
        _guard(table)


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _guard(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER guard_{table} BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION guard_written_once()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER guard_{table}_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"
        )


def downgrade() -> None:
    """Remove the tables."""
    for table in reversed(WRITTEN_ONCE):
        op.drop_table(table)
