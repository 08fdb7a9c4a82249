"""Make the tables of the directory of resources.

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
        "information_synonyms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_information_synonyms")),
    )
    op.create_table(
        "information_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "grant",
                "loan",
                "guarantee",
                "equity",
                "prize",
                "advice",
                "training",
                "premises",
                "shared_staff",
                "network",
                "document",
                name="resourcekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("provider", sa.String(length=200), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=True),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("conditions", sa.String(), nullable=True),
        sa.Column("territory", sa.String(length=200), nullable=True),
        sa.Column("least", sa.BigInteger(), nullable=True),
        sa.Column("most", sa.BigInteger(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("contact", sa.String(length=200), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("website", sa.String(length=300), nullable=True),
        sa.Column("keeper_id", sa.Integer(), nullable=False),
        sa.Column("check_months", sa.Integer(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "check_months BETWEEN 1 AND 24", name=op.f("ck_information_entry_months_in_range")
        ),
        sa.CheckConstraint(
            "closes_on IS NULL OR opens_on IS NULL OR closes_on >= opens_on",
            name=op.f("ck_information_entry_days_in_order"),
        ),
        sa.CheckConstraint("least IS NULL OR least >= 0", name=op.f("ck_information_entry_least_positive")),
        sa.CheckConstraint(
            "most IS NULL OR most >= COALESCE(least, 0)", name=op.f("ck_information_entry_amounts_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["keeper_id"], ["actor.id"], name=op.f("fk_information_entry_keeper_id_actor")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["actor.id"], name=op.f("fk_information_entry_provider_id_actor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_information_entry")),
    )
    with op.batch_alter_table("information_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_information_entry_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_information_entry_keeper_id"), ["keeper_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_information_entry_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_information_entry_provider_id"), ["provider_id"], unique=False)
        batch_op.create_index("ix_information_entry_shown", ["archived_on", "published_on"], unique=False)

    op.create_table(
        "information_subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "grant",
                "loan",
                "guarantee",
                "equity",
                "prize",
                "advice",
                "training",
                "premises",
                "shared_staff",
                "network",
                "document",
                name="resourcekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "audience",
            sa.Enum(
                "association",
                "cooperative",
                "insertion",
                "enterprise",
                "holder",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("subscribed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name=op.f("fk_information_subscription_actor_id_actor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_information_subscription")),
        sa.UniqueConstraint("token", name=op.f("uq_information_subscription_token")),
    )
    with op.batch_alter_table("information_subscription", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_information_subscription_actor_id"), ["actor_id"], unique=False)

    op.create_table(
        "information_tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column(
            "facet",
            sa.Enum("audience", "moment", name="facet", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("value", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["information_entry.id"],
            name=op.f("fk_information_tag_entry_id_information_entry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_information_tag")),
        sa.UniqueConstraint(
            "entry_id", "facet", "value", name=op.f("uq_information_tag_entry_id_facet_value")
        ),
    )
    with op.batch_alter_table("information_tag", schema=None) as batch_op:
        batch_op.create_index("ix_information_tag_value", ["facet", "value"], unique=False)

    op.create_table(
        "information_word",
        sa.Column(
            "word",
            sa.String(length=40, collation="C").with_variant(sa.String(length=40), "sqlite"),
            nullable=False,
        ),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["information_entry.id"],
            name=op.f("fk_information_word_entry_id_information_entry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("word", "entry_id", name=op.f("pk_information_word")),
    )
    with op.batch_alter_table("information_word", schema=None) as batch_op:
        batch_op.create_index("ix_information_word_entry_id", ["entry_id"], unique=False)


def downgrade() -> None:
    """Take the revision back."""
    with op.batch_alter_table("information_word", schema=None) as batch_op:
        batch_op.drop_index("ix_information_word_entry_id")

    op.drop_table("information_word")
    with op.batch_alter_table("information_tag", schema=None) as batch_op:
        batch_op.drop_index("ix_information_tag_value")

    op.drop_table("information_tag")
    with op.batch_alter_table("information_subscription", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_information_subscription_actor_id"))

    op.drop_table("information_subscription")
    with op.batch_alter_table("information_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_information_entry_shown")
        batch_op.drop_index(batch_op.f("ix_information_entry_provider_id"))
        batch_op.drop_index(batch_op.f("ix_information_entry_kind"))
        batch_op.drop_index(batch_op.f("ix_information_entry_keeper_id"))
        batch_op.drop_index(batch_op.f("ix_information_entry_due_on"))

    op.drop_table("information_entry")
    op.drop_table("information_synonyms")
