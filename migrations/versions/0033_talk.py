"""Let people be mentioned, amendments move a piece, and topics have documents.

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_KINDS = "kind IN ('change', 'add', 'remove')"
_MORE_KINDS = "kind IN ('change', 'add', 'remove', 'move')"
_FINAL = "OLD.state IN ('rejected', 'merged', 'withdrawn')"
_ANSWERED = "an amendment that was answered never changes"
_KEPT = ("state", "title", "text", "reasons", "base_title", "base_text", "kind")
_KEPT_OR_NONE = ("to_axis_key", "after_key")
_PASSED = (
    "EXISTS (SELECT 1 FROM gate_topic JOIN gate_decision ON gate_decision.proposal_id = gate_topic.proposal_id "
    "AND gate_decision.to_stage = gate_topic.to_stage AND gate_decision.outcome = 'passed' "
    "WHERE gate_topic.id = {row}.topic_id)"
)
_MADE = "a passage that was made keeps its documents"


def upgrade() -> None:
    """Make the tables, widen the amendments; the documents of a passage that was made never change."""
    _make_mentions()
    _make_documents()
    op.add_column("amendment", sa.Column("to_axis_key", sa.String(16), nullable=True))
    op.add_column("amendment", sa.Column("after_key", sa.String(16), nullable=True))
    _allow(_KINDS, _MORE_KINDS)
    _guard_amendments((*_KEPT, *_KEPT_OR_NONE))


def _make_mentions() -> None:
    op.create_table(
        "remark_mention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("remark_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["remark_id"], ["amendment_remark.id"], name=op.f("fk_remark_mention_remark_id_amendment_remark")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_remark_mention_actor_id_actor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark_mention")),
        sa.UniqueConstraint("remark_id", "number", name=op.f("uq_remark_mention_remark_id_number")),
    )
    op.create_index(op.f("ix_remark_mention_actor_id"), "remark_mention", ["actor_id"])
    op.create_table(
        "mention_silence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_mention_silence_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_mention_silence_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention_silence")),
        sa.UniqueConstraint(
            "proposal_id", "account_id", name=op.f("uq_mention_silence_proposal_id_account_id")
        ),
    )
    op.create_index(op.f("ix_mention_silence_account_id"), "mention_silence", ["account_id"])


def _make_documents() -> None:
    op.create_table(
        "gate_topic_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["gate_topic.id"], name=op.f("fk_gate_topic_document_topic_id_gate_topic")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_gate_topic_document_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_topic_document")),
    )
    for column in ("topic_id", "file_id"):
        op.create_index(op.f(f"ix_gate_topic_document_{column}"), "gate_topic_document", [column])
    _guard_documents()


def _guard_documents() -> None:
    if _is_sqlite():
        for act, row in {"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"}.items():
            op.execute(
                f"CREATE TRIGGER guard_gate_topic_document_{act.lower()} BEFORE {act} ON gate_topic_document "
                f"WHEN {_PASSED.format(row=row)} BEGIN SELECT RAISE(ABORT, '{_MADE}'); END"
            )
        return
    refuse = f"RAISE EXCEPTION '{_MADE}'"
    op.execute(
        "CREATE FUNCTION guard_gate_topic_document() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'INSERT' THEN IF {_PASSED.format(row='NEW')} THEN {refuse}; END IF; RETURN NEW; END IF; "
        f"IF {_PASSED.format(row='OLD')} THEN {refuse}; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER guard_gate_topic_document BEFORE INSERT OR UPDATE OR DELETE ON gate_topic_document "
        "FOR EACH ROW EXECUTE FUNCTION guard_gate_topic_document()"
    )


def _allow(before: str, after: str) -> None:
    """Change which kinds there are; SQLite changes no check, so the table is made again around its rows."""
    if not _is_sqlite():
        op.drop_constraint(op.f("ck_amendment_amendmentkind"), "amendment", type_="check")
        op.create_check_constraint(op.f("ck_amendment_amendmentkind"), "amendment", after)
        return
    found = sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = 'amendment' AND sql IS NOT NULL")
    parts = op.get_bind().execute(found).all()
    table = next(sql for kind, sql in parts if kind == "table")
    # SQLite quotes the name of a table that was renamed.
    for name in ("amendment", '"amendment"'):
        table = table.replace(f"CREATE TABLE {name} ", "CREATE TABLE amendment_again ")
    op.execute(table.replace(before, after))
    op.execute("INSERT INTO amendment_again SELECT * FROM amendment")
    op.execute("DROP TABLE amendment")
    op.execute("ALTER TABLE amendment_again RENAME TO amendment")
    for kind, sql in parts:
        if kind != "table":
            op.execute(sql)


def _guard_amendments(columns: tuple[str, ...]) -> None:
    same = " AND ".join(
        f"COALESCE(NEW.{name}, '') = COALESCE(OLD.{name}, '')" if name in _KEPT_OR_NONE else f"NEW.{name} = OLD.{name}"
        for name in columns
    )
    if _is_sqlite():
        op.execute("DROP TRIGGER guard_amendment_update")
        op.execute(
            f"CREATE TRIGGER guard_amendment_update BEFORE UPDATE ON amendment WHEN {_FINAL} AND NOT ({same}) "
            f"BEGIN SELECT RAISE(ABORT, '{_ANSWERED}'); END"
        )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION guard_amendment() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{_ANSWERED}'; END IF; "
        f"IF {_FINAL} AND NOT ({same}) THEN RAISE EXCEPTION '{_ANSWERED}'; END IF; RETURN NEW; END $$"
    )


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def downgrade() -> None:
    """Remove the tables and the columns; refused by the check while an amendment moves a piece."""
    _guard_amendments(_KEPT)
    _allow(_MORE_KINDS, _KINDS)
    op.drop_column("amendment", "after_key")
    op.drop_column("amendment", "to_axis_key")
    for table in ("gate_topic_document", "mention_silence", "remark_mention"):
        op.drop_table(table)
    if not _is_sqlite():
        op.execute("DROP FUNCTION guard_gate_topic_document()")
