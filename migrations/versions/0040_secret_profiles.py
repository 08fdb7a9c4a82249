"""Let a secret vote be guarded in three ways: who holds the key, who makes the codes, with which program.

Revision ID: 0040
Revises: 0039
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_PROFILES = "('light', 'standard', 'reinforced')"
# Written out, as SQLite takes a column with its constraints, and no constraint by itself.
_COLUMNS = (
    f"profile VARCHAR(32) DEFAULT 'standard' NOT NULL CONSTRAINT ck_secret_ceremony_profile CHECK (profile IN {_PROFILES})",
    f"proposed VARCHAR(32) CONSTRAINT ck_secret_ceremony_proposed CHECK (proposed IN {_PROFILES})",
    "registrar_id INTEGER CONSTRAINT fk_secret_ceremony_registrar_id_actor REFERENCES actor (id)",
    "program VARCHAR(80)",
)


def upgrade() -> None:
    """Add what a profile needs; votes that were held before are of the standard one."""
    for column in _COLUMNS:
        op.execute(f"ALTER TABLE secret_ceremony ADD COLUMN {column}")
    op.create_index(op.f("ix_secret_ceremony_registrar_id"), "secret_ceremony", ["registrar_id"], unique=False)
    with op.batch_alter_table("secret_scrutineer") as batch:
        batch.alter_column("actor_id", existing_type=sa.Integer(), nullable=True)
    op.create_table(
        "secret_code_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ceremony_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=30), nullable=False),
        sa.Column("colleges", _JSON, nullable=False),
        sa.Column("rights", _JSON, nullable=False),
        sa.Column("publics", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ceremony_id"],
            ["secret_ceremony.id"],
            name=op.f("fk_secret_code_list_ceremony_id_secret_ceremony"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secret_code_list")),
        sa.UniqueConstraint("uuid", name=op.f("uq_secret_code_list_uuid")),
    )
    op.create_index(op.f("ix_secret_code_list_ceremony_id"), "secret_code_list", ["ceremony_id"], unique=False)
    op.add_column("secret_event", sa.Column("code", sa.String(length=44), nullable=True))
    op.create_index("ix_secret_event_election_id_code", "secret_event", ["election_id", "code"], unique=True)


def downgrade() -> None:
    """Take it away; a vote of which the server holds a part stops it."""
    op.drop_index("ix_secret_event_election_id_code", "secret_event")
    op.drop_column("secret_event", "code")
    op.drop_table("secret_code_list")
    with op.batch_alter_table("secret_scrutineer") as batch:
        batch.alter_column("actor_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("secret_ceremony") as batch:
        batch.drop_index("ix_secret_ceremony_registrar_id")
        for name in ("proposed", "profile"):
            batch.drop_constraint(op.f(f"ck_secret_ceremony_{name}"), type_="check")
        for name in ("program", "registrar_id", "proposed", "profile"):
            batch.drop_column(name)
