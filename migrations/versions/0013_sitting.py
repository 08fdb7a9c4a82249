"""Keep what happens while an assembly sits.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

WAITING = sa.text("started_at IS NULL AND withdrawn_at IS NULL")
SPEAKING = sa.text("started_at IS NOT NULL AND ended_at IS NULL")


def upgrade() -> None:
    """Make the tables; an incident that was noted is never changed."""
    op.create_table(
        "sitting_moment",
        sa.Column("assembly_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name=op.f("fk_sitting_moment_assembly_id_assembly")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_sitting_moment_item_id_agenda_item")),
        sa.PrimaryKeyConstraint("assembly_id", name=op.f("pk_sitting_moment")),
    )
    op.create_table(
        "sitting_speech",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assembly_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ended_at IS NULL OR started_at IS NOT NULL", name=op.f("ck_sitting_speech_started_before_ended")
        ),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR started_at IS NULL", name=op.f("ck_sitting_speech_heard_or_withdrawn")
        ),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name=op.f("fk_sitting_speech_assembly_id_assembly")),
        sa.ForeignKeyConstraint(["entry_id"], ["roll_entry.id"], name=op.f("fk_sitting_speech_entry_id_roll_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting_speech")),
    )
    op.create_index(
        "uq_sitting_speech_waiting", "sitting_speech", ["entry_id"],
        unique=True, sqlite_where=WAITING, postgresql_where=WAITING,
    )
    op.create_index(
        "uq_sitting_speech_speaking", "sitting_speech", ["assembly_id"],
        unique=True, sqlite_where=SPEAKING, postgresql_where=SPEAKING,
    )
    op.create_table(
        "sitting_incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assembly_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("noted_by", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assembly.id"], name=op.f("fk_sitting_incident_assembly_id_assembly")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting_incident")),
    )
    op.create_index(op.f("ix_sitting_incident_assembly_id"), "sitting_incident", ["assembly_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER guard_sitting_incident BEFORE UPDATE OR DELETE ON sitting_incident "
            "FOR EACH ROW EXECUTE FUNCTION guard_written_once()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER guard_sitting_incident_{act.lower()} BEFORE {act} ON sitting_incident "
            "BEGIN SELECT RAISE(ABORT, 'sitting_incident is written once'); END"
        )


def downgrade() -> None:
    """Remove the tables."""
    op.drop_table("sitting_incident")
    op.drop_table("sitting_speech")
    op.drop_table("sitting_moment")
