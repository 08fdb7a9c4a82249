"""Let drafts be written piece by piece: keys that last, revisions, owners, attachments, working copies.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

from collegial.kernel.base import Json

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_PIECES = ("proposal_axis", "proposal_action")
_FROZEN = "EXISTS (SELECT 1 FROM proposal_version WHERE frozen_at IS NOT NULL AND id = {row}.version_id)"
_REASON = "a frozen version never changes"


def upgrade() -> None:
    """Add the columns, give each piece that is there a key of its own, make the tables."""
    op.add_column("proposal_version", sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
    for table in _PIECES:
        _widen(table)
    op.add_column("proposal_action", sa.Column("owner", sa.String(200), nullable=True))
    _give_keys()
    op.create_index("uq_proposal_axis_key", "proposal_axis", ["version_id", "key"], unique=True)
    op.create_index("uq_proposal_action_key", "proposal_action", ["axis_id", "key"], unique=True)
    _make_attachments()
    _make_working_copies()
    _guard()


def _widen(table: str) -> None:
    op.add_column(table, sa.Column("key", sa.String(16), server_default="", nullable=False))
    op.add_column(table, sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
    op.add_column(table, sa.Column("changed_by", sa.String(200), nullable=True))
    op.add_column(table, sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))


def _give_keys() -> None:
    """Number the pieces that are there; keys are not part of the seal, so the guards step aside for this."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    guards = []
    for table in _PIECES:
        if sqlite:
            name = f"guard_{table}_update"
            sql = op.get_bind().scalar(sa.text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": name})
            guards.append(sql)
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"ALTER TABLE {table} DISABLE TRIGGER guard_{table}")
        op.execute(f"UPDATE {table} SET key = 'k' || id")
    for sql in guards:
        op.execute(sql)
    if not sqlite:
        for table in _PIECES:
            op.execute(f"ALTER TABLE {table} ENABLE TRIGGER guard_{table}")


def _make_attachments() -> None:
    op.create_table(
        "proposal_attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("action_key", sa.String(16), nullable=True),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(action_key IS NULL) <> (contribution_id IS NULL)", name=op.f("ck_proposal_attachment_one_subject")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["proposal_version.id"], name=op.f("fk_proposal_attachment_version_id_proposal_version")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_proposal_attachment_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_proposal_attachment_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_attachment")),
    )
    for column in ("version_id", "contribution_id", "file_id"):
        op.create_index(op.f(f"ix_proposal_attachment_{column}"), "proposal_attachment", [column])


def _make_working_copies() -> None:
    op.create_table(
        "proposal_working_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("base", Json, nullable=False),
        sa.Column("fields", Json, nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["proposal_version.id"],
            name=op.f("fk_proposal_working_copy_version_id_proposal_version"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_proposal_working_copy_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_working_copy")),
        sa.UniqueConstraint(
            "version_id", "account_id", "place", name=op.f("uq_proposal_working_copy_version_id_account_id_place")
        ),
    )
    op.create_index(op.f("ix_proposal_working_copy_account_id"), "proposal_working_copy", ["account_id"])


def _guard() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act, rows in {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}.items():
            shut = " OR ".join(_FROZEN.format(row=row) for row in rows)
            op.execute(
                f"CREATE TRIGGER guard_proposal_attachment_{act.lower()} BEFORE {act} ON proposal_attachment "
                f"WHEN {shut} BEGIN SELECT RAISE(ABORT, '{_REASON}'); END"
            )
        return
    shut = " OR ".join(_FROZEN.format(row=row) for row in ("OLD", "NEW"))
    op.execute(
        "CREATE FUNCTION guard_proposal_attachment() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {shut} THEN RAISE EXCEPTION '{_REASON}'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER guard_proposal_attachment BEFORE INSERT OR UPDATE OR DELETE ON proposal_attachment "
        "FOR EACH ROW EXECUTE FUNCTION guard_proposal_attachment()"
    )


def downgrade() -> None:
    """Remove the tables, the indexes and the columns."""
    op.drop_table("proposal_working_copy")
    op.drop_table("proposal_attachment")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION guard_proposal_attachment()")
    op.drop_index("uq_proposal_action_key", "proposal_action")
    op.drop_index("uq_proposal_axis_key", "proposal_axis")
    op.drop_column("proposal_action", "owner")
    for table in _PIECES:
        for column in ("changed_at", "changed_by", "revision", "key"):
            op.drop_column(table, column)
    op.drop_column("proposal_version", "revision")
