"""Make the tables of imports.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
STATES = ("uploaded", "planned", "running", "done", "stopped", "discarded")
OUTCOMES = ("new", "changed", "same", "wrong")
OPEN = sa.text("finished_at IS NULL")


def one_of(name: str, *values: str) -> sa.Enum:
    """Return the type of a state, checked by the database."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=False, length=32)


def check(column: str, name: str, *values: str) -> sa.CheckConstraint:
    """Return the check of a state."""
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(name))


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "import_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("state", one_of("importstate", *STATES), nullable=False),
        sa.Column("mode", one_of("mode", "all", "good"), nullable=True),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.Column("headers", JSON, nullable=False),
        sa.Column("mapping", JSON, nullable=False),
        sa.Column("defaults", JSON, nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("done_count", sa.Integer(), nullable=False),
        sa.Column("new_count", sa.Integer(), nullable=False),
        sa.Column("changed_count", sa.Integer(), nullable=False),
        sa.Column("same_count", sa.Integer(), nullable=False),
        sa.Column("wrong_count", sa.Integer(), nullable=False),
        sa.Column("failure", JSON, nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by", sa.String(length=80), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        check("state", "ck_import_file_importstate", *STATES),
        check("mode", "ck_import_file_mode", "all", "good"),
        sa.CheckConstraint("slot IS NULL OR slot = 1", name=op.f("ck_import_file_slot")),
        sa.CheckConstraint("(slot IS NOT NULL) = (state = 'running')", name=op.f("ck_import_file_running")),
        sa.CheckConstraint(
            "(finished_at IS NOT NULL) = (state IN ('done', 'stopped', 'discarded'))",
            name=op.f("ck_import_file_finished"),
        ),
        sa.CheckConstraint(
            "mode IS NOT NULL OR state NOT IN ('running', 'done', 'stopped')",
            name=op.f("ck_import_file_mode_chosen"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_file")),
        sa.UniqueConstraint("slot", name=op.f("uq_import_file_slot")),
    )
    op.create_index(op.f("ix_import_file_uploaded_at"), "import_file", ["uploaded_at"])
    op.create_index(
        "uq_import_file_open", "import_file", ["kind", "digest"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_table(
        "import_row",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cells", JSON, nullable=False),
        sa.Column("outcome", one_of("outcome", *OUTCOMES), nullable=True),
        sa.Column("faults", JSON, nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        check("outcome", "ck_import_row_outcome", *OUTCOMES),
        sa.ForeignKeyConstraint(["file_id"], ["import_file.id"], name=op.f("fk_import_row_file_id_import_file")),
        sa.PrimaryKeyConstraint("file_id", "number", name=op.f("pk_import_row")),
    )
    op.create_index("ix_import_row_outcome", "import_row", ["file_id", "outcome"])
    op.create_index("ix_import_row_rank", "import_row", ["file_id", "is_done", "rank"])
    op.create_table(
        "import_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("fields", JSON, nullable=False),
        sa.Column("remembered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mapping")),
        sa.UniqueConstraint("kind", "signature", name=op.f("uq_import_mapping_kind_signature")),
    )
    op.create_table(
        "import_reference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=100), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_import_reference_actor_id_actor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_reference")),
        sa.UniqueConstraint("value", name=op.f("uq_import_reference_value")),
    )
    op.create_index(op.f("ix_import_reference_actor_id"), "import_reference", ["actor_id"])


def downgrade() -> None:
    """Remove them."""
    for table in ("import_reference", "import_mapping", "import_row", "import_file"):
        op.drop_table(table)
