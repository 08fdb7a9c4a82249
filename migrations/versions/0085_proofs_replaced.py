"""Let the right file of signatures under minutes take the place of a mistaken one, which is kept.

Revision ID: 0085
Revises: 0084
"""

import sqlalchemy as sa
from alembic import op

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None

_TABLE = "minutes_replacement"
_PROVES = (
    "EXISTS (SELECT 1 FROM minutes_signature s WHERE s.file_id = NEW.replaced_id AND s.minutes_id = NEW.minutes_id) "
    "OR EXISTS (SELECT 1 FROM minutes_replacement r WHERE r.file_id = NEW.replaced_id AND r.minutes_id = NEW.minutes_id)"
)
# By act: the fault, and what the database answers.
GUARDS = {
    "INSERT": (f"NOT ({_PROVES})", "only a file of signatures is replaced"),
    "UPDATE": ("1 = 1", f"{_TABLE} is written once"),
    "DELETE": ("1 = 1", f"{_TABLE} is written once"),
}


def upgrade() -> None:
    """Make the table: each file makes way once, and what was replaced stays so."""
    op.create_table(
        _TABLE,
        sa.Column("replaced_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("file_id > replaced_id", name=op.f(f"ck_{_TABLE}_later")),
        sa.ForeignKeyConstraint(
            ["replaced_id"], ["stored_file.id"], name=op.f(f"fk_{_TABLE}_replaced_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f(f"fk_{_TABLE}_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f(f"fk_{_TABLE}_minutes_id_minutes")),
        sa.PrimaryKeyConstraint("replaced_id", name=op.f(f"pk_{_TABLE}")),
        sa.UniqueConstraint("file_id", name=op.f(f"uq_{_TABLE}_file_id")),
    )
    op.create_index(op.f(f"ix_{_TABLE}_minutes_id"), _TABLE, ["minutes_id"])
    for act, (fault, reason) in GUARDS.items():
        _guard(act, fault, reason)


def _guard(act: str, fault: str, reason: str) -> None:
    name = f"guard_{_TABLE}_{act.lower()}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {_TABLE} WHEN {fault} BEGIN SELECT RAISE(ABORT, '{reason}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {fault} THEN RAISE EXCEPTION '{reason}'; END IF; RETURN NEW; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {_TABLE} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    """Remove the table with what guards it: the files first recorded count again."""
    op.drop_table(_TABLE)
    if op.get_bind().dialect.name == "postgresql":
        for act in GUARDS:
            op.execute(f"DROP FUNCTION guard_{_TABLE}_{act.lower()}()")
