"""Let a guarantee file be changed and withdrawn until it is decided on, and never after.

Revision ID: 0019
Revises: 0018
"""

from alembic import op

from collegial.plugin import replace_check

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

STATES = ("requested", "refused", "accepted", "issued", "released", "incident", "called")
NAME = "guard_finance_guarantee_file_decided"
_TERMS = " OR ".join(
    f"NEW.{one} <> OLD.{one}"
    for one in (
        "lender", "principal", "rate", "months", "deferred", "repayment", "cover", "commission",
        "guaranteed",
    )
)  # fmt: skip
_FAULT = (
    f"(OLD.state <> 'requested' AND ({_TERMS}))"
    " OR (NEW.state <> OLD.state AND (OLD.state IN ('refused', 'withdrawn')"
    " OR (NEW.state = 'withdrawn' AND OLD.state <> 'requested')))"
)
_REASON = "a file that was decided on stays as it was decided"


def upgrade() -> None:
    """Admit the new state, then guard what was decided."""
    _admit(*STATES, "withdrawn")
    if _is_sqlite():
        op.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON finance_guarantee_file"
            f" BEGIN SELECT RAISE(ABORT, '{_REASON}') WHERE {_FAULT}; END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {_FAULT} THEN RAISE EXCEPTION '{_REASON}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {NAME} BEFORE UPDATE ON finance_guarantee_file FOR EACH ROW EXECUTE FUNCTION {NAME}()"
    )


def downgrade() -> None:
    """Take the revision back; refused by the database where a file was withdrawn."""
    if _is_sqlite():
        op.execute(f"DROP TRIGGER {NAME}")
    else:
        op.execute(f"DROP TRIGGER {NAME} ON finance_guarantee_file")
        op.execute(f"DROP FUNCTION {NAME}()")
    _admit(*STATES)


def _is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def _admit(*states: str) -> None:
    values = ", ".join(f"'{state}'" for state in states)
    for table in ("finance_guarantee_file", "finance_file_step"):
        replace_check(op.get_bind(), table, f"ck_{table}_filestate", f"state IN ({values})")
