"""Keep why members moved, and what they ask for.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOVES = ("admission", "category", "college", "leaving")
CAUSES = ("resignation", "death", "exclusion", "lost_quality", "dissolution")
KINDS = ("more_shares", "leave", "change_data")
STATES = ("waiting", "granted", "refused", "withdrawn")

_WAITING = sa.text("state = 'waiting'")
# Texts may still be erased; who asked for what, and what came of it, may not change once it is answered.
_UNDONE = (
    "OLD.state <> 'waiting' AND (NEW.state <> OLD.state OR NEW.kind <> OLD.kind "
    "OR NEW.member_id <> OLD.member_id OR NEW.answered_at <> OLD.answered_at)"
)
_UNDONE_SAID = "an answered request stays answered"


def upgrade() -> None:
    """Make both tables; decisions are written once."""
    _make_decisions()
    _make_requests()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _make_decisions() -> None:
    op.create_table(
        "member_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of(MOVES, "movekind"), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(64), nullable=True),
        sa.Column("cause", _one_of(CAUSES, "leavingcause"), nullable=True),
        sa.Column("reference", sa.String(500), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'leaving') = (cause IS NOT NULL)", name=op.f("ck_member_decision_cause_of_leaving")
        ),
        sa.CheckConstraint(
            "kind <> 'college' OR reference IS NOT NULL", name=op.f("ck_member_decision_college_decided")
        ),
        sa.CheckConstraint(
            "cause IS NULL OR cause <> 'exclusion' OR reference IS NOT NULL",
            name=op.f("ck_member_decision_exclusion_decided"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_member_decision_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_decision")),
    )
    op.create_index(op.f("ix_member_decision_member_id"), "member_decision", ["member_id"])


def _make_requests() -> None:
    op.create_table(
        "member_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of(KINDS, "requestkind"), nullable=False),
        sa.Column("state", _one_of(STATES, "requeststate"), nullable=False),
        sa.Column("shares", sa.Integer(), nullable=True),
        sa.Column("wished_on", sa.Date(), nullable=True),
        sa.Column("message", sa.String(), nullable=True),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        _check("(kind = 'more_shares') = (shares IS NOT NULL)", "shares_asked"),
        _check("shares IS NULL OR shares > 0", "some_shares"),
        _check("(kind = 'leave') = (wished_on IS NOT NULL)", "leaving_day"),
        _check("kind <> 'change_data' OR message IS NOT NULL", "change_told"),
        _check("(state = 'waiting') = (answered_at IS NULL)", "answered"),
        _check("state <> 'refused' OR answer IS NOT NULL", "refusal_explained"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_member_request_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_request")),
    )
    op.create_index(op.f("ix_member_request_member_id"), "member_request", ["member_id"])
    op.create_index("ix_member_request_state_asked_at", "member_request", ["state", "asked_at"])
    op.create_index(
        "uq_member_request_waiting",
        "member_request",
        ["member_id", "kind"],
        unique=True,
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )


def _one_of(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _check(condition: str, name: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_member_request_{name}"))


def _guard_sqlite() -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER guard_member_decision_{act.lower()} BEFORE {act} ON member_decision "
            "BEGIN SELECT RAISE(ABORT, 'member_decision is written once'); END"
        )
    op.execute(
        f"CREATE TRIGGER guard_member_request_update BEFORE UPDATE ON member_request WHEN {_UNDONE} "
        f"BEGIN SELECT RAISE(ABORT, '{_UNDONE_SAID}'); END"
    )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE TRIGGER guard_member_decision BEFORE UPDATE OR DELETE ON member_decision "
        "FOR EACH ROW EXECUTE FUNCTION guard_written_once()"
    )
    op.execute(
        "CREATE FUNCTION guard_member_request() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {_UNDONE} THEN RAISE EXCEPTION '{_UNDONE_SAID}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER guard_member_request BEFORE UPDATE ON member_request "
        "FOR EACH ROW EXECUTE FUNCTION guard_member_request()"
    )


def downgrade() -> None:
    """Remove them."""
    op.drop_table("member_request")
    op.drop_table("member_decision")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION guard_member_request()")
