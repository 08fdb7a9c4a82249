"""Common works: who takes part and why, the pole's duties, meetings.

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision."""
    op.create_table(
        "work_charter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_charter")),
        sa.UniqueConstraint("version", name=op.f("uq_work_charter_version")),
    )
    op.create_table(
        "work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("theme", sa.String(length=200), nullable=True),
        sa.Column("priority_key", sa.String(length=40), nullable=True),
        sa.Column(
            "phase",
            sa.Enum(
                "before",
                "during",
                "after",
                name="workphase",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(phase = 'after') = (finished_on IS NOT NULL)", name=op.f("ck_work_finished_with_date")
        ),
        sa.CheckConstraint(
            "(phase = 'before') = (started_on IS NULL)", name=op.f("ck_work_started_with_date")
        ),
        sa.CheckConstraint(
            "finished_on IS NULL OR finished_on >= started_on", name=op.f("ck_work_finish_after_start")
        ),
        sa.CheckConstraint(
            "started_on IS NULL OR started_on >= opened_on", name=op.f("ck_work_start_after_opening")
        ),
        sa.ForeignKeyConstraint(
            ["priority_key"], ["priority.key"], name=op.f("fk_work_priority_key_priority")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work")),
    )
    op.create_index(op.f("ix_work_kind"), "work", ["kind"], unique=False)
    op.create_index(op.f("ix_work_priority_key"), "work", ["priority_key"], unique=False)

    op.create_table(
        "work_duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "initiative",
                "logistics",
                "secretariat",
                "dissemination",
                name="dutykind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_work_duty_work_id_work")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_duty")),
    )
    op.create_index(op.f("ix_work_duty_work_id"), "work_duty", ["work_id"], unique=False)

    op.create_table(
        "work_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes_long", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("agenda", sa.String(), nullable=True),
        sa.Column("minutes", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("minutes_long > 0", name=op.f("ck_work_meeting_length")),
        sa.ForeignKeyConstraint(["host_id"], ["actor.id"], name=op.f("fk_work_meeting_host_id_actor")),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_work_meeting_work_id_work")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_meeting")),
    )
    op.create_index(op.f("ix_work_meeting_host_id"), "work_meeting", ["host_id"], unique=False)
    op.create_index(op.f("ix_work_meeting_work_id"), "work_meeting", ["work_id"], unique=False)

    op.create_table(
        "work_participation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "accepted",
                "refused",
                "left",
                name="participationstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("collective_value", sa.String(), nullable=False),
        sa.Column("own_support", sa.String(), nullable=True),
        sa.Column("own_service", sa.String(), nullable=True),
        sa.Column("own_network", sa.String(), nullable=True),
        sa.Column("brings", sa.String(), nullable=False),
        sa.Column("hopes", sa.String(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("refusal", sa.String(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("gained", sa.String(), nullable=True),
        sa.Column("gained_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(state = 'asked') = (decided_on IS NULL)", name=op.f("ck_work_participation_decided_with_date")
        ),
        sa.CheckConstraint(
            "(state = 'left') = (left_on IS NOT NULL)", name=op.f("ck_work_participation_left_with_date")
        ),
        sa.CheckConstraint(
            "(state = 'refused') = (refusal IS NOT NULL)",
            name=op.f("ck_work_participation_refused_with_reason"),
        ),
        sa.CheckConstraint("collective_value <> ''", name=op.f("ck_work_participation_collective_value")),
        sa.CheckConstraint(
            "(gained IS NULL) = (gained_on IS NULL)", name=op.f("ck_work_participation_gain_with_date")
        ),
        sa.CheckConstraint(
            "own_support IS NOT NULL OR own_service IS NOT NULL OR own_network IS NOT NULL",
            name=op.f("ck_work_participation_own_value"),
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name=op.f("fk_work_participation_actor_id_actor")
        ),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["work_charter.id"], name=op.f("fk_work_participation_charter_id_work_charter")
        ),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_work_participation_work_id_work")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_participation")),
    )
    op.create_index(op.f("ix_work_participation_actor_id"), "work_participation", ["actor_id"], unique=False)
    op.create_index(op.f("ix_work_participation_work_id"), "work_participation", ["work_id"], unique=False)
    op.create_index(
        "uq_work_participation_open",
        "work_participation",
        ["work_id", "actor_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('asked', 'accepted')"),
        postgresql_where=sa.text("state IN ('asked', 'accepted')"),
    )

    op.create_table(
        "work_attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_work_attendance_actor_id_actor")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["work_meeting.id"], name=op.f("fk_work_attendance_meeting_id_work_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_attendance")),
        sa.UniqueConstraint("meeting_id", "actor_id", name=op.f("uq_work_attendance_meeting_id_actor_id")),
    )
    op.create_index(op.f("ix_work_attendance_actor_id"), "work_attendance", ["actor_id"], unique=False)

    op.create_table(
        "work_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["work_meeting.id"], name=op.f("fk_work_decision_meeting_id_work_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_decision")),
        sa.UniqueConstraint("meeting_id", "position", name=op.f("uq_work_decision_meeting_id_position")),
    )


def downgrade() -> None:
    """Take the revision back."""
    op.drop_table("work_decision")
    op.drop_table("work_attendance")
    op.drop_table("work_participation")
    op.drop_table("work_meeting")
    op.drop_table("work_duty")
    op.drop_table("work")
    op.drop_table("work_charter")
