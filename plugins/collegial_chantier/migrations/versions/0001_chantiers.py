"""Make the tables of the chantiers.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision."""
    op.create_table(
        "chantier_chantier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("theme", sa.String(length=200), nullable=True),
        sa.Column("priority_key", sa.String(length=40), nullable=True),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column(
            "phase",
            sa.Enum(
                "before", "during", "after",
                name="chantierphase", native_enum=False, create_constraint=True, length=32,
            ),
            nullable=False,
        ),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(phase = 'after') = (finished_on IS NOT NULL)",
            name=op.f("ck_chantier_chantier_finished_with_date"),
        ),
        sa.CheckConstraint(
            "(phase = 'before') = (started_on IS NULL)", name=op.f("ck_chantier_chantier_started_with_date")
        ),
        sa.CheckConstraint(
            "finished_on IS NULL OR finished_on >= started_on",
            name=op.f("ck_chantier_chantier_finish_after_start"),
        ),
        sa.CheckConstraint(
            "started_on IS NULL OR started_on >= opened_on",
            name=op.f("ck_chantier_chantier_start_after_opening"),
        ),
        sa.ForeignKeyConstraint(
            ["priority_key"], ["priority.key"], name=op.f("fk_chantier_chantier_priority_key_priority")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_chantier_chantier_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chantier_chantier")),
    )
    op.create_index(op.f("ix_chantier_chantier_priority_key"), "chantier_chantier", ["priority_key"])
    op.create_index(op.f("ix_chantier_chantier_proposal_id"), "chantier_chantier", ["proposal_id"])
    op.create_table(
        "chantier_measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chantier_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "improved", "created",
                name="measurekind", native_enum=False, create_constraint=True, length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("information", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chantier_id"],
            ["chantier_chantier.id"],
            name=op.f("fk_chantier_measure_chantier_id_chantier_chantier"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chantier_measure")),
        sa.UniqueConstraint("chantier_id", name=op.f("uq_chantier_measure_chantier_id")),
    )
    op.create_table(
        "chantier_participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chantier_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "base_structure", "stakeholder",
                name="participantrole", native_enum=False, create_constraint=True, length=32,
            ),
            nullable=False,
        ),
        sa.Column("testimony", sa.String(), nullable=True),
        sa.Column("may_quote", sa.Boolean(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "testimony IS NOT NULL OR NOT may_quote",
            name=op.f("ck_chantier_participant_consent_to_something"),
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name=op.f("fk_chantier_participant_actor_id_actor")
        ),
        sa.ForeignKeyConstraint(
            ["chantier_id"],
            ["chantier_chantier.id"],
            name=op.f("fk_chantier_participant_chantier_id_chantier_chantier"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chantier_participant")),
        sa.UniqueConstraint(
            "chantier_id", "actor_id", name=op.f("uq_chantier_participant_chantier_id_actor_id")
        ),
    )
    op.create_index(op.f("ix_chantier_participant_actor_id"), "chantier_participant", ["actor_id"])


def downgrade() -> None:
    """Take the revision back."""
    op.drop_table("chantier_participant")
    op.drop_table("chantier_measure")
    op.drop_table("chantier_chantier")
