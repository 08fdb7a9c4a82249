"""Let a common work be called off, with a reason; nobody joins it then, and no meeting of it is to come.

Revision ID: 0086
Revises: 0085
"""

import sqlalchemy as sa
from alembic import op

from collegial.hosting.widening import replace_check

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None

_PHASES = ("before", "during", "after")
_OFF = "EXISTS (SELECT 1 FROM work w WHERE w.id = NEW.work_id AND w.phase = 'called_off'{more})"
_WORK_FAULT = (
    "(OLD.phase = 'called_off' AND (NEW.phase <> OLD.phase OR NEW.called_off_at <> OLD.called_off_at"
    " OR NEW.called_off_for <> OLD.called_off_for))"
    " OR (NEW.phase = 'called_off' AND OLD.phase <> 'called_off' AND (OLD.phase = 'after' OR EXISTS (SELECT 1"
    " FROM work_meeting m WHERE m.work_id = NEW.id AND m.called_off_at IS NULL AND m.starts_at > NEW.called_off_at)))"
)
_JOINS = "NEW.state IN ('asked', 'accepted') AND " + _OFF.format(more="")
_MEETS = "NEW.called_off_at IS NULL AND " + _OFF.format(more=" AND NEW.starts_at > w.called_off_at")
_NOBODY, _NO_MEETING = (
    "nobody joins a work that was called off",
    "of a work that was called off no meeting is to come",
)
# By name: the table, the act, the fault, and what the database answers.
GUARDS = {
    "work_called_off": ("work", "UPDATE", _WORK_FAULT, "a work is called off once, with its meetings to come"),
    "work_participation_joining": ("work_participation", "INSERT", _JOINS, _NOBODY),
    "work_participation_answered": (
        "work_participation", "UPDATE", f"NEW.state <> OLD.state AND {_JOINS}", _NOBODY
    ),
    "work_meeting_planned": ("work_meeting", "INSERT", _MEETS, _NO_MEETING),
    "work_meeting_moved": ("work_meeting", "UPDATE", _MEETS, _NO_MEETING),
}  # fmt: skip


def upgrade() -> None:
    """Admit the new phase with its reason, and guard what it ends."""
    _admit((*_PHASES, "called_off"), "(phase = 'before') = (started_on IS NULL) OR phase = 'called_off'")
    op.add_column("work", sa.Column("called_off_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "ALTER TABLE work ADD COLUMN called_off_for VARCHAR(2000) CONSTRAINT ck_work_called_off_with_reason CHECK"
        " ((phase = 'called_off') = (called_off_at IS NOT NULL)"
        " AND (called_off_at IS NULL) = (called_off_for IS NULL) AND called_off_for <> '')"
    )
    for name, guarded in GUARDS.items():
        _guard(f"guard_{name}", *guarded)


def downgrade() -> None:
    """Take it back; refused by the database where a work was called off."""
    for name, (table, *_) in GUARDS.items():
        op.execute(f"DROP TRIGGER guard_{name}" + ("" if _is_sqlite() else f" ON {table}"))
        if not _is_sqlite():
            op.execute(f"DROP FUNCTION guard_{name}()")
    _admit(_PHASES, "(phase = 'before') = (started_on IS NULL)")
    op.execute("ALTER TABLE work DROP COLUMN called_off_for")
    op.execute("ALTER TABLE work DROP COLUMN called_off_at")


def _admit(phases: tuple[str, ...], started: str) -> None:
    values = ", ".join(f"'{phase}'" for phase in phases)
    replace_check(op.get_bind(), "work", "ck_work_workphase", f"phase IN ({values})")
    replace_check(op.get_bind(), "work", "ck_work_started_with_date", started)


def _is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def _guard(name: str, table: str, act: str, fault: str, reason: str) -> None:
    """Guard a table; in PostgreSQL under the lock of the work, which whoever calls it off holds."""
    if _is_sqlite():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {fault} BEGIN SELECT RAISE(ABORT, '{reason}'); END"
        )
        return
    lock = "" if table == "work" else "PERFORM 1 FROM work WHERE id = NEW.work_id FOR UPDATE;"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {lock} "
        f"IF {fault} THEN RAISE EXCEPTION '{reason}'; END IF; RETURN NEW; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
