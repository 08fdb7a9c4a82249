"""Widen the preparation of assemblies: special assemblies, templates, documents, members' items.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

from collegial.hosting.widening import replace_check

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_KINDS = ("ordinary", "extraordinary", "mixed")
_STATE = "EXISTS (SELECT 1 FROM assembly WHERE id = {row}.assembly_id AND state {condition})"
_CONVENED = "<> 'draft'"
_OVER = "IN ('inquorate', 'closed')"
_ADDED = "EXISTS (SELECT 1 FROM member_item WHERE id = {row}.member_item_id AND state = 'added')"

# By table and act: when it is refused, seen from the old row or the new one, and the sentence said.
GUARDS = {
    "agenda_item": {
        ("UPDATE", "DELETE"): (_STATE.format(row="OLD", condition=_CONVENED), "a convened agenda never changes")
    },
    "assembly_document": {
        ("UPDATE", "DELETE"): (_STATE.format(row="OLD", condition=_CONVENED), "a document that was sent stays"),
        ("INSERT",): (_STATE.format(row="NEW", condition=_OVER), "an assembly that is over takes no document"),
    },
    "member_item": {("UPDATE", "DELETE"): ("OLD.state = 'added'", "an item on the agenda never changes")},
    "item_support": {
        ("UPDATE", "DELETE"): (_ADDED.format(row="OLD"), "the support of an item on the agenda stays")
    },
}


def upgrade() -> None:
    """Add the columns, widen the kinds, make the tables and their guards."""
    op.add_column("assembly", sa.Column("college_id", sa.Integer(), nullable=True))
    op.add_column("agenda_item", sa.Column("template", sa.String(length=40), nullable=True))
    _set_kinds(*_KINDS, "special")
    _make_documents()
    _make_member_items()
    for table, acts in GUARDS.items():
        for number, (names, (shut, reason)) in enumerate(acts.items()):
            _guard(f"guard_{table}_{number}", table, names, shut, reason)


def _set_kinds(*kinds: str) -> None:
    values = ", ".join(f"'{kind}'" for kind in kinds)
    replace_check(op.get_bind(), "assembly", "ck_assembly_assemblykind", f"kind IN ({values})")


def _make_documents() -> None:
    op.create_table(
        "assembly_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assembly_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assembly.id"], name=op.f("fk_assembly_document_assembly_id_assembly")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_assembly_document_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_assembly_document_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assembly_document")),
        sa.UniqueConstraint("file_id", name=op.f("uq_assembly_document_file_id")),
    )
    op.create_index(op.f("ix_assembly_document_assembly_id"), "assembly_document", ["assembly_id"])
    op.create_index(op.f("ix_assembly_document_item_id"), "assembly_document", ["item_id"])


def _make_member_items() -> None:
    kind = sa.Enum(
        "ordinary", "extraordinary", name="decisionkind", native_enum=False, create_constraint=True, length=32
    )
    state = sa.Enum(
        "open", "added", name="memberitemstate", native_enum=False, create_constraint=True, length=32
    )
    op.create_table(
        "member_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assembly_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("resolution", sa.String(), nullable=True),
        sa.Column("kind", kind, nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'added') = (item_id IS NOT NULL)", name=op.f("ck_member_item_added")),
        sa.CheckConstraint("(resolution IS NULL) = (kind IS NULL)", name=op.f("ck_member_item_resolution_kind")),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assembly.id"], name=op.f("fk_member_item_assembly_id_assembly")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_member_item_member_id_member")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_member_item_item_id_agenda_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_item")),
        sa.UniqueConstraint("item_id", name=op.f("uq_member_item_item_id")),
    )
    op.create_index(op.f("ix_member_item_assembly_id"), "member_item", ["assembly_id"])
    op.create_index(op.f("ix_member_item_member_id"), "member_item", ["member_id"])
    op.create_table(
        "item_support",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_item_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("supported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_item_id"], ["member_item.id"], name=op.f("fk_item_support_member_item_id_member_item")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_item_support_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_support")),
        sa.UniqueConstraint(
            "member_item_id", "member_id", name=op.f("uq_item_support_member_item_id_member_id")
        ),
    )
    op.create_index(op.f("ix_item_support_member_id"), "item_support", ["member_id"])


def _guard(name: str, table: str, acts: tuple[str, ...], shut: str, reason: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in acts:
            op.execute(
                f"CREATE TRIGGER {name}_{act.lower()} BEFORE {act} ON {table} WHEN {shut} "
                f"BEGIN SELECT RAISE(ABORT, '{reason}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {shut} THEN RAISE EXCEPTION '{reason}'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {' OR '.join(acts)} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    """Take it all back; a special assembly in the table stops it."""
    _set_kinds(*_KINDS)
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER guard_agenda_item_0_{act}")
    else:
        op.execute("DROP TRIGGER guard_agenda_item_0 ON agenda_item")
    for table in ("item_support", "member_item", "assembly_document"):
        op.drop_table(table)
    op.drop_column("agenda_item", "template")
    op.drop_column("assembly", "college_id")
    if not is_sqlite:
        for table, acts in GUARDS.items():
            for number in range(len(acts)):
                op.execute(f"DROP FUNCTION guard_{table}_{number}()")
