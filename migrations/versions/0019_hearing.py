"""Tell who was heard in a contribution, line by line, and which actions it touches.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_VERSION = "(SELECT version_id FROM contribution WHERE id = {row}.contribution_id)"
_FROZEN = "EXISTS (SELECT 1 FROM proposal_version WHERE frozen_at IS NOT NULL AND id = " + _VERSION + ")"
_REASON = "a frozen version never changes"
# A name may still be erased: the seal does not hold it.
_SAME = {
    "contribution_heard": (
        "NEW.name IS NULL AND NEW.contribution_id = OLD.contribution_id AND NEW.position = OLD.position "
        "AND NEW.number = OLD.number AND NEW.may_be_named = OLD.may_be_named "
        "AND COALESCE(NEW.family, '') = COALESCE(OLD.family, '')"
    ),
    "contribution_touch": "1 = 0",
}


def upgrade() -> None:
    """Make the tables and their guards."""
    op.add_column("contribution", sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
    op.create_table(
        "contribution_heard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=True),
        sa.Column("family", sa.String(40), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("may_be_named", sa.Boolean(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_contribution_heard_number")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_contribution_heard_contribution_id_contribution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_heard")),
        sa.UniqueConstraint(
            "contribution_id", "position", name=op.f("uq_contribution_heard_contribution_id_position")
        ),
    )
    op.create_table(
        "contribution_touch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("action_key", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_contribution_touch_contribution_id_contribution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_touch")),
        sa.UniqueConstraint(
            "contribution_id", "action_key", name=op.f("uq_contribution_touch_contribution_id_action_key")
        ),
    )
    for table, same in _SAME.items():
        _guard(table, same)


def _guard(table: str, same: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act, row in {"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"}.items():
            shut = _FROZEN.format(row=row) + (f" AND NOT ({same})" if act == "UPDATE" else "")
            op.execute(
                f"CREATE TRIGGER guard_{table}_{act.lower()} BEFORE {act} ON {table} "
                f"WHEN {shut} BEGIN SELECT RAISE(ABORT, '{_REASON}'); END"
            )
        return
    refuse = f"RAISE EXCEPTION '{_REASON}'"
    op.execute(
        f"CREATE FUNCTION guard_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'INSERT' THEN IF {_FROZEN.format(row='NEW')} THEN {refuse}; END IF; RETURN NEW; END IF; "
        f"IF TG_OP = 'DELETE' THEN IF {_FROZEN.format(row='OLD')} THEN {refuse}; END IF; RETURN OLD; END IF; "
        f"IF {_FROZEN.format(row='OLD')} AND NOT ({same}) THEN {refuse}; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER guard_{table} BEFORE INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION guard_{table}()"
    )


def downgrade() -> None:
    """Remove the tables with their guards."""
    for table in _SAME:
        op.drop_table(table)
        if op.get_bind().dialect.name != "sqlite":
            op.execute(f"DROP FUNCTION guard_{table}()")
    op.drop_column("contribution", "revision")
