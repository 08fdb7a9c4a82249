"""Make the tables of joining, and let the database hold the way of an application.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
STATES = ("received", "waiting", "accepted", "admitted", "refused", "withdrawn", "lapsed")
LETTERS = ("confirm", "waiting", "call", "reminder", "refusal", "lapsed", "welcome")

# From which state an application may go to which.
FORWARD = (
    "received>waiting", "received>accepted", "received>refused", "received>withdrawn", "received>lapsed",
    "waiting>accepted", "waiting>refused", "waiting>withdrawn",
    "accepted>admitted", "accepted>withdrawn", "accepted>lapsed",
)  # fmt: skip
WRITTEN_ONCE = ("joining_batch", "joining_decision", "joining_receipt", "consent_text")
TABLES = (
    "joining_application", "joining_batch", "joining_decision", "joining_receipt", "joining_letter",
    "consent_text", "consent",
)  # fmt: skip
_PAIRS = ", ".join(f"'{pair}'" for pair in FORWARD)

# What an update of a table may not do, and the sentence said otherwise.
REFUSED = {
    "joining_application": (
        (
            "state",
            f"OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ({_PAIRS})",
            "an application only goes forward",
        ),
        (
            "admission",
            "OLD.member_id IS NOT NULL AND NEW.member_id IS DISTINCT FROM OLD.member_id",
            "an application is admitted once",
        ),
        (
            "call",
            "OLD.least IS NOT NULL AND (NEW.least IS DISTINCT FROM OLD.least"
            " OR NEW.subscribed IS DISTINCT FROM OLD.subscribed OR NEW.nominal IS DISTINCT FROM OLD.nominal"
            " OR NEW.shares IS DISTINCT FROM OLD.shares)",
            "what was called for never changes",
        ),
    ),
    "consent": (
        (
            "given",
            "OLD.withdrawn_at IS NOT NULL OR NEW.given_at <> OLD.given_at OR NEW.text_id <> OLD.text_id"
            " OR NEW.application_id <> OLD.application_id",
            "a consent is only ever taken back",
        ),
    ),
}


def upgrade() -> None:
    """Make the tables, then the guards."""
    _make_application()
    _make_decisions()
    _make_receipts_and_letters()
    _make_consents()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _make_application() -> None:
    op.create_table(
        "joining_application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("search_name", sa.String(length=600), nullable=False),
        sa.Column("given_name", sa.String(length=100), nullable=True),
        sa.Column("family_name", sa.String(length=100), nullable=True),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=20), nullable=False),
        sa.Column("locality", sa.String(length=100), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("siren", sa.String(length=9), nullable=True),
        sa.Column("siret", sa.String(length=14), nullable=True),
        sa.Column("representative_given_name", sa.String(length=100), nullable=True),
        sa.Column("representative_family_name", sa.String(length=100), nullable=True),
        sa.Column("representative_role", sa.String(length=100), nullable=True),
        sa.Column("representative_email", sa.String(length=255), nullable=True),
        sa.Column("ties", JSON, nullable=False),
        sa.Column("advised_category", sa.String(length=64), nullable=True),
        sa.Column("category_key", sa.String(length=64), nullable=False),
        sa.Column("college_key", sa.String(length=64), nullable=True),
        sa.Column("shares", sa.Integer(), nullable=True),
        sa.Column("collective_value", sa.String(), nullable=False),
        sa.Column("own_value_kinds", JSON, nullable=False),
        sa.Column("own_value", sa.String(), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("waiting_since", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("nominal", sa.BigInteger(), nullable=True),
        sa.Column("subscribed", sa.BigInteger(), nullable=True),
        sa.Column("least", sa.BigInteger(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        _one_of("joining_application", "actorkind", "kind", ("person", "organisation")),
        _one_of("joining_application", "applicationstate", "state", STATES),
        _check("joining_application", "named", "name <> ''"),
        _check(
            "joining_application",
            "represented",
            "kind = 'person' OR (representative_family_name IS NOT NULL AND representative_email IS NOT NULL)",
        ),
        _check("joining_application", "shares_positive", "shares IS NULL OR shares > 0"),
        _check("joining_application", "admitted_once", "(state = 'admitted') = (member_id IS NOT NULL)"),
        _check("joining_application", "waiting_dated", "state <> 'waiting' OR waiting_since IS NOT NULL"),
        _check(
            "joining_application", "call_in_reach", "least IS NULL OR (least > 0 AND least <= subscribed)"
        ),
        _check("joining_application", "call_dated", "(due_on IS NULL) = (least IS NULL)"),
        _reference("joining_application", "actor_id", "actor"),
        _reference("joining_application", "member_id", "member"),
        sa.PrimaryKeyConstraint("id", name="pk_joining_application"),
        sa.UniqueConstraint("member_id", name="uq_joining_application_member_id"),
    )
    for column in ("search_name", "email", "siren", "actor_id"):
        _index("joining_application", column)
    _index("joining_application", "state", "received_at")


def _make_decisions() -> None:
    op.create_table(
        "joining_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_joining_batch"),
    )
    op.create_table(
        "joining_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("tells_reason", sa.Boolean(), nullable=False),
        _one_of("joining_decision", "verdict", "verdict", ("accept", "refuse", "wait")),
        _reference("joining_decision", "batch_id", "joining_batch"),
        _reference("joining_decision", "application_id", "joining_application"),
        sa.PrimaryKeyConstraint("id", name="pk_joining_decision"),
        sa.UniqueConstraint("batch_id", "application_id", name="uq_joining_decision_batch_id_application_id"),
    )
    _index("joining_decision", "application_id")
    final = sa.text("verdict <> 'wait'")
    op.create_index(
        "uq_joining_decision_final",
        "joining_decision",
        ["application_id"],
        unique=True,
        sqlite_where=final,
        postgresql_where=final,
    )


def _make_receipts_and_letters() -> None:
    op.create_table(
        "joining_receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=140), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=False),
        _one_of("joining_receipt", "paymentmethod", "method", ("transfer", "cheque", "cash", "debit")),
        _check("joining_receipt", "amount", "amount <> 0"),
        _check("joining_receipt", "correction_takes_away", "corrects_id IS NULL OR amount < 0"),
        _reference("joining_receipt", "application_id", "joining_application"),
        _reference("joining_receipt", "corrects_id", "joining_receipt"),
        sa.PrimaryKeyConstraint("id", name="pk_joining_receipt"),
        sa.UniqueConstraint("corrects_id", name="uq_joining_receipt_corrects_id"),
    )
    _index("joining_receipt", "application_id")
    op.create_table(
        "joining_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("promised_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        _one_of("joining_letter", "letterkind", "kind", LETTERS),
        _reference("joining_letter", "application_id", "joining_application"),
        sa.PrimaryKeyConstraint("id", name="pk_joining_letter"),
    )
    _index("joining_letter", "application_id")


def _make_consents() -> None:
    op.create_table(
        "consent_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_consent_text"),
        sa.UniqueConstraint("key", "locale", "version", name="uq_consent_text_key_locale_version"),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        _check("consent", "period", "withdrawn_at IS NULL OR withdrawn_at >= given_at"),
        _reference("consent", "application_id", "joining_application"),
        _reference("consent", "text_id", "consent_text"),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
        sa.UniqueConstraint("application_id", "text_id", name="uq_consent_application_id_text_id"),
    )
    _index("consent", "text_id")


def _one_of(table: str, name: str, column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return _check(table, name, f"{column} IN ({listed})")


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def _guard_sqlite() -> None:
    for table in WRITTEN_ONCE:
        for act in ("UPDATE", "DELETE"):
            _sqlite(f"{table}_{act.lower()}", act, table, "1", f"{table} is written once")
    for table, refusals in REFUSED.items():
        for name, condition, sentence in refusals:
            # SQLite before 3.39 does not know DISTINCT FROM; its IS NOT means the same.
            plain = condition.replace("IS DISTINCT FROM", "IS NOT")
            _sqlite(f"{table}_{name}", "UPDATE", table, plain, sentence)
    _sqlite(
        "joining_application_insert", "INSERT", "joining_application", "NEW.state <> 'received'",
        "an application only goes forward",
    )  # fmt: skip


def _sqlite(name: str, act: str, table: str, condition: str, sentence: str) -> None:
    op.execute(
        f"CREATE TRIGGER guard_{name} BEFORE {act} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


def _guard_postgresql() -> None:
    for table in WRITTEN_ONCE:
        op.execute(
            f"CREATE TRIGGER guard_{table} BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION guard_written_once()"
        )
    for table, refusals in REFUSED.items():
        checks = " ".join(
            f"IF {condition} THEN RAISE EXCEPTION '{sentence}'; END IF;"
            for _, condition, sentence in refusals
        )
        _postgresql(table, "UPDATE", checks)
    _postgresql(
        "joining_application", "INSERT",
        "IF NEW.state <> 'received' THEN RAISE EXCEPTION 'an application only goes forward'; END IF;",
    )  # fmt: skip


def _postgresql(table: str, act: str, checks: str) -> None:
    name = f"guard_{table}_{act.lower()}"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {checks} RETURN NEW; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    """Remove them; a table takes its triggers with it."""
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for name in ("joining_application_update", "joining_application_insert", "consent_update"):
            op.execute(f"DROP FUNCTION guard_{name}()")
