"""Let a draft be remarked upon without other words for it.

Revision ID: 0071
Revises: 0070
"""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

_KINDS = "kind IN ('change', 'add', 'remove', 'move')"
_MORE_KINDS = "kind IN ('change', 'add', 'remove', 'move', 'remark')"


def upgrade() -> None:
    """Add the remarks to what an amendment may be."""
    _allow(_KINDS, _MORE_KINDS)


def downgrade() -> None:
    """Take them back; a remark that was made stands in the way."""
    _allow(_MORE_KINDS, _KINDS)


def _allow(before: str, after: str) -> None:
    """Change which kinds there are; SQLite changes no check, so the table is made again around its rows."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_amendment_amendmentkind"), "amendment", type_="check")
        op.create_check_constraint(op.f("ck_amendment_amendmentkind"), "amendment", after)
        return
    found = sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = 'amendment' AND sql IS NOT NULL")
    parts = op.get_bind().execute(found).all()
    table = next(sql for kind, sql in parts if kind == "table")
    # SQLite quotes the name of a table that was renamed.
    for name in ("amendment", '"amendment"'):
        table = table.replace(f"CREATE TABLE {name} ", "CREATE TABLE amendment_again ")
    op.execute(table.replace(before, after))
    op.execute("INSERT INTO amendment_again SELECT * FROM amendment")
    op.execute("DROP TABLE amendment")
    op.execute("ALTER TABLE amendment_again RENAME TO amendment")
    for kind, sql in parts:
        if kind != "table":
            op.execute(sql)
