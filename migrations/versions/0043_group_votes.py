"""Let groups vote on the subjects of modules.

Revision ID: 0043
Revises: 0042
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_STATE = sa.Enum(
    "open", "adopted", "rejected", "broken_off", name="groupvotestate", native_enum=False,
    create_constraint=True, length=32,
)  # fmt: skip
_ANSWER = sa.Enum(
    "for", "against", "abstain", name="answer", native_enum=False, create_constraint=True, length=32
)
_CLOSED_IS_CLOSED = "OLD.state <> 'open'"
_RIGHT_IS_LATE = "EXISTS (SELECT 1 FROM group_vote v WHERE v.id = {row}.vote_id AND v.state <> 'open')"
# By table and act: the fault, and what the database answers.
GUARDS = (
    ("group_vote", "UPDATE", _CLOSED_IS_CLOSED, "a closed vote of a group stays as it is"),
    ("group_vote", "DELETE", "1 = 1", "a vote of a group is never removed"),
    ("group_vote_right", "INSERT", _RIGHT_IS_LATE.format(row="NEW"), "this vote of a group is closed"),
    (
        "group_vote_right",
        "UPDATE OF answer, answered_at, set_aside, vote_id",
        _RIGHT_IS_LATE.format(row="OLD"),
        "this vote of a group is closed",
    ),
    ("group_vote_right", "DELETE", "1 = 1", "a right in a vote of a group is never removed"),
)


def upgrade() -> None:
    """Make the tables, and the triggers that keep a closed vote as it was counted."""
    _make_tables()
    guard = _guard_sqlite if op.get_bind().dialect.name == "sqlite" else _guard_postgresql
    for table, act, fault, reason in GUARDS:
        guard(table, act, fault, reason)


def _guard_sqlite(table: str, act: str, fault: str, reason: str) -> None:
    name = f"guard_{table}_{act.split()[0].lower()}"
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {fault} BEGIN SELECT RAISE(ABORT, '{reason}'); END"
    )


def _guard_postgresql(table: str, act: str, fault: str, reason: str) -> None:
    name = f"guard_{table}_{act.split()[0].lower()}"
    # An answer under way and the closing wait for each other.
    lock = "PERFORM 1 FROM group_vote WHERE id = NEW.vote_id FOR UPDATE;" if "OF" in act else ""
    row = "OLD" if act == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {lock}"
        f" IF {fault} THEN RAISE EXCEPTION '{reason}'; END IF; RETURN {row}; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    """Take them back."""
    op.drop_table("group_vote_right")
    op.drop_table("group_vote")
    if op.get_bind().dialect.name != "sqlite":
        for table, act, _fault, _reason in GUARDS:
            op.execute(f"DROP FUNCTION guard_{table}_{act.split()[0].lower()}()")


def _make_tables() -> None:
    op.create_table(
        "group_vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(300), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("quorum", sa.String(80), nullable=False),
        sa.Column("state", _STATE, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.String(200), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(200), nullable=True),
        sa.CheckConstraint(
            "(state = 'open') = (closed_at IS NULL)", name=op.f("ck_group_vote_closed_with_moment")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["work_group.id"], name=op.f("fk_group_vote_group_id_work_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_vote")),
    )
    op.create_index(op.f("ix_group_vote_group_id"), "group_vote", ["group_id"])
    op.create_index(
        "uq_group_vote_open", "group_vote", ["subject", "subject_id"], unique=True,
        sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"),
    )  # fmt: skip
    op.create_table(
        "group_vote_right",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("set_aside", sa.String(500), nullable=True),
        sa.Column("answer", _ANSWER, nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "answer IS NULL OR set_aside IS NULL", name=op.f("ck_group_vote_right_set_aside_is_silent")
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_group_vote_right_answered_with_moment")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_group_vote_right_actor_id_actor")),
        sa.ForeignKeyConstraint(
            ["vote_id"], ["group_vote.id"], name=op.f("fk_group_vote_right_vote_id_group_vote")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_vote_right")),
        sa.UniqueConstraint("vote_id", "actor_id", name=op.f("uq_group_vote_right_vote_id_actor_id")),
    )
    op.create_index(op.f("ix_group_vote_right_actor_id"), "group_vote_right", ["actor_id"])
