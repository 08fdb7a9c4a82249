"""Let the database refuse to change what a vote was opened on: its questions, and the roll.

Revision ID: 0030
Revises: 0029
"""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

OPENED = "EXISTS (SELECT 1 FROM assembly WHERE id = NEW.assembly_id AND opened_at IS NOT NULL)"
ANNULLED = "EXISTS (SELECT 1 FROM vote_session WHERE id = OLD.session_id AND secrecy = 'secret')"
REASON = "an opened assembly''s roll never changes"


def upgrade() -> None:
    """Add the triggers."""
    if op.get_bind().dialect.name == "sqlite":
        for act, shut in (("UPDATE", "1"), ("DELETE", f"NOT {ANNULLED}")):
            op.execute(
                f"CREATE TRIGGER guard_vote_question_{act.lower()} BEFORE {act} ON vote_question WHEN {shut} "
                "BEGIN SELECT RAISE(ABORT, 'vote_question is written once'); END"
            )
        op.execute(
            f"CREATE TRIGGER guard_roll_entry_insert BEFORE INSERT ON roll_entry WHEN {OPENED} "
            f"BEGIN SELECT RAISE(ABORT, '{REASON}'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION guard_vote_question() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' AND {ANNULLED} THEN RETURN OLD; END IF; "
        "RAISE EXCEPTION 'vote_question is written once'; END $$"
    )
    op.execute(
        "CREATE TRIGGER guard_vote_question BEFORE UPDATE OR DELETE ON vote_question "
        "FOR EACH ROW EXECUTE FUNCTION guard_vote_question()"
    )
    op.execute(
        "CREATE FUNCTION guard_roll_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {OPENED} THEN RAISE EXCEPTION '{REASON}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER guard_roll_entry_insert BEFORE INSERT ON roll_entry "
        "FOR EACH ROW EXECUTE FUNCTION guard_roll_insert()"
    )


def downgrade() -> None:
    """Remove them."""
    if op.get_bind().dialect.name == "sqlite":
        for name in ("guard_vote_question_update", "guard_vote_question_delete", "guard_roll_entry_insert"):
            op.execute(f"DROP TRIGGER {name}")
        return
    op.execute("DROP TRIGGER guard_vote_question ON vote_question")
    op.execute("DROP TRIGGER guard_roll_entry_insert ON roll_entry")
    op.execute("DROP FUNCTION guard_roll_insert()")
    op.execute("DROP FUNCTION guard_vote_question()")
