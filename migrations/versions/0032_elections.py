"""Let a resolution elect: how it is voted, its list, and the result of the count.

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_CONVENED = (
    "EXISTS (SELECT 1 FROM resolution JOIN assembly ON assembly.id = resolution.assembly_id "
    "WHERE resolution.id = {row}.resolution_id AND assembly.state <> 'draft')"
)
_SENTENCE = "a convened text never changes"
_ACTS = ("INSERT", "UPDATE", "DELETE")
_CONVENED_TABLES = ("resolution_voting", "resolution_option")


def upgrade() -> None:
    """Make the tables and their guards."""
    _make_votings()
    _make_elections()
    for table in _CONVENED_TABLES:
        for act in _ACTS:
            row = "NEW" if act == "INSERT" else "OLD"
            _guard(table, act, _CONVENED.format(row=row), _SENTENCE)
    for act in ("UPDATE", "DELETE"):
        _guard("vote_election", act, "true" if _is_postgresql() else "1", "vote_election is written once")


def _make_votings() -> None:
    electorate = sa.Enum(
        "together", "weighted", "college",
        name="electorate", native_enum=False, create_constraint=True, length=32,
    )  # fmt: skip
    ties = sa.Enum("report", "listed", name="tierule", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "resolution_voting",
        sa.Column("resolution_id", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=80), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("electorate", electorate, nullable=False),
        sa.Column("college_id", sa.Integer(), nullable=True),
        sa.Column("ties", ties, nullable=False),
        sa.CheckConstraint(
            "(electorate = 'college') = (college_id IS NOT NULL)", name=op.f("ck_resolution_voting_college_named")
        ),
        sa.CheckConstraint("seats >= 1", name=op.f("ck_resolution_voting_seats")),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolution.id"], name=op.f("fk_resolution_voting_resolution_id_resolution")
        ),
        sa.ForeignKeyConstraint(
            ["college_id"], ["college.id"], name=op.f("fk_resolution_voting_college_id_college")
        ),
        sa.PrimaryKeyConstraint("resolution_id", name=op.f("pk_resolution_voting")),
    )
    op.create_index(op.f("ix_resolution_voting_college_id"), "resolution_voting", ["college_id"])
    op.create_table(
        "resolution_option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resolution_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolution_voting.resolution_id"],
            name=op.f("fk_resolution_option_resolution_id_resolution_voting"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution_option")),
        sa.UniqueConstraint("resolution_id", "number", name=op.f("uq_resolution_option_resolution_id_number")),
        sa.UniqueConstraint("resolution_id", "name", name=op.f("uq_resolution_option_resolution_id_name")),
    )  # fmt: skip


def _make_elections() -> None:
    op.create_table(
        "vote_election",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("elected", _JSON, nullable=False),
        sa.Column("explanation", _JSON, nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("attending", sa.Integer(), nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["vote_question.id"], name=op.f("fk_vote_election_question_id_vote_question")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_election")),
        sa.UniqueConstraint("question_id", name=op.f("uq_vote_election_question_id")),
    )


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _guard(table: str, act: str, shut: str, reason: str) -> None:
    name = f"guard_{table}_{act.lower()}"
    if not _is_postgresql():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {shut} BEGIN SELECT RAISE(ABORT, '{reason}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {shut} THEN RAISE EXCEPTION '{reason}'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    """Drop the tables, and what guarded them."""
    for table in ("vote_election", "resolution_option", "resolution_voting"):
        op.drop_table(table)
        if _is_postgresql():
            for act in _ACTS if table != "vote_election" else ("UPDATE", "DELETE"):
                op.execute(f"DROP FUNCTION guard_{table}_{act.lower()}()")
