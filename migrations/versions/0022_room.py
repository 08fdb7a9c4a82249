"""Let a vote be paused, and the room vote beside those who vote online.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

WRITTEN_ONCE = ("vote_room_list", "vote_room_right", "vote_room_count", "vote_pause")
_CLOSED = "EXISTS (SELECT 1 FROM vote_session WHERE id = NEW.session_id AND state = 'closed')"
# A right votes in the room or online, never both: each table refuses what stands in the other.
_ONLINE = "EXISTS (SELECT 1 FROM vote_sign_off WHERE session_id = NEW.session_id AND giver_id = NEW.entry_id)"
_ROOM = "EXISTS (SELECT 1 FROM vote_room_right WHERE session_id = NEW.session_id AND entry_id = NEW.giver_id)"
REFUSED = (
    ("guard_room_list_closed", "vote_room_list", _CLOSED, "a closed vote takes no ballot"),
    ("guard_room_right_closed", "vote_room_right", _CLOSED, "a closed vote takes no ballot"),
    ("guard_room_count_closed", "vote_room_count", _CLOSED, "a closed vote takes no ballot"),
    ("guard_room_right_once", "vote_room_right", _ONLINE, "this right voted online"),
    ("guard_sign_off_once", "vote_sign_off", _ROOM, "this right votes in the room"),
)


def upgrade() -> None:
    """Make the tables and their guards."""
    op.add_column("vote_session", sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
    _make_pause()
    _make_list()
    _make_right()
    _make_count()
    for table in WRITTEN_ONCE:
        _written_once(table)
    for name, table, refused, reason in REFUSED:
        _refuse(name, table, refused, reason)


def _make_pause() -> None:
    op.create_table(
        "vote_pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resumed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("resumed_at >= paused_at", name=op.f("ck_vote_pause_period")),
        sa.ForeignKeyConstraint(["session_id"], ["vote_session.id"], name=op.f("fk_vote_pause_session_id_vote_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_pause")),
    )
    op.create_index(op.f("ix_vote_pause_session_id"), "vote_pause", ["session_id"])


def _make_list() -> None:
    op.create_table(
        "vote_room_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum("hands", "paper", name="roomway", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        *_line(),
        sa.ForeignKeyConstraint(
            ["session_id"], ["vote_session.id"], name=op.f("fk_vote_room_list_session_id_vote_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_room_list")),
        sa.UniqueConstraint("session_id", "sequence", name=op.f("uq_vote_room_list_session_id_sequence")),
    )


def _make_right() -> None:
    op.create_table(
        "vote_room_right",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["vote_session.id"], name=op.f("fk_vote_room_right_session_id_vote_session")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["roll_entry.id"], name=op.f("fk_vote_room_right_entry_id_roll_entry")),
        sa.ForeignKeyConstraint(
            ["list_id"], ["vote_room_list.id"], name=op.f("fk_vote_room_right_list_id_vote_room_list")
        ),
        sa.PrimaryKeyConstraint("session_id", "entry_id", name=op.f("pk_vote_room_right")),
    )
    op.create_index(op.f("ix_vote_room_right_list_id"), "vote_room_right", ["list_id"])


def _make_count() -> None:
    op.create_table(
        "vote_room_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("sums", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        *_line(),
        sa.ForeignKeyConstraint(
            ["session_id"], ["vote_session.id"], name=op.f("fk_vote_room_count_session_id_vote_session")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["vote_question.id"], name=op.f("fk_vote_room_count_question_id_vote_question")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_room_count")),
        sa.UniqueConstraint("session_id", "sequence", name=op.f("uq_vote_room_count_session_id_sequence")),
    )
    op.create_index(op.f("ix_vote_room_count_question_id"), "vote_room_count", ["question_id"])


def _line() -> tuple[sa.Column, ...]:
    return (
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )


def _written_once(table: str) -> None:
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


def _refuse(name: str, table: str, refused: str, reason: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {refused} BEGIN SELECT RAISE(ABORT, '{reason}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {refused} THEN RAISE EXCEPTION '{reason}'; END IF; RETURN NEW; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    """Take it all back."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("DROP TRIGGER guard_sign_off_once" + ("" if is_sqlite else " ON vote_sign_off"))
    for table in ("vote_room_count", "vote_room_right", "vote_room_list", "vote_pause"):
        op.drop_table(table)
    if not is_sqlite:
        for name, *_ in REFUSED:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_column("vote_session", "paused_at")
