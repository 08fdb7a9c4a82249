"""Who stands behind an actor: contacts, identifiers, guardians, joint holders, merges; marks of forms.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CONTACTS = ("email", "phone", "website")
NUMBERS = ("siren", "siret", "rna", "iban", "bic")
GUARDIANS = ("parent", "guardian")
CURRENT = sa.text("ends_on IS NULL")
# Tables in the order in which they are made; removed the other way round.
TABLES = (
    "actor_contact",
    "actor_address",
    "actor_identifier",
    "actor_person",
    "actor_guardian",
    "actor_joint_holder",
    "actor_merge",
    "actor_merge_move",
    "actor_distinction",
    "form_token",
)
WRITTEN_ONCE = ("actor_merge", "actor_merge_move")


def upgrade() -> None:
    """Make the tables, then let the database refuse to rewrite a merge."""
    op.add_column("actor", sa.Column("is_joint", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("actor", sa.Column("merged_into_id", sa.Integer(), nullable=True))
    op.create_index(
        op.f("ix_actor_representative_organisation_id"), "actor_representative", ["organisation_id"]
    )
    _reach()
    _numbers()
    _standing()
    _merges()
    _marks()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _reach() -> None:
    op.create_table(
        "actor_contact",
        *_columns(actor_id="actor.id"),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("value", sa.String(length=255), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=True),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        *_keys("actor_contact", actor_id="actor"),
        _one_of("actor_contact", "contactkind", CONTACTS),
        sa.CheckConstraint(
            "NOT (is_main AND kind = 'email')", name=op.f("ck_actor_contact_main_email_is_the_actors")
        ),
        sa.UniqueConstraint("actor_id", "kind", "value", name=op.f("uq_actor_contact_actor_id_kind_value")),
    )
    op.create_index(op.f("ix_actor_contact_value"), "actor_contact", ["value"])
    _unique("uq_actor_contact_main", "actor_contact", ["actor_id", "kind"], sa.text("is_main"))
    op.create_table(
        "actor_address",
        *_columns(actor_id="actor.id"),
        sa.Column("lines", sa.String(length=400), nullable=False),
        sa.Column("postcode", sa.String(length=20), nullable=True),
        sa.Column("locality", sa.String(length=100), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        *_period("actor_address"),
        *_keys("actor_address", actor_id="actor"),
    )
    op.create_index(op.f("ix_actor_address_actor_id"), "actor_address", ["actor_id"])
    _unique("uq_actor_address_current", "actor_address", ["actor_id"], CURRENT)


def _numbers() -> None:
    op.create_table(
        "actor_identifier",
        *_columns(actor_id="actor.id"),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        *_keys("actor_identifier", actor_id="actor"),
        _one_of("actor_identifier", "identifierkind", NUMBERS),
        sa.CheckConstraint(
            "kind NOT IN ('iban', 'bic') OR purpose IS NOT NULL",
            name=op.f("ck_actor_identifier_bank_has_a_purpose"),
        ),
    )
    op.create_index(op.f("ix_actor_identifier_actor_id"), "actor_identifier", ["actor_id"])
    op.create_index(op.f("ix_actor_identifier_value"), "actor_identifier", ["value"])
    one_each = sa.text("ends_on IS NULL AND kind <> 'siret'")
    _unique("uq_actor_identifier_one_each", "actor_identifier", ["actor_id", "kind"], one_each)
    _unique("uq_actor_identifier_current", "actor_identifier", ["actor_id", "kind", "value"], CURRENT)
    op.create_table(
        "actor_person",
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_actor_person_actor_id_actor")),
        sa.PrimaryKeyConstraint("actor_id", name=op.f("pk_actor_person")),
    )


def _standing() -> None:
    _pair("actor_guardian", "minor_id", ["minor_id"], sa.Column("kind", sa.String(length=32), nullable=False))
    _pair("actor_joint_holder", "joint_id", ["joint_id", "person_id"])


def _pair(table: str, one: str, current: list[str], *more: sa.Column) -> None:
    """Make a table of persons who stand for, or in, another actor for a time."""
    kinds = [_one_of(table, "guardiankind", GUARDIANS)] if more else []
    op.create_table(
        table,
        *_columns(**{one: "actor.id", "person_id": "actor.id"}),
        *more,
        *_period(table),
        *_keys(table, **{one: "actor", "person_id": "actor"}),
        *kinds,
        sa.CheckConstraint(f"{one} <> person_id", name=op.f(f"ck_{table}_distinct")),
    )
    op.create_index(op.f(f"ix_{table}_{one}"), table, [one])
    op.create_index(op.f(f"ix_{table}_person_id"), table, ["person_id"])
    _unique(f"uq_{table}_current", table, current, CURRENT)


def _merges() -> None:
    op.create_table(
        "actor_merge",
        *_columns(kept_id="actor.id", dropped_id="actor.id"),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by", sa.String(length=200), nullable=False),
        *_keys("actor_merge", kept_id="actor", dropped_id="actor"),
        sa.CheckConstraint("kept_id <> dropped_id", name=op.f("ck_actor_merge_distinct")),
        sa.UniqueConstraint("dropped_id", name=op.f("uq_actor_merge_dropped_id")),
    )
    op.create_index(op.f("ix_actor_merge_kept_id"), "actor_merge", ["kept_id"])
    named = ["merge_id", "moved_table", "moved_column", "row_id"]
    op.create_table(
        "actor_merge_move",
        *_columns(merge_id="actor_merge.id"),
        sa.Column("moved_table", sa.String(length=63), nullable=False),
        sa.Column("moved_column", sa.String(length=63), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        *_keys("actor_merge_move", merge_id="actor_merge"),
        sa.UniqueConstraint(*named, name=op.f("uq_actor_merge_move_" + "_".join(named))),
    )
    op.create_table(
        "actor_distinction",
        *_columns(first_id="actor.id", second_id="actor.id"),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by", sa.String(length=200), nullable=False),
        *_keys("actor_distinction", first_id="actor", second_id="actor"),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_actor_distinction_ordered")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_actor_distinction_first_id_second_id")),
    )
    op.create_index(op.f("ix_actor_distinction_second_id"), "actor_distinction", ["second_id"])


def _marks() -> None:
    op.create_table(
        "form_token",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_form_token")),
    )
    op.create_index(op.f("ix_form_token_used_at"), "form_token", ["used_at"])


def _columns(**named: str) -> list[sa.Column]:
    numbers = [sa.Column(name, sa.Integer(), nullable=False) for name in named]
    return [sa.Column("id", sa.Integer(), nullable=False), *numbers]


def _keys(table: str, **named: str) -> list[sa.schema.SchemaItem]:
    foreign = [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))
        for column, other in named.items()
    ]
    return [sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")), *foreign]


def _period(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f(f"ck_{table}_period")),
    ]


def _one_of(table: str, name: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"kind IN ({listed})", name=op.f(f"ck_{table}_{name}"))


def _unique(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def _guard_sqlite() -> None:
    for table in WRITTEN_ONCE:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER guard_{table}_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"
            )


def _guard_postgresql() -> None:
    for table in WRITTEN_ONCE:
        op.execute(
            f"CREATE TRIGGER guard_{table} BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION guard_written_once()"
        )


def downgrade() -> None:
    """Remove the tables, their guards with them."""
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index(op.f("ix_actor_representative_organisation_id"), table_name="actor_representative")
    op.drop_column("actor", "merged_into_id")
    op.drop_column("actor", "is_joint")
