"""Let an assembly that sits revoke and replace directors off its agenda, and nothing else.

Revision ID: 0082
Revises: 0081
"""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None

_SITS = "EXISTS (SELECT 1 FROM assembly a WHERE a.id = NEW.assembly_id AND a.state = 'open')"
_PREPARED = (
    "EXISTS (SELECT 1 FROM assembly a WHERE a.id = NEW.assembly_id AND a.state IN ('draft', 'convened'))"
)
_OFF = "EXISTS (SELECT 1 FROM agenda_item i WHERE i.id = NEW.item_id AND i.demand_id IS NOT NULL)"
_THIS_DEMAND = (
    "EXISTS (SELECT 1 FROM revoking_demand d WHERE d.id = NEW.demand_id AND d.assembly_id = NEW.assembly_id)"
)
_OFF_RESOLUTION = (
    "EXISTS (SELECT 1 FROM resolution r JOIN agenda_item i ON i.id = r.item_id "
    "WHERE r.id = {row}.resolution_id AND i.demand_id IS NOT NULL{more})"
)
_IN_ASSEMBLY = " AND r.assembly_id = NEW.assembly_id"
_REVOKES = "EXISTS (SELECT 1 FROM revocation v WHERE v.resolution_id = NEW.resolution_id)"
_REPLACES = (
    "EXISTS (SELECT 1 FROM resolution_option c WHERE c.resolution_id = NEW.resolution_id) AND EXISTS "
    "(SELECT 1 FROM resolution e JOIN resolution r ON r.item_id = e.item_id JOIN revocation v ON v.resolution_id = r.id "
    "JOIN vote_question q ON q.resolution_id = r.id JOIN vote_outcome o ON o.question_id = q.id "
    "WHERE e.id = NEW.resolution_id AND o.adopted)"
)
_CONVENED = (
    "EXISTS (SELECT 1 FROM resolution JOIN assembly ON assembly.id = resolution.assembly_id "
    "WHERE resolution.id = {row}.resolution_id AND assembly.state <> 'draft')"
)
_FREE = (
    " AND NOT EXISTS (SELECT 1 FROM resolution r JOIN agenda_item i ON i.id = r.item_id "
    "JOIN assembly a ON a.id = r.assembly_id WHERE r.id = {row}.resolution_id AND i.demand_id IS NOT NULL "
    "AND a.state = 'open' AND NOT EXISTS (SELECT 1 FROM vote_question q WHERE q.resolution_id = r.id))"
)
_SENTENCE = "a convened text never changes"
_OFF_AGENDA = "what is not on the agenda is not decided, save revoking and replacing directors"

# By name: the table, the act, the fault, and what the database answers.
GUARDS = {
    "agenda_item_insert": (
        "agenda_item", "INSERT",
        f"NOT ((NEW.demand_id IS NULL AND {_PREPARED}) OR ({_SITS} AND {_THIS_DEMAND}))", _OFF_AGENDA,
    ),
    "resolution_insert": (
        "resolution", "INSERT",
        f"NOT (({_PREPARED} AND NOT {_OFF}) OR ({_SITS} AND {_OFF} AND NEW.kind = 'ordinary'))", _OFF_AGENDA,
    ),
    "revoking_demand_insert": (
        "revoking_demand", "INSERT", f"NOT {_SITS}", "one asks to revoke directors in an assembly that sits"
    ),
    "revoking_demand_update": ("revoking_demand", "UPDATE", "1 = 1", "revoking_demand is written once"),
    "revoking_demand_delete": ("revoking_demand", "DELETE", "1 = 1", "revoking_demand is written once"),
    "revocation_insert": (
        "revocation", "INSERT", f"NOT {_OFF_RESOLUTION.format(row='NEW', more=_IN_ASSEMBLY)}",
        "a revocation is off the agenda of its assembly",
    ),
    "revocation_update": ("revocation", "UPDATE", "1 = 1", "revocation is written once"),
    "revocation_delete": ("revocation", "DELETE", "1 = 1", "revocation is written once"),
    "vote_question_off_agenda": (
        "vote_question", "INSERT",
        f"{_OFF_RESOLUTION.format(row='NEW', more='')} AND NOT ({_REVOKES} OR ({_REPLACES}))", _OFF_AGENDA,
    ),
}  # fmt: skip
# What guarded the way of voting since 0032, by table and act.
_LIFTED = (
    ("resolution_voting", "INSERT", "NEW"),
    ("resolution_voting", "UPDATE", "OLD"),
    ("resolution_option", "INSERT", "NEW"),
)


def upgrade() -> None:
    """Make the tables, name the demand beside the item, and let in what came by one."""
    _make_tables()
    op.execute(
        "ALTER TABLE agenda_item ADD COLUMN demand_id INTEGER "
        "CONSTRAINT fk_agenda_item_demand_id_revoking_demand REFERENCES revoking_demand (id)"
    )
    op.create_index("uq_agenda_item_demand_id", "agenda_item", ["demand_id"], unique=True)
    for name, guarded in GUARDS.items():
        _guard(f"guard_{name}", *guarded)
    _guard_votings(_CONVENED + _FREE)


def _make_tables() -> None:
    op.create_table(
        "revoking_demand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assembly_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assembly.id"], name=op.f("fk_revoking_demand_assembly_id_assembly")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["roll_entry.id"], name=op.f("fk_revoking_demand_entry_id_roll_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revoking_demand")),
    )
    op.create_index(op.f("ix_revoking_demand_assembly_id"), "revoking_demand", ["assembly_id"])
    op.create_index(op.f("ix_revoking_demand_entry_id"), "revoking_demand", ["entry_id"])
    op.create_table(
        "revocation",
        sa.Column("resolution_id", sa.Integer(), nullable=False),
        sa.Column("assembly_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolution.id"], name=op.f("fk_revocation_resolution_id_resolution")
        ),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assembly.id"], name=op.f("fk_revocation_assembly_id_assembly")
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["work_group_membership.id"],
            name=op.f("fk_revocation_membership_id_work_group_membership"),
        ),
        sa.PrimaryKeyConstraint("resolution_id", name=op.f("pk_revocation")),
        sa.UniqueConstraint(
            "membership_id", "assembly_id", name=op.f("uq_revocation_membership_id_assembly_id")
        ),
    )  # fmt: skip
    op.create_index(op.f("ix_revocation_assembly_id"), "revocation", ["assembly_id"])


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _guard(name: str, table: str, act: str, fault: str, reason: str) -> None:
    if _is_sqlite():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {fault} BEGIN SELECT RAISE(ABORT, '{reason}'); END"
        )
        return
    op.execute(_function(name, act, fault, reason))
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _function(name: str, act: str, fault: str, reason: str) -> str:
    row = "OLD" if act == "DELETE" else "NEW"
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {fault} THEN RAISE EXCEPTION '{reason}'; END IF; RETURN {row}; END $$"
    )


def _guard_votings(fault: str) -> None:
    for table, act, row in _LIFTED:
        name = f"guard_{table}_{act.lower()}"
        if _is_sqlite():
            op.execute(f"DROP TRIGGER {name}")
            _guard(name, table, act, fault.format(row=row), _SENTENCE)
        else:
            op.execute(_function(name, act, fault.format(row=row), _SENTENCE))


def downgrade() -> None:
    """Take it all back; what came off the agenda stays on it, as any item."""
    _guard_votings(_CONVENED)
    _drop_guards(GUARDS)
    op.drop_index("uq_agenda_item_demand_id", "agenda_item")
    op.execute("ALTER TABLE agenda_item DROP COLUMN demand_id")
    op.drop_table("revocation")
    op.drop_table("revoking_demand")


def _drop_guards(guards: Mapping[str, tuple[str, str, str, str]]) -> None:
    for name, (table, *_) in guards.items():
        op.execute(f"DROP TRIGGER guard_{name}" + ("" if _is_sqlite() else f" ON {table}"))
        if not _is_sqlite():
            op.execute(f"DROP FUNCTION guard_{name}()")
