"""Let the holder of a proxy answer, the chair hold blank ones, and one proxy hold in two assemblies.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

LIVE = sa.text("revoked_at IS NULL")
# A right gives one proxy: to a holder or to the chair, never both.
_TO_HOLDER = (
    "EXISTS (SELECT 1 FROM mandate WHERE kind = 'proxy' AND giver_id = NEW.entry_id AND revoked_at IS NULL)"
)
_TO_CHAIR = (
    "NEW.kind = 'proxy' AND NEW.revoked_at IS NULL AND "
    "EXISTS (SELECT 1 FROM blank_proxy WHERE entry_id = NEW.giver_id AND revoked_at IS NULL)"
)
REFUSED = (("guard_blank_proxy_one", "blank_proxy", _TO_HOLDER), ("guard_mandate_one", "mandate", _TO_CHAIR))
_REASON = "a proxy is given already"


def upgrade() -> None:
    """Add the columns, make the table and its guards."""
    for name in ("accepted_at", "declined_at"):
        op.add_column("mandate", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("mandate", sa.Column("for_pair", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "blank_proxy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("for_pair", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["roll_entry.id"], name=op.f("fk_blank_proxy_entry_id_roll_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blank_proxy")),
    )
    op.create_index(op.f("ix_blank_proxy_entry_id"), "blank_proxy", ["entry_id"])
    op.create_index(
        "uq_blank_proxy_live", "blank_proxy", ["entry_id"], unique=True, sqlite_where=LIVE, postgresql_where=LIVE
    )
    for name, table, refused in REFUSED:
        _refuse(name, table, refused)


def _refuse(name: str, table: str, refused: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {refused} BEGIN SELECT RAISE(ABORT, '{_REASON}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {refused} THEN RAISE EXCEPTION '{_REASON}'; END IF; RETURN NEW; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    """Take it all back."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("DROP TRIGGER guard_mandate_one" + ("" if is_sqlite else " ON mandate"))
    op.drop_table("blank_proxy")
    if not is_sqlite:
        for name, *_ in REFUSED:
            op.execute(f"DROP FUNCTION {name}()")
    for name in ("for_pair", "declined_at", "accepted_at"):
        op.drop_column("mandate", name)
