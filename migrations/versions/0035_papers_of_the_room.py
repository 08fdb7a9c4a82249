"""Let the room vote on paper in elections, papers be void, and the board back candidates.

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_CLOSED = "EXISTS (SELECT 1 FROM vote_session WHERE id = NEW.session_id AND state = 'closed')"
_SENTENCE = "a closed vote takes no ballot"
_GUARD = "guard_room_paper_closed"


def upgrade() -> None:
    """Make the table and its guards, and the new columns."""
    op.add_column(
        "resolution_option", sa.Column("is_backed", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("vote_election", sa.Column("void", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "vote_room_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("college", sa.String(length=40), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("papers <> 0", name=op.f("ck_vote_room_paper_papers")),
        sa.CheckConstraint("choice <> ''", name=op.f("ck_vote_room_paper_choice")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["vote_session.id"], name=op.f("fk_vote_room_paper_session_id_vote_session")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["vote_question.id"], name=op.f("fk_vote_room_paper_question_id_vote_question")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_room_paper")),
        sa.UniqueConstraint("session_id", "sequence", name=op.f("uq_vote_room_paper_session_id_sequence")),
    )
    op.create_index(op.f("ix_vote_room_paper_question_id"), "vote_room_paper", ["question_id"])
    _guard()


def _guard() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER guard_vote_room_paper_{act.lower()} BEFORE {act} ON vote_room_paper "
                "BEGIN SELECT RAISE(ABORT, 'vote_room_paper is written once'); END"
            )
        op.execute(
            f"CREATE TRIGGER {_GUARD} BEFORE INSERT ON vote_room_paper WHEN {_CLOSED} "
            f"BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END"
        )
        return
    op.execute(
        "CREATE TRIGGER guard_vote_room_paper BEFORE UPDATE OR DELETE ON vote_room_paper "
        "FOR EACH ROW EXECUTE FUNCTION guard_written_once()"
    )
    op.execute(
        f"CREATE FUNCTION {_GUARD}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {_CLOSED} THEN RAISE EXCEPTION '{_SENTENCE}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {_GUARD} BEFORE INSERT ON vote_room_paper FOR EACH ROW EXECUTE FUNCTION {_GUARD}()"
    )


def downgrade() -> None:
    """Take it all back."""
    op.drop_table("vote_room_paper")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION {_GUARD}()")
    op.drop_column("vote_election", "void")
    op.drop_column("resolution_option", "is_backed")
