"""Let the database itself refuse to change what must never change.

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# What is written once: no row of these tables is ever changed or removed.
WRITTEN_ONCE = (
    "journal_entry",
    "vote_sign_off",
    "ballot",
    "vote_outcome",
    "quorum_record",
    "minutes",
    "statutes",
    "pipeline",
    "gate_decision",
    "roll_entry",
)

# What is shut: rows that may be changed only while a condition holds, and the sentence said otherwise.
SHUT = {
    "vote_session": ("OLD.state = 'closed'", "a closed vote never changes"),
    "resolution": (
        "EXISTS (SELECT 1 FROM assembly WHERE id = OLD.assembly_id AND state <> 'draft')",
        "a convened text never changes",
    ),
    "proposal_version": ("OLD.frozen_at IS NOT NULL", "a frozen version never changes"),
}
_CLOSED = "EXISTS (SELECT 1 FROM vote_session WHERE id = NEW.session_id AND state = 'closed')"

# What belongs to a version of a proposal, and how to find the version from a row.
CONTENT = {
    "proposal_axis": "{row}.version_id",
    "contribution": "{row}.version_id",
    "proposal_action": "(SELECT version_id FROM proposal_axis WHERE id = {row}.axis_id)",
}
_FROZEN = "EXISTS (SELECT 1 FROM proposal_version WHERE frozen_at IS NOT NULL AND id = {version})"


def upgrade() -> None:
    """Add the triggers."""
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _guard_sqlite() -> None:
    for table in WRITTEN_ONCE:
        for act in ("UPDATE", "DELETE"):
            _sqlite(table, act, f"{table} is written once")
    for table, (shut, reason) in SHUT.items():
        for act in ("UPDATE", "DELETE"):
            _sqlite(table, act, reason, when=shut)
    for table in ("vote_sign_off", "ballot"):
        _sqlite(table, "INSERT", "a closed vote takes no ballot", when=_CLOSED)
    for table, path in CONTENT.items():
        for act in ("INSERT", "UPDATE", "DELETE"):
            rows = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}[act]
            frozen = " OR ".join(_FROZEN.format(version=path.format(row=row)) for row in rows)
            _sqlite(table, act, "a frozen version never changes", when=frozen)


def _sqlite(table: str, act: str, reason: str, *, when: str = "1") -> None:
    op.execute(
        f"CREATE TRIGGER guard_{table}_{act.lower()} BEFORE {act} ON {table} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{reason}'); END"
    )


def _guard_postgresql() -> None:
    _function("guard_written_once", "RAISE EXCEPTION '% is written once', TG_TABLE_NAME;")
    for table in WRITTEN_ONCE:
        _postgresql(table, "UPDATE OR DELETE", "guard_written_once")
    for table, (shut, reason) in SHUT.items():
        _function(f"guard_{table}", f"IF {shut} THEN RAISE EXCEPTION '{reason}'; END IF;")
        _postgresql(table, "UPDATE OR DELETE", f"guard_{table}")
    _function("guard_closed_vote", f"IF {_CLOSED} THEN RAISE EXCEPTION 'a closed vote takes no ballot'; END IF;")
    for table in ("vote_sign_off", "ballot"):
        _postgresql(table, "INSERT", "guard_closed_vote", name=f"guard_{table}_insert")
    refuse = "RAISE EXCEPTION 'a frozen version never changes';"
    for table, path in CONTENT.items():
        frozen = " OR ".join(_FROZEN.format(version=path.format(row=row)) for row in ("OLD", "NEW"))
        _function(f"guard_{table}", f"IF {frozen} THEN {refuse} END IF;")
        _postgresql(table, "INSERT OR UPDATE OR DELETE", f"guard_{table}")


def _function(name: str, check: str) -> None:
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN {check} IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )


def _postgresql(table: str, acts: str, function: str, name: str | None = None) -> None:
    op.execute(
        f"CREATE TRIGGER {name or f'guard_{table}'} BEFORE {acts} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
    )


def downgrade() -> None:
    """Remove the triggers."""
    tables = (*WRITTEN_ONCE, *SHUT, *CONTENT)
    if op.get_bind().dialect.name == "sqlite":
        for table in tables:
            for act in ("insert", "update", "delete"):
                op.execute(f"DROP TRIGGER IF EXISTS guard_{table}_{act}")
        return
    for table in tables:
        op.execute(f"DROP TRIGGER guard_{table} ON {table}")
    for table in ("vote_sign_off", "ballot"):
        op.execute(f"DROP TRIGGER guard_{table}_insert ON {table}")
    for name in ("written_once", "closed_vote", *SHUT, *CONTENT):
        op.execute(f"DROP FUNCTION guard_{name}()")
