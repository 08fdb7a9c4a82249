"""Let letters follow the language that somebody chose for its account.

Revision ID: 0058
Revises: 0057
"""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the account's language, in which pages and most mails were written."""
    actor, account = (
        sa.table(name, sa.column("id"), sa.column("actor_id"), sa.column("locale")) for name in ("actor", "account")
    )
    chosen = sa.select(account.c.locale).where(account.c.actor_id == actor.c.id)
    op.execute(
        sa.update(actor)
        .values(locale=chosen.scalar_subquery())
        .where(chosen.where(account.c.locale != actor.c.locale).exists())
    )


def downgrade() -> None:
    """Leave it: nothing tells which language the letters had before."""
