"""What every common work has moves to the core; a participant may leave.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_MOVED = ("title", "question", "theme", "priority_key", "phase", "opened_on", "started_on", "finished_on")
_CHECKS = (
    "chantierphase", "started_with_date", "finished_with_date", "start_after_opening", "finish_after_start"
)
_DUTIES = (
    ("initiative", "Put the question with those concerned"),
    ("initiative", "Bring the structures together"),
    ("logistics", "Find dates, rooms and hosts"),
    ("secretariat", "Send agendas and write minutes"),
    ("dissemination", "Make the result known"),
)


def upgrade() -> None:
    """Apply the revision."""
    columns = ", ".join(_MOVED)
    op.execute(
        f"INSERT INTO work (id, kind, {columns}) SELECT id, 'chantier.chantier', {columns} FROM chantier_chantier"
    )
    for kind, label in _DUTIES:
        op.execute(
            f"INSERT INTO work_duty (work_id, kind, label) SELECT id, '{kind}', '{label}' FROM chantier_chantier"
        )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('work', 'id'), greatest((SELECT coalesce(max(id), 1) FROM work), 1))"
        )
    op.drop_index(op.f("ix_chantier_chantier_priority_key"), "chantier_chantier")
    with op.batch_alter_table("chantier_chantier") as chantier:
        for name in _CHECKS:
            chantier.drop_constraint(op.f(f"ck_chantier_chantier_{name}"), type_="check")
        for name in _MOVED:
            chantier.drop_column(name)
        chantier.add_column(sa.Column("fed_stage", sa.String(length=40), nullable=True))
        chantier.create_foreign_key(op.f("fk_chantier_chantier_id_work"), "work", ["id"], ["id"])
    op.create_table(
        "chantier_testimony",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chantier_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column(
            "consent",
            sa.Enum(
                "none", "anonymous", "named",
                name="consent", native_enum=False, create_constraint=True, length=32,
            ),
            nullable=False,
        ),
        sa.Column("attribution", sa.String(length=200), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "published_on IS NULL OR consent <> 'none'", name=op.f("ck_chantier_testimony_published_with_consent")
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name=op.f("fk_chantier_testimony_actor_id_actor")
        ),
        sa.ForeignKeyConstraint(
            ["chantier_id"], ["chantier_chantier.id"],
            name=op.f("fk_chantier_testimony_chantier_id_chantier_chantier"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chantier_testimony")),
    )
    op.create_index(op.f("ix_chantier_testimony_actor_id"), "chantier_testimony", ["actor_id"])
    op.create_index(op.f("ix_chantier_testimony_chantier_id"), "chantier_testimony", ["chantier_id"])
    # Who agreed to be quoted was quoted by name at once.
    op.execute(
        "INSERT INTO chantier_testimony (chantier_id, actor_id, text, consent, given_on, published_on) "
        "SELECT chantier_id, actor_id, testimony, CASE WHEN may_quote THEN 'named' ELSE 'none' END, joined_on, "
        "CASE WHEN may_quote THEN joined_on ELSE NULL END FROM chantier_participant WHERE testimony IS NOT NULL"
    )
    with op.batch_alter_table("chantier_participant") as participant:
        participant.drop_constraint(op.f("ck_chantier_participant_consent_to_something"), type_="check")
        participant.drop_column("may_quote")
        participant.drop_column("testimony")
        participant.add_column(sa.Column("left_on", sa.Date(), nullable=True))
        participant.create_check_constraint(
            op.f("ck_chantier_participant_left_after_joining"), "left_on IS NULL OR left_on >= joined_on"
        )


def downgrade() -> None:
    """Take the revision back; of several testimonies of a structure, the last one stays."""
    with op.batch_alter_table("chantier_participant") as participant:
        participant.drop_constraint(op.f("ck_chantier_participant_left_after_joining"), type_="check")
        participant.drop_column("left_on")
        participant.add_column(sa.Column("testimony", sa.String(), nullable=True))
        participant.add_column(
            sa.Column("may_quote", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute(
        "UPDATE chantier_participant SET testimony = (SELECT text FROM chantier_testimony AS said "
        "WHERE said.chantier_id = chantier_participant.chantier_id "
        "AND said.actor_id = chantier_participant.actor_id ORDER BY said.id DESC LIMIT 1)"
    )
    op.execute(
        "UPDATE chantier_participant SET may_quote = testimony IS NOT NULL AND EXISTS (SELECT 1 "
        "FROM chantier_testimony AS said WHERE said.chantier_id = chantier_participant.chantier_id "
        "AND said.actor_id = chantier_participant.actor_id AND said.consent = 'named')"
    )
    with op.batch_alter_table("chantier_participant") as participant:
        participant.alter_column("may_quote", existing_type=sa.Boolean(), server_default=None)
        participant.create_check_constraint(
            op.f("ck_chantier_participant_consent_to_something"), "testimony IS NOT NULL OR NOT may_quote"
        )
    op.drop_table("chantier_testimony")
    with op.batch_alter_table("chantier_chantier") as chantier:
        chantier.drop_constraint(op.f("fk_chantier_chantier_id_work"), type_="foreignkey")
        chantier.drop_column("fed_stage")
        chantier.add_column(sa.Column("title", sa.String(length=200), nullable=True))
        chantier.add_column(sa.Column("question", sa.String(), nullable=True))
        chantier.add_column(sa.Column("theme", sa.String(length=200), nullable=True))
        chantier.add_column(sa.Column("priority_key", sa.String(length=40), nullable=True))
        chantier.add_column(sa.Column("phase", sa.String(length=32), nullable=True))
        chantier.add_column(sa.Column("opened_on", sa.Date(), nullable=True))
        chantier.add_column(sa.Column("started_on", sa.Date(), nullable=True))
        chantier.add_column(sa.Column("finished_on", sa.Date(), nullable=True))
    for name in _MOVED:
        op.execute(
            f"UPDATE chantier_chantier SET {name} = (SELECT {name} FROM work WHERE work.id = chantier_chantier.id)"
        )
    with op.batch_alter_table("chantier_chantier") as chantier:
        for name, kind in (
            ("title", sa.String(200)), ("question", sa.String()), ("phase", sa.String(32)), ("opened_on", sa.Date())
        ):
            chantier.alter_column(name, existing_type=kind, nullable=False)
        chantier.create_foreign_key(
            op.f("fk_chantier_chantier_priority_key_priority"), "priority", ["priority_key"], ["key"]
        )
        chantier.create_check_constraint(
            op.f("ck_chantier_chantier_chantierphase"), "phase IN ('before', 'during', 'after')"
        )
        chantier.create_check_constraint(
            op.f("ck_chantier_chantier_finished_with_date"), "(phase = 'after') = (finished_on IS NOT NULL)"
        )
        chantier.create_check_constraint(
            op.f("ck_chantier_chantier_started_with_date"), "(phase = 'before') = (started_on IS NULL)"
        )
        chantier.create_check_constraint(
            op.f("ck_chantier_chantier_finish_after_start"), "finished_on IS NULL OR finished_on >= started_on"
        )
        chantier.create_check_constraint(
            op.f("ck_chantier_chantier_start_after_opening"), "started_on IS NULL OR started_on >= opened_on"
        )
    op.create_index(op.f("ix_chantier_chantier_priority_key"), "chantier_chantier", ["priority_key"])
    for table in ("work_duty", "work_participation"):
        op.execute(f"DELETE FROM {table} WHERE work_id IN (SELECT id FROM chantier_chantier)")
    meetings = "(SELECT id FROM work_meeting WHERE work_id IN (SELECT id FROM chantier_chantier))"
    op.execute(f"DELETE FROM work_attendance WHERE meeting_id IN {meetings}")
    op.execute(f"DELETE FROM work_decision WHERE meeting_id IN {meetings}")
    op.execute("DELETE FROM work_meeting WHERE work_id IN (SELECT id FROM chantier_chantier)")
    op.execute("DELETE FROM work WHERE kind = 'chantier.chantier'")
