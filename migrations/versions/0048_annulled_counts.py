"""Let a count of the room outlive its question: a secret vote that is annulled frees its resolutions.

Revision ID: 0048
Revises: 0047
"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

_NAME = "fk_vote_room_count_question_id_vote_question"
_TRIGGERS = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'vote_room_count'"


def upgrade() -> None:
    """Drop the foreign key; the board keeps its lines."""
    _rebuild(lambda table: table.drop_constraint(op.f(_NAME), type_="foreignkey"))


def downgrade() -> None:
    """Bring it back; refused by the database where a vote was annulled after a count."""
    _rebuild(
        lambda table: table.create_foreign_key(op.f(_NAME), "vote_question", ["question_id"], ["id"])
    )


def _rebuild(change) -> None:
    bind = op.get_bind()
    # SQLite makes the table anew, and forgets what guards it
    triggers = bind.scalars(sa.text(_TRIGGERS)).all() if bind.dialect.name == "sqlite" else []
    with op.batch_alter_table("vote_room_count") as table:
        change(table)
    for one in triggers:
        op.execute(one)
