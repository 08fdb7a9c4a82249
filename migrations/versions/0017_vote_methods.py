"""Let each question have a method of its own, and a ballot hold any text of its method.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

from collegial.hosting.widening import replace_check, retype_text

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_METHOD, _REVISION = "core.for_against", "1"
_ANSWERS = "choice IN ('for', 'against', 'abstain', 'blank')"


def upgrade() -> None:
    """Move the method from the session to its questions, and free the ballot's choice."""
    _add_method("vote_question")
    for column in ("method", "method_revision"):
        op.drop_column("vote_session", column)
    replace_check(op.get_bind(), "ballot", "ck_ballot_choice", "choice <> ''")
    retype_text(op.get_bind(), "ballot", "choice", None)


def _add_method(table: str) -> None:
    """Add the columns; what is there was voted by the one method there was."""
    op.add_column(table, sa.Column("method", sa.String(length=80), nullable=False, server_default=_METHOD))
    op.add_column(table, sa.Column("method_revision", sa.Integer(), nullable=False, server_default=_REVISION))


def downgrade() -> None:
    """Move the method back; a ballot that is no answer to a text stops it."""
    retype_text(op.get_bind(), "ballot", "choice", 32)
    replace_check(op.get_bind(), "ballot", "ck_ballot_choice", _ANSWERS)
    _add_method("vote_session")
    for column in ("method", "method_revision"):
        op.drop_column("vote_question", column)
