"""Ateliers: seasons, groups, contracts, productions, sponsors.

Revision ID: 0001
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
        "atelier_atelier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("ep", "rq", name="atelierkind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("needed", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_atelier_atelier_season")),
        sa.CheckConstraint("least >= 2 AND most >= least", name=op.f("ck_atelier_atelier_size")),
        sa.CheckConstraint("needed >= 0", name=op.f("ck_atelier_atelier_needed")),
        sa.ForeignKeyConstraint(["id"], ["work.id"], name=op.f("fk_atelier_atelier_id_work")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_atelier_atelier")),
    )
    op.create_table(
        "atelier_contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("atelier_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("half_days", sa.Integer(), nullable=False),
        sa.Column("compensation", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("half_days >= 1", name=op.f("ck_atelier_contract_half_days")),
        sa.CheckConstraint(
            "paid = 0 OR signed_on IS NOT NULL", name=op.f("ck_atelier_contract_paid_once_signed")
        ),
        sa.CheckConstraint(
            "paid >= 0 AND paid <= compensation", name=op.f("ck_atelier_contract_paid_within")
        ),
        sa.ForeignKeyConstraint(
            ["atelier_id"],
            ["atelier_atelier.id"],
            name=op.f("fk_atelier_contract_atelier_id_atelier_atelier"),
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["work_participation.id"],
            name=op.f("fk_atelier_contract_participation_id_work_participation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["actor.id"], name=op.f("fk_atelier_contract_person_id_actor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_atelier_contract")),
        sa.UniqueConstraint("atelier_id", "number", name=op.f("uq_atelier_contract_atelier_id_number")),
        sa.UniqueConstraint("participation_id", name=op.f("uq_atelier_contract_participation_id")),
    )
    op.create_index(op.f("ix_atelier_contract_person_id"), "atelier_contract", ["person_id"], unique=False)

    op.create_table(
        "atelier_funding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("atelier_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "sought",
                "found",
                "refused",
                name="fundingstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("state_on", sa.Date(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_atelier_funding_amount")),
        sa.ForeignKeyConstraint(
            ["atelier_id"], ["atelier_atelier.id"], name=op.f("fk_atelier_funding_atelier_id_atelier_atelier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_atelier_funding")),
    )
    op.create_index(op.f("ix_atelier_funding_atelier_id"), "atelier_funding", ["atelier_id"], unique=False)

    op.create_table(
        "atelier_production",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("atelier_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "brochure",
                "guide",
                "conference",
                "film",
                "other",
                name="productionkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("licence", sa.String(length=40), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "review",
                "ready",
                "published",
                name="productionstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("cover_id", sa.Integer(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("downloads", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'published') = (published_on IS NOT NULL)",
            name=op.f("ck_atelier_production_published_with_date"),
        ),
        sa.CheckConstraint("downloads >= 0", name=op.f("ck_atelier_production_downloads")),
        sa.ForeignKeyConstraint(
            ["atelier_id"],
            ["atelier_atelier.id"],
            name=op.f("fk_atelier_production_atelier_id_atelier_atelier"),
        ),
        sa.ForeignKeyConstraint(
            ["cover_id"], ["stored_file.id"], name=op.f("fk_atelier_production_cover_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_atelier_production_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_atelier_production")),
    )
    op.create_index(
        op.f("ix_atelier_production_atelier_id"), "atelier_production", ["atelier_id"], unique=False
    )

    op.create_table(
        "atelier_prospect",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("atelier_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "structure",
                "expert",
                name="prospectrole",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "spotted",
                "called",
                "coming",
                "declined",
                name="spot",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("called_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_atelier_prospect_actor_id_actor")),
        sa.ForeignKeyConstraint(
            ["atelier_id"],
            ["atelier_atelier.id"],
            name=op.f("fk_atelier_prospect_atelier_id_atelier_atelier"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_atelier_prospect")),
        sa.UniqueConstraint("atelier_id", "actor_id", name=op.f("uq_atelier_prospect_atelier_id_actor_id")),
    )
    op.create_index(op.f("ix_atelier_prospect_actor_id"), "atelier_prospect", ["actor_id"], unique=False)

    op.create_table(
        "atelier_sponsor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("atelier_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("offer", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity >= 1", name=op.f("ck_atelier_sponsor_capacity")),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_atelier_sponsor_actor_id_actor")),
        sa.ForeignKeyConstraint(
            ["atelier_id"], ["atelier_atelier.id"], name=op.f("fk_atelier_sponsor_atelier_id_atelier_atelier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_atelier_sponsor")),
        sa.UniqueConstraint("atelier_id", "actor_id", name=op.f("uq_atelier_sponsor_atelier_id_actor_id")),
    )
    op.create_index(op.f("ix_atelier_sponsor_actor_id"), "atelier_sponsor", ["actor_id"], unique=False)

    op.create_table(
        "atelier_theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("atelier_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["atelier_id"], ["atelier_atelier.id"], name=op.f("fk_atelier_theme_atelier_id_atelier_atelier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_atelier_theme")),
        sa.UniqueConstraint("atelier_id", "position", name=op.f("uq_atelier_theme_atelier_id_position")),
    )
    op.create_table(
        "atelier_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("half_days", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.CheckConstraint("half_days IN (1, 2)", name=op.f("ck_atelier_day_half_days")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["atelier_contract.id"], name=op.f("fk_atelier_day_contract_id_atelier_contract")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_atelier_day")),
    )
    op.create_index(op.f("ix_atelier_day_contract_id"), "atelier_day", ["contract_id"], unique=False)

    op.create_table(
        "atelier_payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_atelier_payment_amount")),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["atelier_contract.id"],
            name=op.f("fk_atelier_payment_contract_id_atelier_contract"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_atelier_payment")),
    )
    op.create_index(op.f("ix_atelier_payment_contract_id"), "atelier_payment", ["contract_id"], unique=False)

    op.create_table(
        "atelier_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("atelier_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("sponsor_id", sa.Integer(), nullable=True),
        sa.Column("need", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "matched",
                "done",
                "withdrawn",
                name="requeststate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('matched', 'done')) = (sponsor_id IS NOT NULL)",
            name=op.f("ck_atelier_request_matched_with"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_atelier_request_actor_id_actor")),
        sa.ForeignKeyConstraint(
            ["atelier_id"], ["atelier_atelier.id"], name=op.f("fk_atelier_request_atelier_id_atelier_atelier")
        ),
        sa.ForeignKeyConstraint(
            ["sponsor_id"], ["atelier_sponsor.id"], name=op.f("fk_atelier_request_sponsor_id_atelier_sponsor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_atelier_request")),
    )
    op.create_index(op.f("ix_atelier_request_actor_id"), "atelier_request", ["actor_id"], unique=False)
    op.create_index(op.f("ix_atelier_request_atelier_id"), "atelier_request", ["atelier_id"], unique=False)
    op.create_index(op.f("ix_atelier_request_sponsor_id"), "atelier_request", ["sponsor_id"], unique=False)


def downgrade() -> None:
    """Take the revision back."""
    op.drop_table("atelier_request")
    op.drop_table("atelier_payment")
    op.drop_table("atelier_day")
    op.drop_table("atelier_theme")
    op.drop_table("atelier_sponsor")
    op.drop_table("atelier_prospect")
    op.drop_table("atelier_production")
    op.drop_table("atelier_funding")
    op.drop_table("atelier_contract")
    op.drop_table("atelier_atelier")
