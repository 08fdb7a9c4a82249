"""Keep votes by correspondence, and where each line of a board came from.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

HOLDS = sa.text("withdrawn_at IS NULL")
COLUMNS = ("entry_id", "way", "received_on", "entered_at", "answers", "salt", "digest")
# A form that came in stays as it is; only that it no longer holds may be added.
CHANGED = " OR ".join(["OLD.withdrawn_at IS NOT NULL", *(f"OLD.{one} <> NEW.{one}" for one in COLUMNS)])


def upgrade() -> None:
    """Make the table and its guards; the lines that are there were all cast by their voters."""
    op.create_table(
        "correspondence_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum("online", "paper", name="formway", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["roll_entry.id"], name=op.f("fk_correspondence_form_entry_id_roll_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correspondence_form")),
    )
    op.create_index(op.f("ix_correspondence_form_entry_id"), "correspondence_form", ["entry_id"])
    op.create_index(
        "uq_correspondence_form_live", "correspondence_form", ["entry_id"],
        unique=True, sqlite_where=HOLDS, postgresql_where=HOLDS,
    )
    op.execute(
        "ALTER TABLE vote_sign_off ADD COLUMN origin VARCHAR(32) DEFAULT 'online' NOT NULL CONSTRAINT ck_vote_sign_off_origin "
        "CHECK (origin IN ('online', 'form', 'form_and_proxy', 'chair'))"
    )
    _guard()


def _guard() -> None:
    reason = "a form of vote by correspondence never changes"
    if op.get_bind().dialect.name == "sqlite":
        for act, when in (("UPDATE", CHANGED), ("DELETE", "1")):
            op.execute(
                f"CREATE TRIGGER guard_correspondence_form_{act.lower()} BEFORE {act} ON correspondence_form "
                f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{reason}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION guard_correspondence_form() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' OR {CHANGED} THEN RAISE EXCEPTION '{reason}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER guard_correspondence_form BEFORE UPDATE OR DELETE ON correspondence_form "
        "FOR EACH ROW EXECUTE FUNCTION guard_correspondence_form()"
    )


def downgrade() -> None:
    """Remove the table and the origin."""
    op.drop_table("correspondence_form")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION guard_correspondence_form()")
    op.drop_column("vote_sign_off", "origin")
