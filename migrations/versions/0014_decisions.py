"""Make the register of decisions.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

SOURCES = ("assembly", "board", "consultation")
STATES = ("to_do", "under_way", "done", "dropped")
WRITTEN_ONCE = ("decision", "decision_follow_up")


def upgrade() -> None:
    """Make the tables, then let the database refuse to change a line or to leave a number out."""
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", _one_of(SOURCES, "decisionsource"), nullable=False),
        sa.Column("resolution_id", sa.Integer(), nullable=True),
        sa.Column("assembly_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.String(200), nullable=True),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("is_adopted", sa.Boolean(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(source = 'assembly') = (resolution_id IS NOT NULL)",
            name=op.f("ck_decision_counted_by_the_assembly"),
        ),
        sa.CheckConstraint("(source = 'assembly') = (body IS NULL)", name=op.f("ck_decision_body_named")),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolution.id"], name=op.f("fk_decision_resolution_id_resolution")
        ),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name=op.f("fk_decision_assembly_id_assembly")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("number", name=op.f("uq_decision_number")),
        sa.UniqueConstraint("resolution_id", name=op.f("uq_decision_resolution_id")),
    )
    op.create_index(op.f("ix_decision_assembly_id"), "decision", ["assembly_id"])
    op.create_index(op.f("ix_decision_decided_on"), "decision", ["decided_on"])
    op.create_table(
        "decision_follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("state", _one_of(STATES, "followupstate"), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_decision_follow_up_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["actor.id"], name=op.f("fk_decision_follow_up_owner_id_actor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_follow_up")),
    )
    op.create_index(op.f("ix_decision_follow_up_decision_id"), "decision_follow_up", ["decision_id"])
    op.create_index(op.f("ix_decision_follow_up_owner_id"), "decision_follow_up", ["owner_id"])
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _one_of(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


_NEXT = "(SELECT coalesce(max(number), 0) + 1 FROM decision)"


def _guard_sqlite() -> None:
    for table in WRITTEN_ONCE:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER guard_{table}_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"
            )
    op.execute(
        f"CREATE TRIGGER guard_decision_insert BEFORE INSERT ON decision WHEN NEW.number <> {_NEXT} "
        "BEGIN SELECT RAISE(ABORT, 'a decision takes the next number'); END"
    )


def _guard_postgresql() -> None:
    for table in WRITTEN_ONCE:
        op.execute(
            f"CREATE TRIGGER guard_{table} BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION guard_written_once()"
        )
    op.execute(
        "CREATE FUNCTION guard_decision_number() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF NEW.number <> {_NEXT} THEN RAISE EXCEPTION 'a decision takes the next number'; END IF; "
        "RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER guard_decision_insert BEFORE INSERT ON decision "
        "FOR EACH ROW EXECUTE FUNCTION guard_decision_number()"
    )


def downgrade() -> None:
    """Remove the register."""
    op.drop_table("decision_follow_up")
    op.drop_table("decision")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION guard_decision_number()")
