"""Keep what a module asks a group so that it is read in the reader's language.

Revision ID: 0079
Revises: 0078
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the sentences; the questions of earlier votes stay as they were written."""
    for name in ("title_said", "question_said"):
        op.add_column("group_vote", sa.Column(name, _JSON, nullable=True))


def downgrade() -> None:
    """Forget them: the title stays in English, and such a question keeps only what was typed below it."""
    for name in ("question_said", "title_said"):
        op.drop_column("group_vote", name)
