"""Make the tables of protocols, referrals and reviews.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "partners_step",
    "partners_holder",
    "partners_referral",
    "partners_link",
    "partners_value",
    "partners_post",
    "partners_party",
    "partners_name",
    "partners_review",
    "partners_indicator",
    "partners_protocol",
)


def upgrade() -> None:
    """Apply the revision."""
    op.create_table(
        "partners_protocol",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "form",
            sa.Enum(
                "association",
                "cooperation",
                name="protocolform",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("objectives", sa.String(), nullable=False),
        sa.Column("information", sa.String(), nullable=True),
        sa.Column("orientation", sa.String(), nullable=True),
        sa.Column("seat", sa.String(length=200), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "in_force",
                "ended",
                name="protocolstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("renewed_until", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(state = 'ended') = (ended_on IS NOT NULL)", name=op.f("ck_partners_protocol_ended_with_date")
        ),
        sa.CheckConstraint(
            "state <> 'in_force' OR digest IS NOT NULL", name=op.f("ck_partners_protocol_in_force_is_sealed")
        ),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_partners_protocol_ends_after_start")),
        sa.CheckConstraint(
            "renewed_until IS NULL OR renewed_until > ends_on",
            name=op.f("ck_partners_protocol_renewed_later"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners_protocol")),
    )
    op.create_table(
        "partners_indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("protocol_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column(
            "measure",
            sa.Enum(
                "by_hand",
                "referrals",
                "taken_on",
                "supported",
                name="indicatormeasure",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.CheckConstraint("target IS NULL OR target >= 0", name=op.f("ck_partners_indicator_target")),
        sa.ForeignKeyConstraint(
            ["protocol_id"],
            ["partners_protocol.id"],
            name=op.f("fk_partners_indicator_protocol_id_partners_protocol"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners_indicator")),
    )
    op.create_index(
        op.f("ix_partners_indicator_protocol_id"), "partners_indicator", ["protocol_id"], unique=False
    )

    op.create_table(
        "partners_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("protocol_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("technical", sa.String(), nullable=True),
        sa.Column("political", sa.String(), nullable=True),
        sa.Column("conclusions", sa.String(), nullable=True),
        sa.Column(
            "decision",
            sa.Enum(
                "continued",
                "renewed",
                "ended",
                name="reviewdecision",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("renewed_until", sa.Date(), nullable=True),
        sa.Column("concluded_on", sa.Date(), nullable=True),
        sa.Column("figures", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.CheckConstraint(
            "(concluded_on IS NULL) = (decision IS NULL)",
            name=op.f("ck_partners_review_concluded_with_decision"),
        ),
        sa.CheckConstraint(
            "concluded_on IS NULL OR (held_on IS NOT NULL AND technical IS NOT NULL AND political IS NOT NULL)",
            name=op.f("ck_partners_review_both_responsibles"),
        ),
        sa.CheckConstraint("due_on > from_on", name=op.f("ck_partners_review_covers_days")),
        sa.ForeignKeyConstraint(
            ["protocol_id"],
            ["partners_protocol.id"],
            name=op.f("fk_partners_review_protocol_id_partners_protocol"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners_review")),
        sa.UniqueConstraint("protocol_id", "number", name=op.f("uq_partners_review_protocol_id_number")),
    )
    op.create_table(
        "partners_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("protocol_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("former_name", sa.String(length=200), nullable=False),
        sa.Column("agreed_name", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_partners_name_actor_id_actor")),
        sa.ForeignKeyConstraint(
            ["protocol_id"],
            ["partners_protocol.id"],
            name=op.f("fk_partners_name_protocol_id_partners_protocol"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners_name")),
    )
    op.create_index(op.f("ix_partners_name_actor_id"), "partners_name", ["actor_id"], unique=False)
    op.create_index(op.f("ix_partners_name_protocol_id"), "partners_name", ["protocol_id"], unique=False)

    op.create_table(
        "partners_party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("protocol_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("technical_name", sa.String(length=200), nullable=True),
        sa.Column("technical_email", sa.String(length=254), nullable=True),
        sa.Column("political_name", sa.String(length=200), nullable=True),
        sa.Column("political_email", sa.String(length=254), nullable=True),
        sa.Column("signatory", sa.String(length=200), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(signed_on IS NULL) = (signatory IS NULL)", name=op.f("ck_partners_party_signed_by_someone")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_partners_party_actor_id_actor")),
        sa.ForeignKeyConstraint(
            ["protocol_id"],
            ["partners_protocol.id"],
            name=op.f("fk_partners_party_protocol_id_partners_protocol"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners_party")),
        sa.UniqueConstraint("protocol_id", "actor_id", name=op.f("uq_partners_party_protocol_id_actor_id")),
    )
    op.create_index(op.f("ix_partners_party_actor_id"), "partners_party", ["actor_id"], unique=False)
    op.create_index(
        "uq_partners_party_pole",
        "partners_party",
        ["protocol_id"],
        unique=True,
        sqlite_where=sa.text("actor_id IS NULL"),
        postgresql_where=sa.text("actor_id IS NULL"),
    )

    op.create_table(
        "partners_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("protocol_id", sa.Integer(), nullable=False),
        sa.Column("function", sa.String(length=200), nullable=False),
        sa.Column("share", sa.String(length=80), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["actor.id"], name=op.f("fk_partners_post_employer_id_actor")
        ),
        sa.ForeignKeyConstraint(
            ["protocol_id"],
            ["partners_protocol.id"],
            name=op.f("fk_partners_post_protocol_id_partners_protocol"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners_post")),
    )
    op.create_index(op.f("ix_partners_post_employer_id"), "partners_post", ["employer_id"], unique=False)
    op.create_index(op.f("ix_partners_post_protocol_id"), "partners_post", ["protocol_id"], unique=False)

    op.create_table(
        "partners_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"],
            ["partners_indicator.id"],
            name=op.f("fk_partners_value_indicator_id_partners_indicator"),
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["partners_review.id"], name=op.f("fk_partners_value_review_id_partners_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners_value")),
        sa.UniqueConstraint(
            "review_id", "indicator_id", name=op.f("uq_partners_value_review_id_indicator_id")
        ),
    )
    op.create_index(op.f("ix_partners_value_indicator_id"), "partners_value", ["indicator_id"], unique=False)

    op.create_table(
        "partners_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["party_id"], ["partners_party.id"], name=op.f("fk_partners_link_party_id_partners_party")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners_link")),
    )
    op.create_index(op.f("ix_partners_link_party_id"), "partners_link", ["party_id"], unique=False)

    op.create_table(
        "partners_referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("protocol_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column(
            "direction",
            sa.Enum(
                "to_partner",
                "from_partner",
                name="direction",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "project",
            sa.Enum(
                "creation",
                "takeover",
                "development",
                "association",
                "other",
                name="projectkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "consent",
            sa.Enum(
                "oral", "written", name="consentmanner", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("consent_on", sa.Date(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "sent",
                "accepted",
                "met",
                "closed",
                "declined",
                "withdrawn",
                name="referralstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "supported",
                "launched",
                "redirected",
                "gave_up",
                "no_news",
                name="referraloutcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "not_ours",
                "no_room",
                "unreachable",
                "known",
                name="declinereason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("in_charge_id", sa.Integer(), nullable=True),
        sa.Column("erase_on", sa.Date(), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.Column("origin", sa.String(length=300), nullable=True),
        sa.CheckConstraint(
            "(state = 'closed') = (outcome IS NOT NULL)",
            name=op.f("ck_partners_referral_closed_with_outcome"),
        ),
        sa.CheckConstraint(
            "(state = 'declined') = (reason IS NOT NULL)",
            name=op.f("ck_partners_referral_declined_with_reason"),
        ),
        sa.CheckConstraint(
            "(state IN ('closed', 'declined', 'withdrawn')) = (ended_on IS NOT NULL)",
            name=op.f("ck_partners_referral_ended_with_date"),
        ),
        sa.ForeignKeyConstraint(
            ["in_charge_id"], ["account.id"], name=op.f("fk_partners_referral_in_charge_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["partners_party.id"], name=op.f("fk_partners_referral_party_id_partners_party")
        ),
        sa.ForeignKeyConstraint(
            ["protocol_id"],
            ["partners_protocol.id"],
            name=op.f("fk_partners_referral_protocol_id_partners_protocol"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners_referral")),
        sa.UniqueConstraint("code", name=op.f("uq_partners_referral_code")),
    )
    op.create_index(
        op.f("ix_partners_referral_in_charge_id"), "partners_referral", ["in_charge_id"], unique=False
    )
    op.create_index(op.f("ix_partners_referral_party_id"), "partners_referral", ["party_id"], unique=False)
    op.create_index(
        op.f("ix_partners_referral_protocol_id"), "partners_referral", ["protocol_id"], unique=False
    )
    op.create_index(op.f("ix_partners_referral_sent_on"), "partners_referral", ["sent_on"], unique=False)

    op.create_table(
        "partners_holder",
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=254), nullable=False),
        sa.Column("need", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["partners_referral.id"],
            name=op.f("fk_partners_holder_referral_id_partners_referral"),
        ),
        sa.PrimaryKeyConstraint("referral_id", name=op.f("pk_partners_holder")),
    )
    op.create_table(
        "partners_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "sent",
                "accepted",
                "met",
                "closed",
                "declined",
                "withdrawn",
                name="referralstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "side",
            sa.Enum("pole", "partner", name="side", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["partners_referral.id"],
            name=op.f("fk_partners_step_referral_id_partners_referral"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners_step")),
    )
    op.create_index(op.f("ix_partners_step_referral_id"), "partners_step", ["referral_id"], unique=False)


def downgrade() -> None:
    """Take the revision back."""
    for table in TABLES:
        op.drop_table(table)
