"""Let an assembly be called off, moved on its day, and replaced by another.

Revision ID: 0068
Revises: 0067
"""

import sqlalchemy as sa
from alembic import op

from collegial.hosting.widening import add_unique, drop_unique, replace_check

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

_STATES = ("draft", "convened", "open", "inquorate", "closed")
_KIND = sa.Enum(
    "called_off", "moved", name="changekind", native_enum=False, create_constraint=True, length=32
)
_CALLED_OFF = "EXISTS (SELECT 1 FROM assembly WHERE id = {assembly} AND state = 'called_off')"
_OF_ENTRY = "(SELECT assembly_id FROM roll_entry WHERE id = NEW.entry_id)"
_NOT_ANY_MORE = "an assembly that was called off is not held"
_ONLY_CONVENED = (
    "NEW.state = 'called_off' AND OLD.state <> 'called_off' AND (OLD.state <> 'convened' "
    "OR EXISTS (SELECT 1 FROM vote_session v WHERE v.assembly_id = OLD.id))"
)
_REPLACES = (
    "NEW.replaces_id IS NOT NULL AND NOT EXISTS "
    "(SELECT 1 FROM assembly a WHERE a.id = NEW.replaces_id AND a.state = 'called_off')"
)
# By name: the table, the act, the fault, and what the database answers.
GUARDS = {
    "called_off_stays": ("assembly", "UPDATE", "OLD.state = 'called_off'", "an assembly that was called off stays so"),
    "call_off": ("assembly", "UPDATE", _ONLY_CONVENED, "only what is convened, and not yet opened, is called off"),
    "replaces_new": ("assembly", "INSERT", _REPLACES, "an assembly replaces one that was called off"),
    "replaces": ("assembly", "UPDATE", _REPLACES, "an assembly replaces one that was called off"),
    **{
        f"called_off_{table}": (table, "INSERT", _CALLED_OFF.format(assembly=path), _NOT_ANY_MORE)
        for table, path in {
            "attendance": _OF_ENTRY, "correspondence_form": _OF_ENTRY, "blank_proxy": _OF_ENTRY,
            "spouse_proxy": _OF_ENTRY, "mandate": "NEW.assembly_id", "vote_session": "NEW.assembly_id",
            "written_question": "NEW.assembly_id", "assembly_document": "NEW.assembly_id",
        }.items()
    },
    "assembly_change_update": ("assembly_change", "UPDATE", "1 = 1", "assembly_change is written once"),
    "assembly_change_delete": ("assembly_change", "DELETE", "1 = 1", "assembly_change is written once"),
}  # fmt: skip


def upgrade() -> None:
    """Widen the states, make the tables, and the triggers that keep what was called off as it was."""
    _set_states(*_STATES, "called_off")
    op.execute(
        "ALTER TABLE assembly ADD COLUMN replaces_id INTEGER "
        "CONSTRAINT fk_assembly_replaces_id_assembly REFERENCES assembly (id)"
    )
    op.create_index("uq_assembly_replaces", "assembly", ["replaces_id"], unique=True)
    drop_unique(op.get_bind(), "assembly", "uq_assembly_first_id")
    stands = sa.text("state <> 'called_off'")
    op.create_index(
        "uq_assembly_second", "assembly", ["first_id"], unique=True, sqlite_where=stands, postgresql_where=stands
    )
    _make_tables()
    guard = _guard_sqlite if op.get_bind().dialect.name == "sqlite" else _guard_postgresql
    for name, (table, act, fault, reason) in GUARDS.items():
        guard(f"guard_{name}", table, act, fault, reason)


def _set_states(*states: str) -> None:
    values = ", ".join(f"'{state}'" for state in states)
    replace_check(op.get_bind(), "assembly", "ck_assembly_assemblystate", f"state IN ({values})")


def _guard_sqlite(name: str, table: str, act: str, fault: str, reason: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {fault} BEGIN SELECT RAISE(ABORT, '{reason}'); END"
    )


def _guard_postgresql(name: str, table: str, act: str, fault: str, reason: str) -> None:
    row = "OLD" if act == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {fault} THEN RAISE EXCEPTION '{reason}'; END IF; RETURN {row}; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _make_tables() -> None:
    op.create_table(
        "assembly_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assembly_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", _KIND, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("former_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("former_place", sa.String(length=300), nullable=False),
        sa.Column("former_address", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assembly.id"], name=op.f("fk_assembly_change_assembly_id_assembly")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assembly_change")),
        sa.UniqueConstraint("assembly_id", "number", name=op.f("uq_assembly_change_assembly_id_number")),
    )
    op.create_table(
        "assembly_change_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["change_id"], ["assembly_change.id"], name=op.f("fk_assembly_change_letter_change_id_assembly_change")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["roll_entry.id"], name=op.f("fk_assembly_change_letter_entry_id_roll_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assembly_change_letter")),
        sa.UniqueConstraint("change_id", "entry_id", name=op.f("uq_assembly_change_letter_change_id_entry_id")),
    )
    op.create_index(op.f("ix_assembly_change_letter_entry_id"), "assembly_change_letter", ["entry_id"])


def downgrade() -> None:
    """Take them back; refused by the database where an assembly was called off."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, (table, *_) in GUARDS.items():
        op.execute(f"DROP TRIGGER guard_{name}" + ("" if is_sqlite else f" ON {table}"))
        if not is_sqlite:
            op.execute(f"DROP FUNCTION guard_{name}()")
    op.drop_table("assembly_change_letter")
    op.drop_table("assembly_change")
    op.drop_index("uq_assembly_replaces", "assembly")
    op.drop_index("uq_assembly_second", "assembly")
    op.execute("ALTER TABLE assembly DROP COLUMN replaces_id")
    add_unique(op.get_bind(), "assembly", "uq_assembly_first_id", ["first_id"])
    _set_states(*_STATES)
