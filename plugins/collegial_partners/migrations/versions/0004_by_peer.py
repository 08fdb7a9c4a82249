"""Count what comes in by who sent it, so that nobody takes another one's number; refuse keys of those who are forgotten.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NAMES = {False: "uq_partners_parcel_way_number", True: "uq_partners_parcel_way_peer_id_number"}
_COLUMNS = {False: ["way", "number"], True: ["way", "peer_id", "number"]}
_WRITTEN_ONCE = ("way", "number", "kind", "title", "peer_id", "subject_id", "exchanged_on", "content")
_SAID = "SELECT RAISE(ABORT, 'what was exchanged is written once')"


def upgrade() -> None:
    """Apply the revision."""
    op.add_column("partners_peer_former_key", sa.Column("refused_on", sa.Date(), nullable=True))
    _unique(by_peer=True)


def downgrade() -> None:
    """Take the revision back."""
    _unique(by_peer=False)
    op.drop_column("partners_peer_former_key", "refused_on")


def _unique(*, by_peer: bool) -> None:
    is_embedded = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("partners_parcel") as table:
        table.drop_constraint(_NAMES[not by_peer], type_="unique")
        table.create_unique_constraint(_NAMES[by_peer], _COLUMNS[by_peer])
    if is_embedded:
        _guard()


def _guard() -> None:
    """Put the guards back, which SQLite loses with the table that is made anew."""
    changed = " OR ".join(f"NEW.{one} IS NOT OLD.{one}" for one in _WRITTEN_ONCE)
    kept = "OLD.content IS NOT NULL AND NEW.digest <> OLD.digest"
    for act, fault in (("update", f"{changed} OR ({kept})"), ("delete", "1 = 1")):
        op.execute(
            f"CREATE TRIGGER keep_partners_parcel_{act} BEFORE {act.upper()} ON partners_parcel "
            f"BEGIN {_SAID} WHERE {fault}; END"
        )
