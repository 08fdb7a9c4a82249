"""Keep where a version of the statutes comes from, the drafts of the next one, and the resolutions on them.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TEXT_DIFFERS = {
    "sqlite": "NEW.document IS NOT OLD.document",
    "postgresql": "NEW.document IS DISTINCT FROM OLD.document",
}
_OF_ASSEMBLY = (
    "EXISTS (SELECT 1 FROM resolution JOIN assembly ON assembly.id = resolution.assembly_id "
    "WHERE resolution.id = {row}.resolution_id AND assembly.state <> 'draft')"
)

# By table and act: when it is refused, and the sentence said. {differs} is whether the text of a draft changes.
GUARDS = {
    ("statutes_origin", "UPDATE"): ("1 = 1", "statutes_origin is written once"),
    ("statutes_origin", "DELETE"): ("1 = 1", "statutes_origin is written once"),
    ("statutes_draft", "UPDATE"): (
        "OLD.state IN ('recorded', 'refused', 'discarded') OR (OLD.state <> 'editing' AND {differs})",
        "a draft that was put to the vote never changes",
    ),
    ("statutes_draft", "DELETE"): ("OLD.state <> 'editing'", "a draft that was put to the vote stays"),
    ("resolution_statutes", "UPDATE"): ("1 = 1", "resolution_statutes is written once"),
    ("resolution_statutes", "DELETE"): (_OF_ASSEMBLY.format(row="OLD"), "a convened text never changes"),
    ("resolution_statutes", "INSERT"): (_OF_ASSEMBLY.format(row="NEW"), "a convened text never changes"),
    ("resolution", "UPDATE"): (
        "NEW.kind <> 'extraordinary' "
        "AND EXISTS (SELECT 1 FROM resolution_statutes WHERE resolution_id = NEW.id)",
        "a change of the statutes is an extraordinary decision",
    ),
}


def upgrade() -> None:
    """Make the tables and their guards; give each version that is there the origin it is known to have."""
    _make_drafts()
    _make_origins()
    _make_links()
    op.execute(
        "INSERT INTO statutes_origin (statutes_id, kind, reason) "
        "SELECT id, CASE WHEN version = (SELECT min(version) FROM statutes) THEN 'first' ELSE 'override' END, "
        "CASE WHEN version = (SELECT min(version) FROM statutes) THEN NULL ELSE reason END FROM statutes"
    )
    for (table, act), (shut, reason) in GUARDS.items():
        _guard(table, act, shut, reason)


def _make_drafts() -> None:
    op.create_table(
        "statutes_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=True),
        sa.Column(
            "document", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("resolution_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('editing', 'proposed', 'adopted', 'recorded', 'refused', 'discarded')",
            name=op.f("ck_statutes_draft_draftstate"),
        ),
        sa.ForeignKeyConstraint(["base_id"], ["statutes.id"], name=op.f("fk_statutes_draft_base_id_statutes")),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolution.id"], name=op.f("fk_statutes_draft_resolution_id_resolution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statutes_draft")),
    )
    op.create_index(op.f("ix_statutes_draft_base_id"), "statutes_draft", ["base_id"])


def _make_origins() -> None:
    op.create_table(
        "statutes_origin",
        sa.Column("statutes_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("resolution_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('first', 'adopted', 'override')", name=op.f("ck_statutes_origin_originkind")
        ),
        sa.CheckConstraint(
            "(kind = 'adopted') = (resolution_id IS NOT NULL)", name=op.f("ck_statutes_origin_resolution")
        ),
        sa.CheckConstraint(
            "(kind = 'override') = (reason IS NOT NULL)", name=op.f("ck_statutes_origin_reason")
        ),
        sa.ForeignKeyConstraint(
            ["statutes_id"], ["statutes.id"], name=op.f("fk_statutes_origin_statutes_id_statutes")
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolution.id"], name=op.f("fk_statutes_origin_resolution_id_resolution")
        ),
        sa.PrimaryKeyConstraint("statutes_id", name=op.f("pk_statutes_origin")),
        sa.UniqueConstraint("resolution_id", name=op.f("uq_statutes_origin_resolution_id")),
    )
    first = sa.text("kind = 'first'")
    op.create_index(
        "ix_statutes_origin_only_first", "statutes_origin", ["kind"], unique=True,
        sqlite_where=first, postgresql_where=first,
    )  # fmt: skip


def _make_links() -> None:
    op.create_table(
        "resolution_statutes",
        sa.Column("resolution_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolution.id"], name=op.f("fk_resolution_statutes_resolution_id_resolution")
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["statutes_draft.id"], name=op.f("fk_resolution_statutes_draft_id_statutes_draft")
        ),
        sa.PrimaryKeyConstraint("resolution_id", name=op.f("pk_resolution_statutes")),
    )
    op.create_index(op.f("ix_resolution_statutes_draft_id"), "resolution_statutes", ["draft_id"])


def _name(table: str, act: str) -> str:
    """Name a guard; those of resolutions, which have others, are told apart."""
    return f"guard_statutes_{table}_{act.lower()}"


def _guard(table: str, act: str, shut: str, reason: str) -> None:
    name, engine = _name(table, act), op.get_bind().dialect.name
    shut = shut.format(differs=_TEXT_DIFFERS[engine])
    if engine == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {shut} "
            f"BEGIN SELECT RAISE(ABORT, '{reason}'); END"
        )
        return
    row = "OLD" if act == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {shut} THEN RAISE EXCEPTION '{reason}'; END IF; RETURN {row}; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    """Remove the guards and the tables; where the versions came from is lost."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table, act in GUARDS:
        name = _name(table, act)
        op.execute(f"DROP TRIGGER {name}" if on_sqlite else f"DROP TRIGGER {name} ON {table}")
        if not on_sqlite:
            op.execute(f"DROP FUNCTION {name}()")
    for table in ("resolution_statutes", "statutes_origin", "statutes_draft"):
        op.drop_table(table)
