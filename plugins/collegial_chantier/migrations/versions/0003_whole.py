"""The whole of a chantier: stakeholders, diagnosis, expressions, commitments, recognition.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision."""
    op.create_table(
        "chantier_diagnosis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chantier_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chantier_id"],
            ["chantier_chantier.id"],
            name=op.f("fk_chantier_diagnosis_chantier_id_chantier_chantier"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chantier_diagnosis")),
        sa.UniqueConstraint("chantier_id", "version", name=op.f("uq_chantier_diagnosis_chantier_id_version")),
    )
    op.create_table(
        "chantier_party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chantier_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "identified",
                "invited",
                "accepted",
                "declined",
                name="partystate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("invited_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(state = 'identified') = (invited_on IS NULL)", name=op.f("ck_chantier_party_invited_with_date")
        ),
        sa.CheckConstraint(
            "(state IN ('accepted', 'declined')) = (answered_on IS NOT NULL)",
            name=op.f("ck_chantier_party_answered_with_date"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_chantier_party_actor_id_actor")),
        sa.ForeignKeyConstraint(
            ["chantier_id"],
            ["chantier_chantier.id"],
            name=op.f("fk_chantier_party_chantier_id_chantier_chantier"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chantier_party")),
        sa.UniqueConstraint("chantier_id", "actor_id", name=op.f("uq_chantier_party_chantier_id_actor_id")),
    )
    op.create_index(op.f("ix_chantier_party_actor_id"), "chantier_party", ["actor_id"], unique=False)

    op.create_table(
        "chantier_recognition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chantier_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("recognised_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name=op.f("fk_chantier_recognition_actor_id_actor")
        ),
        sa.ForeignKeyConstraint(
            ["chantier_id"],
            ["chantier_chantier.id"],
            name=op.f("fk_chantier_recognition_chantier_id_chantier_chantier"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chantier_recognition")),
    )
    op.create_index(
        op.f("ix_chantier_recognition_actor_id"), "chantier_recognition", ["actor_id"], unique=False
    )
    op.create_index(
        op.f("ix_chantier_recognition_chantier_id"), "chantier_recognition", ["chantier_id"], unique=False
    )

    op.create_table(
        "chantier_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("diagnosis_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column(
            "stance",
            sa.Enum(
                "agrees",
                "reserves",
                "disagrees",
                name="stance",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("comment", sa.String(), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["diagnosis_id"],
            ["chantier_diagnosis.id"],
            name=op.f("fk_chantier_agreement_diagnosis_id_chantier_diagnosis"),
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["chantier_participant.id"],
            name=op.f("fk_chantier_agreement_participant_id_chantier_participant"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chantier_agreement")),
        sa.UniqueConstraint(
            "diagnosis_id", "participant_id", name=op.f("uq_chantier_agreement_diagnosis_id_participant_id")
        ),
    )
    op.create_index(
        op.f("ix_chantier_agreement_participant_id"), "chantier_agreement", ["participant_id"], unique=False
    )

    op.create_table(
        "chantier_commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "promised",
                "under_way",
                "kept",
                "dropped",
                name="commitmentstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("state_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name=op.f("fk_chantier_commitment_actor_id_actor")
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"],
            ["chantier_measure.id"],
            name=op.f("fk_chantier_commitment_measure_id_chantier_measure"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chantier_commitment")),
    )
    op.create_index(
        op.f("ix_chantier_commitment_actor_id"), "chantier_commitment", ["actor_id"], unique=False
    )
    op.create_index(
        op.f("ix_chantier_commitment_measure_id"), "chantier_commitment", ["measure_id"], unique=False
    )

    op.create_table(
        "chantier_expression",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chantier_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chantier_id"],
            ["chantier_chantier.id"],
            name=op.f("fk_chantier_expression_chantier_id_chantier_chantier"),
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["chantier_participant.id"],
            name=op.f("fk_chantier_expression_participant_id_chantier_participant"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chantier_expression")),
    )
    op.create_index(
        op.f("ix_chantier_expression_chantier_id"), "chantier_expression", ["chantier_id"], unique=False
    )
    op.create_index(
        op.f("ix_chantier_expression_participant_id"), "chantier_expression", ["participant_id"], unique=False
    )
    with op.batch_alter_table("chantier_measure") as measure:
        measure.add_column(sa.Column("institution_id", sa.Integer(), nullable=True))
        measure.add_column(sa.Column("informed_on", sa.Date(), nullable=True))
        measure.create_index(op.f("ix_chantier_measure_institution_id"), ["institution_id"])
        measure.create_foreign_key(
            op.f("fk_chantier_measure_institution_id_actor"), "actor", ["institution_id"], ["id"]
        )


def downgrade() -> None:
    """Take the revision back."""
    with op.batch_alter_table("chantier_measure") as measure:
        measure.drop_constraint(op.f("fk_chantier_measure_institution_id_actor"), type_="foreignkey")
        measure.drop_index(op.f("ix_chantier_measure_institution_id"))
        measure.drop_column("informed_on")
        measure.drop_column("institution_id")
    op.drop_table("chantier_expression")
    op.drop_table("chantier_commitment")
    op.drop_table("chantier_agreement")
    op.drop_table("chantier_recognition")
    op.drop_table("chantier_party")
    op.drop_table("chantier_diagnosis")
