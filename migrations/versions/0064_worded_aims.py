"""Keep with priorities and missions how they are said in the other languages of the site.

Revision ID: 0064
Revises: 0063
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

_TABLES = {"missions": "mission", "priorities": "priority"}
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_SITE_TEXT = sa.table(
    "site_text", sa.column("place", sa.String), sa.column("locale", sa.String),
    sa.column("revision", sa.Integer), sa.column("wordings", _JSON),
)  # fmt: skip


def upgrade() -> None:
    """Add the wordings, and take over those that were published on the site."""
    for place, name in _TABLES.items():
        op.add_column(name, sa.Column("wordings", _JSON, nullable=False, server_default="{}"))
        _take_over(op.get_bind(), place, name)


def _take_over(connection: sa.Connection, place: str, name: str) -> None:
    table = sa.table(
        name, sa.column("key", sa.String), sa.column("label", sa.String), sa.column("short", sa.String),
        sa.column("wordings", _JSON),
    )  # fmt: skip
    published = sa.select(_SITE_TEXT).where(_SITE_TEXT.c.place == place).order_by(_SITE_TEXT.c.revision)
    latest = {one.locale: one.wordings for one in connection.execute(published)}
    for row in connection.execute(sa.select(table)).all():
        said = {
            locale: {part: one[part] for part in ("short", "label", "text")}
            for locale, wordings in latest.items()
            for one in wordings
            # the first language is that of the list itself
            if one["key"] == row.key and (one["short"], one["label"]) != (row.short, row.label)
        }
        if said:
            connection.execute(sa.update(table).where(table.c.key == row.key).values(wordings=said))


def downgrade() -> None:
    """Forget the wordings; the site's own texts still hold them."""
    for name in _TABLES.values():
        op.drop_column(name, "wordings")
