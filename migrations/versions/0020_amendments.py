"""Make the tables of amendments.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_FINAL = "OLD.state IN ('rejected', 'merged', 'withdrawn')"
_REASON = "an amendment that was answered never changes"


def upgrade() -> None:
    """Make the tables; what was decided on an amendment stays."""
    _make_amendments()
    op.create_table(
        "amendment_support",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendment.id"], name=op.f("fk_amendment_support_amendment_id_amendment")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_amendment_support_actor_id_actor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment_support")),
        sa.UniqueConstraint("amendment_id", "actor_id", name=op.f("uq_amendment_support_amendment_id_actor_id")),
    )
    op.create_index(op.f("ix_amendment_support_actor_id"), "amendment_support", ["actor_id"])
    op.create_table(
        "amendment_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_why", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(hidden_at IS NULL) = (hidden_why IS NULL)", name=op.f("ck_amendment_remark_hidden_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendment.id"], name=op.f("fk_amendment_remark_amendment_id_amendment")
        ),
        sa.ForeignKeyConstraint(
            ["answers_id"], ["amendment_remark.id"], name=op.f("fk_amendment_remark_answers_id_amendment_remark")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["actor.id"], name=op.f("fk_amendment_remark_author_id_actor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment_remark")),
    )
    for column in ("amendment_id", "author_id"):
        op.create_index(op.f(f"ix_amendment_remark_{column}"), "amendment_remark", [column])
    _guard()


def _make_amendments() -> None:
    states = ("open", "withdrawn", "rejected", "accepted", "in_conflict", "merged")
    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of("amendmentkind", "change", "add", "remove"), nullable=False),
        sa.Column("axis_key", sa.String(16), nullable=True),
        sa.Column("action_key", sa.String(16), nullable=True),
        sa.Column("base_title", sa.String(300), nullable=False),
        sa.Column("base_text", sa.String(), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", _one_of("amendmentstate", *states), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(200), nullable=True),
        sa.Column("merged_into", sa.String(40), nullable=True),
        sa.CheckConstraint(
            "(state IN ('open', 'withdrawn')) = (answer IS NULL)", name=op.f("ck_amendment_answered_with_reasons")
        ),
        sa.CheckConstraint(
            "(state = 'merged') = (merged_into IS NOT NULL)", name=op.f("ck_amendment_merged_somewhere")
        ),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_amendment_proposal_id_proposal")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["proposal_version.id"], name=op.f("fk_amendment_version_id_proposal_version")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["actor.id"], name=op.f("fk_amendment_author_id_actor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
    )
    for column in ("proposal_id", "version_id", "author_id"):
        op.create_index(op.f(f"ix_amendment_{column}"), "amendment", [column])


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _guard() -> None:
    """Refuse to change what was decided, save whose it is: a merge of two actors may move it."""
    same = " AND ".join(
        f"NEW.{name} = OLD.{name}" for name in ("state", "title", "text", "reasons", "base_title", "base_text")
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER guard_amendment_update BEFORE UPDATE ON amendment WHEN {_FINAL} AND NOT ({same}) "
            f"BEGIN SELECT RAISE(ABORT, '{_REASON}'); END"
        )
        op.execute(
            "CREATE TRIGGER guard_amendment_delete BEFORE DELETE ON amendment "
            f"BEGIN SELECT RAISE(ABORT, '{_REASON}'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION guard_amendment() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{_REASON}'; END IF; "
        f"IF {_FINAL} AND NOT ({same}) THEN RAISE EXCEPTION '{_REASON}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER guard_amendment BEFORE UPDATE OR DELETE ON amendment "
        "FOR EACH ROW EXECUTE FUNCTION guard_amendment()"
    )


def downgrade() -> None:
    """Remove the tables."""
    for table in ("amendment_remark", "amendment_support", "amendment"):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION guard_amendment()")
