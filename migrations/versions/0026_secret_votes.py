"""Keep secret votes: who guards the key, and boards that only grow.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from collegial.hosting.widening import replace_check

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_CLOSED = (
    "NEW.kind = 'Ballot' AND EXISTS "
    "(SELECT 1 FROM secret_event WHERE election_id = NEW.election_id AND kind = 'EndBallots')"
)


def upgrade() -> None:
    """Let a vote be secret, and make the tables; what stands on a board is never changed, nor added to once closed."""
    replace_check(op.get_bind(), "vote_session", "ck_vote_session_secrecy", "secrecy IN ('open', 'secret')")
    op.create_table(
        "secret_ceremony",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assembly_id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "keys",
                "rehearsal",
                "open",
                "closed",
                "counted",
                "cancelled",
                "void",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=False),
        sa.Column("may_vote_again", sa.Boolean(), nullable=False),
        sa.Column("trustees", sa.Text(), nullable=True),
        sa.Column("roll_fingerprint", sa.String(length=44), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_reason", sa.String(length=400), nullable=True),
        sa.CheckConstraint("needed >= 2 AND floor >= 3", name=op.f("ck_secret_ceremony_bounds")),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assembly.id"], name=op.f("fk_secret_ceremony_assembly_id_assembly")
        ),
        sa.ForeignKeyConstraint(
            ["vote_id"], ["vote_session.id"], name=op.f("fk_secret_ceremony_vote_id_vote_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secret_ceremony")),
        sa.UniqueConstraint("vote_id", name=op.f("uq_secret_ceremony_vote_id")),
    )
    op.create_index(op.f("ix_secret_ceremony_assembly_id"), "secret_ceremony", ["assembly_id"], unique=False)
    op.create_table(
        "secret_election",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ceremony_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=30), nullable=False),
        sa.Column("is_rehearsal", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("colleges", _JSON, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ceremony_id"],
            ["secret_ceremony.id"],
            name=op.f("fk_secret_election_ceremony_id_secret_ceremony"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secret_election")),
        sa.UniqueConstraint("uuid", name=op.f("uq_secret_election_uuid")),
    )
    op.create_index(op.f("ix_secret_election_ceremony_id"), "secret_election", ["ceremony_id"], unique=False)
    op.create_table(
        "secret_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ceremony_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("target", sa.String(length=60), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("source <> target", name=op.f("ck_secret_merge_another")),
        sa.ForeignKeyConstraint(
            ["ceremony_id"], ["secret_ceremony.id"], name=op.f("fk_secret_merge_ceremony_id_secret_ceremony")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secret_merge")),
        sa.UniqueConstraint("ceremony_id", "source", name=op.f("uq_secret_merge_ceremony_id_source")),
    )
    op.create_table(
        "secret_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ceremony_id", sa.Integer(), nullable=False),
        sa.Column("resolution_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ceremony_id"],
            ["secret_ceremony.id"],
            name=op.f("fk_secret_question_ceremony_id_secret_ceremony"),
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolution.id"], name=op.f("fk_secret_question_resolution_id_resolution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secret_question")),
        sa.UniqueConstraint("ceremony_id", "position", name=op.f("uq_secret_question_ceremony_id_position")),
        sa.UniqueConstraint(
            "ceremony_id", "resolution_id", name=op.f("uq_secret_question_ceremony_id_resolution_id")
        ),
    )
    op.create_index(
        op.f("ix_secret_question_resolution_id"), "secret_question", ["resolution_id"], unique=False
    )
    op.create_table(
        "secret_scrutineer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ceremony_id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("cert", sa.Text(), nullable=True),
        sa.Column("polynomial", sa.Text(), nullable=True),
        sa.Column("share", sa.Text(), nullable=True),
        sa.Column("public_key", sa.Text(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_secret_scrutineer_actor_id_actor")),
        sa.ForeignKeyConstraint(
            ["ceremony_id"],
            ["secret_ceremony.id"],
            name=op.f("fk_secret_scrutineer_ceremony_id_secret_ceremony"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secret_scrutineer")),
        sa.UniqueConstraint(
            "ceremony_id", "actor_id", name=op.f("uq_secret_scrutineer_ceremony_id_actor_id")
        ),
        sa.UniqueConstraint("ceremony_id", "owner", name=op.f("uq_secret_scrutineer_ceremony_id_owner")),
    )
    op.create_index(op.f("ix_secret_scrutineer_actor_id"), "secret_scrutineer", ["actor_id"], unique=False)
    op.create_table(
        "vote_secret_mark",
        sa.Column("resolution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolution.id"], name=op.f("fk_vote_secret_mark_resolution_id_resolution")
        ),
        sa.PrimaryKeyConstraint("resolution_id", name=op.f("pk_vote_secret_mark")),
    )
    op.create_table(
        "secret_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("election_id", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("data", _JSON, nullable=False),
        sa.Column("tracker", sa.String(length=44), nullable=True),
        sa.Column("owner", sa.Integer(), nullable=True),
        sa.CheckConstraint("(kind = 'Ballot') = (tracker IS NOT NULL)", name=op.f("ck_secret_event_tracker")),
        sa.CheckConstraint(
            "(kind = 'PartialDecryption') = (owner IS NOT NULL)", name=op.f("ck_secret_event_owner")
        ),
        sa.ForeignKeyConstraint(
            ["election_id"], ["secret_election.id"], name=op.f("fk_secret_event_election_id_secret_election")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secret_event")),
        sa.UniqueConstraint("election_id", "height", name=op.f("uq_secret_event_election_id_height")),
        sa.UniqueConstraint("election_id", "owner", name=op.f("uq_secret_event_election_id_owner")),
        sa.UniqueConstraint("election_id", "tracker", name=op.f("uq_secret_event_election_id_tracker")),
    )
    op.create_index("ix_secret_event_election_id_kind", "secret_event", ["election_id", "kind"], unique=False)
    op.create_index(op.f("ix_secret_event_tracker"), "secret_event", ["tracker"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def _guard_postgresql() -> None:
    op.execute(
        "CREATE TRIGGER guard_secret_event BEFORE UPDATE OR DELETE ON secret_event "
        "FOR EACH ROW EXECUTE FUNCTION guard_written_once()"
    )
    op.execute(
        "CREATE FUNCTION guard_secret_event_insert() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {_CLOSED} THEN RAISE EXCEPTION 'a closed vote takes no ballot'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER guard_secret_event_insert BEFORE INSERT ON secret_event "
        "FOR EACH ROW EXECUTE FUNCTION guard_secret_event_insert()"
    )


def _guard_sqlite() -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER guard_secret_event_{act.lower()} BEFORE {act} ON secret_event "
            "BEGIN SELECT RAISE(ABORT, 'secret_event is written once'); END"
        )
    op.execute(
        f"CREATE TRIGGER guard_secret_event_insert BEFORE INSERT ON secret_event WHEN {_CLOSED} "
        "BEGIN SELECT RAISE(ABORT, 'a closed vote takes no ballot'); END"
    )


def downgrade() -> None:
    """Remove the tables; a secret vote that took place stops it."""
    op.drop_table("secret_event")
    op.drop_table("vote_secret_mark")
    op.drop_table("secret_scrutineer")
    op.drop_table("secret_question")
    op.drop_table("secret_merge")
    op.drop_table("secret_election")
    op.drop_table("secret_ceremony")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION guard_secret_event_insert()")
    replace_check(op.get_bind(), "vote_session", "ck_vote_session_secrecy", "secrecy IN ('open')")
