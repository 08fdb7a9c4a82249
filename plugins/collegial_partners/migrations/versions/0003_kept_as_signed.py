"""Keep what was signed, concluded and exchanged as it was; hold signed copies and the keys of former days.

Revision ID: 0003
Revises: 0002
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("partners_copy", "partners_former_key", "partners_peer_former_key")

_SEALED = "EXISTS (SELECT 1 FROM partners_protocol p WHERE p.id = {row}.protocol_id AND p.digest IS NOT NULL)"
_CONCLUDED = (
    "EXISTS (SELECT 1 FROM partners_review r WHERE r.id = {row}.review_id AND r.concluded_on IS NOT NULL)"
)
_OUTCOME = ("state", "outcome", "reason", "ended_on")
_SENT = (
    "protocol_id", "party_id", "code", "direction", "project", "consent", "consent_on", "sent_on", "origin",
)  # fmt: skip
_SIGNED = (
    "form", "title", "objectives", "information", "orientation", "seat", "starts_on", "ends_on", "digest",
)  # fmt: skip
_EXCHANGED = ("way", "number", "kind", "title", "peer_id", "subject_id", "exchanged_on", "content")


def upgrade() -> None:
    """Apply the revision."""
    _make_tables()
    for table, act, faults in _guards():
        if op.get_bind().dialect.name == "sqlite":
            _guard_sqlite(table, act, faults)
        else:
            _guard_postgresql(table, act, faults)


def downgrade() -> None:
    """Take the revision back."""
    for table, act, _ in _guards():
        name = f"keep_{table}_{act.lower()}"
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
    for table in TABLES:
        op.drop_table(table)


def _guards() -> Iterator[tuple[str, str, Sequence[tuple[str, str]]]]:
    """Yield each table and act with what must not be, and what is said then."""
    sealed = "a sealed protocol does not change"
    yield "partners_protocol", "UPDATE", [(f"OLD.digest IS NOT NULL AND ({_changed(*_SIGNED)})", sealed)]
    yield "partners_protocol", "DELETE", [("OLD.digest IS NOT NULL", sealed)]
    for table in ("partners_party", "partners_indicator", "partners_post", "partners_name"):
        yield table, "INSERT", [(_SEALED.format(row="NEW"), sealed)]
        yield table, "DELETE", [(_SEALED.format(row="OLD"), sealed)]
    yield (
        "partners_party", "UPDATE",
        [
            (f"{_SEALED.format(row='OLD')} AND ({_changed('protocol_id', 'actor_id')})", sealed),
            (f"OLD.signed_on IS NOT NULL AND ({_changed('signed_on', 'signatory')})", "a signature is written once"),
        ],
    )  # fmt: skip
    for table in ("partners_indicator", "partners_post", "partners_name"):
        into = f"{_SEALED.format(row='OLD')} OR {_SEALED.format(row='NEW')}"
        yield table, "UPDATE", [(into, sealed)]
    concluded = "a concluded review does not change"
    for act in ("UPDATE", "DELETE"):
        yield "partners_review", act, [("OLD.concluded_on IS NOT NULL", concluded)]
    for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        yield "partners_value", act, [(_CONCLUDED.format(row=row), concluded)]
    yield (
        "partners_referral", "UPDATE",
        [
            (_changed(*_SENT), "a referral stays what was sent"),
            (f"OLD.ended_on IS NOT NULL AND ({_changed(*_OUTCOME)})", "a referral that has ended does not move"),
        ],
    )  # fmt: skip
    yield "partners_referral", "DELETE", [("1 = 1", "a referral stays what was sent")]
    for act in ("UPDATE", "DELETE"):
        yield "partners_step", act, [("1 = 1", "a step is written once")]
    kept = "OLD.content IS NOT NULL AND NEW.digest <> OLD.digest"
    exchanged = "what was exchanged is written once"
    yield "partners_parcel", "UPDATE", [(f"{_changed(*_EXCHANGED)} OR ({kept})", exchanged)]
    yield "partners_parcel", "DELETE", [("1 = 1", exchanged)]


def _changed(*columns: str) -> str:
    differs = "IS NOT" if op.get_bind().dialect.name == "sqlite" else "IS DISTINCT FROM"
    return " OR ".join(f"NEW.{one} {differs} OLD.{one}" for one in columns)


def _guard_sqlite(table: str, act: str, faults: Sequence[tuple[str, str]]) -> None:
    checks = "; ".join(f"SELECT RAISE(ABORT, '{reason}') WHERE {fault}" for fault, reason in faults)
    op.execute(f"CREATE TRIGGER keep_{table}_{act.lower()} BEFORE {act} ON {table} BEGIN {checks}; END")


def _guard_postgresql(table: str, act: str, faults: Sequence[tuple[str, str]]) -> None:
    name = f"keep_{table}_{act.lower()}"
    checks = " ".join(f"IF {fault} THEN RAISE EXCEPTION '{reason}'; END IF;" for fault, reason in faults)
    goes_on = "OLD" if act == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {checks} RETURN {goes_on}; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _make_tables() -> None:
    op.create_table(
        "partners_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("protocol_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_partners_copy_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["protocol_id"], ["partners_protocol.id"], name=op.f("fk_partners_copy_protocol_id_partners_protocol")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners_copy")),
        sa.UniqueConstraint("file_id", name=op.f("uq_partners_copy_file_id")),
    )  # fmt: skip
    op.create_index(op.f("ix_partners_copy_protocol_id"), "partners_copy", ["protocol_id"], unique=False)
    op.create_table(
        "partners_former_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.String(length=64), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("replaced_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners_former_key")),
        sa.UniqueConstraint("public_key", name=op.f("uq_partners_former_key_public_key")),
    )
    op.create_table(
        "partners_peer_former_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("peer_id", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.String(length=64), nullable=False),
        sa.Column("replaced_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["peer_id"], ["partners_peer.id"], name=op.f("fk_partners_peer_former_key_peer_id_partners_peer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners_peer_former_key")),
        sa.UniqueConstraint("public_key", name=op.f("uq_partners_peer_former_key_public_key")),
    )
    op.create_index(
        op.f("ix_partners_peer_former_key_peer_id"), "partners_peer_former_key", ["peer_id"], unique=False
    )
