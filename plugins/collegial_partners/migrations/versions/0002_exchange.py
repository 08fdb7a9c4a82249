"""Make the tables of the exchange with other deployments.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "partners_parcel",
    "partners_peer",
    "partners_key",
)


def upgrade() -> None:
    """Apply the revision."""
    op.create_table(
        "partners_key",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("public_key", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_partners_key_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners_key")),
    )
    op.create_table(
        "partners_peer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("public_key", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("forgotten_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["party_id"], ["partners_party.id"], name=op.f("fk_partners_peer_party_id_partners_party")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners_peer")),
        sa.UniqueConstraint("public_key", name=op.f("uq_partners_peer_public_key")),
    )
    op.create_index(op.f("ix_partners_peer_party_id"), "partners_peer", ["party_id"], unique=False)

    op.create_table(
        "partners_parcel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "given", "received", name="parcelway", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("peer_id", sa.Integer(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("exchanged_on", sa.Date(), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "way = 'given' OR peer_id IS NOT NULL", name=op.f("ck_partners_parcel_received_from_someone")
        ),
        sa.CheckConstraint(
            "way = 'received' OR subject_id IS NOT NULL", name=op.f("ck_partners_parcel_given_of_something")
        ),
        sa.ForeignKeyConstraint(
            ["peer_id"], ["partners_peer.id"], name=op.f("fk_partners_parcel_peer_id_partners_peer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners_parcel")),
        sa.UniqueConstraint("way", "number", name=op.f("uq_partners_parcel_way_number")),
    )
    op.create_index(op.f("ix_partners_parcel_peer_id"), "partners_parcel", ["peer_id"], unique=False)


def downgrade() -> None:
    """Take the revision back."""
    for table in TABLES:
        op.drop_table(table)
