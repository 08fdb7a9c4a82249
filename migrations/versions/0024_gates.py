"""Let groups decide in rounds, give tasks, roll back, and follow the carrying out; let groups meet.

Revision ID: 0024
Revises: 0023
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_ONCE = ("proposal_rollback", "proposal_step", "proposal_adoption")
_CLOSED = "EXISTS (SELECT 1 FROM gate_round WHERE id = {row}.round_id AND closed_at IS NOT NULL)"
_REASON = "a closed round never changes"


def upgrade() -> None:
    """Make the tables; what was decided, reported or said in a closed round never changes."""
    for name, columns, constraints in _tables():
        op.create_table(name, *columns, *constraints)
    op.create_index(
        "uq_gate_round_open",
        "gate_round",
        ["proposal_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    for table, column in (
        ("gate_voice", "actor_id"),
        ("gate_task", "decision_id"),
        ("proposal_rollback", "proposal_id"),
        ("proposal_step", "proposal_id"),
        ("work_group_meeting", "group_id"),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    _guard()


def _tables() -> Iterator[tuple[str, list[sa.Column], list[sa.Constraint]]]:
    yield (
        "gate_round",
        [
            _number("id"),
            _number("proposal_id"),
            _text("to_stage", 40),
            _moment("opened_at"),
            _text("opened_by", 200),
            _moment("closed_at", nullable=True),
        ],
        [_key("gate_round"), _to("gate_round", "proposal_id", "proposal")],
    )
    yield (
        "gate_voice",
        [
            _number("id"),
            _number("round_id"),
            _number("actor_id"),
            sa.Column("stance", _one_of("stance", "for", "against", "abstain"), nullable=False),
            _text("reasons", nullable=True),
            _moment("said_at"),
        ],
        [
            _key("gate_voice"),
            _to("gate_voice", "round_id", "gate_round"),
            _to("gate_voice", "actor_id", "actor"),
            sa.UniqueConstraint("round_id", "actor_id", name=op.f("uq_gate_voice_round_id_actor_id")),
        ],
    )
    yield (
        "gate_task",
        [
            _number("id"),
            _number("decision_id"),
            _text("title", 300),
            _moment("done_at", nullable=True),
            _text("done_by", 200, nullable=True),
        ],
        [_key("gate_task"), _to("gate_task", "decision_id", "gate_decision")],
    )
    yield (
        "proposal_rollback",
        [
            _number("id"),
            _number("proposal_id"),
            _text("draft_stage", 40),
            _text("to_stage", 40),
            _text("reasons"),
            _number("votes_for"),
            _number("votes_against"),
            _number("abstentions"),
            sa.Column("decided_on", sa.Date(), nullable=False),
            _text("recorded_by", 200),
        ],
        [
            _key("proposal_rollback"),
            _to("proposal_rollback", "proposal_id", "proposal"),
            sa.CheckConstraint(
                "votes_for >= 0 AND votes_against >= 0 AND abstentions >= 0", name=op.f("ck_proposal_rollback_counts")
            ),
        ],
    )
    states = ("to_do", "under_way", "done", "dropped")
    yield (
        "proposal_step",
        [
            _number("id"),
            _number("proposal_id"),
            _text("action_key", 16),
            sa.Column("state", _one_of("carryingstate", *states), nullable=False),
            _text("owner", 200, nullable=True),
            sa.Column("starts_on", sa.Date(), nullable=True),
            sa.Column("due_on", sa.Date(), nullable=True),
            sa.Column("budget", sa.BigInteger(), nullable=True),
            _text("budget_line", 200, nullable=True),
            _text("note", nullable=True),
            _number("file_id", nullable=True),
            _moment("recorded_at"),
            _text("recorded_by", 200),
        ],
        [
            _key("proposal_step"),
            _to("proposal_step", "proposal_id", "proposal"),
            _to("proposal_step", "file_id", "stored_file"),
            sa.CheckConstraint(
                "due_on IS NULL OR starts_on IS NULL OR due_on >= starts_on", name=op.f("ck_proposal_step_dates")
            ),
        ],
    )
    yield (
        "proposal_adoption",
        [
            _number("id"),
            _number("proposal_id"),
            _number("decision_id"),
            _moment("linked_at"),
            _text("linked_by", 200),
        ],
        [
            _key("proposal_adoption"),
            _to("proposal_adoption", "proposal_id", "proposal"),
            _to("proposal_adoption", "decision_id", "decision"),
            sa.UniqueConstraint("proposal_id", name=op.f("uq_proposal_adoption_proposal_id")),
        ],
    )
    yield (
        "work_group_meeting",
        [
            _number("id"),
            _number("group_id"),
            _text("title", 200),
            _moment("starts_at"),
            _number("minutes_long"),
            _text("place", 200, nullable=True),
            _text("agenda", nullable=True),
            _text("minutes", nullable=True),
            _number("revision"),
        ],
        [
            _key("work_group_meeting"),
            _to("work_group_meeting", "group_id", "work_group"),
            sa.CheckConstraint("minutes_long > 0", name=op.f("ck_work_group_meeting_length")),
        ],
    )


def _number(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _text(name: str, length: int | None = None, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _key(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _guard() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in _ONCE:
            for act in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER guard_{table}_{act.lower()} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"
                )
        for act, row in {"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"}.items():
            same = " AND NEW.stance <> OLD.stance" if act == "UPDATE" else ""
            op.execute(
                f"CREATE TRIGGER guard_gate_voice_{act.lower()} BEFORE {act} ON gate_voice "
                f"WHEN {_CLOSED.format(row=row)}{same} BEGIN SELECT RAISE(ABORT, '{_REASON}'); END"
            )
        return
    for table in _ONCE:
        op.execute(
            f"CREATE TRIGGER guard_{table} BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION guard_written_once()"
        )
    refuse = f"RAISE EXCEPTION '{_REASON}'"
    op.execute(
        "CREATE FUNCTION guard_gate_voice() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'INSERT' THEN IF {_CLOSED.format(row='NEW')} THEN {refuse}; END IF; RETURN NEW; END IF; "
        f"IF TG_OP = 'DELETE' THEN IF {_CLOSED.format(row='OLD')} THEN {refuse}; END IF; RETURN OLD; END IF; "
        f"IF {_CLOSED.format(row='OLD')} AND NEW.stance <> OLD.stance THEN {refuse}; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER guard_gate_voice BEFORE INSERT OR UPDATE OR DELETE ON gate_voice "
        "FOR EACH ROW EXECUTE FUNCTION guard_gate_voice()"
    )


def downgrade() -> None:
    """Remove the tables."""
    for table in (
        "work_group_meeting",
        "proposal_adoption",
        "proposal_step",
        "proposal_rollback",
        "gate_task",
        "gate_voice",
        "gate_round",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION guard_gate_voice()")
