"""Index the stems of words, let anyone subscribe by mail, and note what was recalled.

Revision ID: 0002
Revises: 0001
"""

import snowballstemmer
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_WORD = sa.String(length=40, collation="C").with_variant(sa.String(length=40), "sqlite")


def upgrade() -> None:
    """Apply the revision."""
    known = op.get_bind().execute(sa.text("SELECT word, entry_id, weight FROM information_word")).all()
    _make_words(with_stem=True)
    stemmer = snowballstemmer.stemmer("french")
    rows = [
        {"word": word, "entry_id": entry, "weight": weight, "stem": stemmer.stemWord(word)}
        for word, entry, weight in known
    ]
    if rows:
        written = "INSERT INTO information_word (word, entry_id, weight, stem) VALUES (:word, :entry_id, :weight, :stem)"
        op.get_bind().execute(sa.text(written), rows)

    op.add_column("information_entry", sa.Column("reminded_on", sa.Date(), nullable=True))
    op.add_column("information_entry", sa.Column("closing_told_for", sa.Date(), nullable=True))

    with op.batch_alter_table("information_subscription") as batch:
        batch.alter_column("actor_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("email", sa.String(length=254), nullable=True))
        batch.add_column(sa.Column("locale", sa.String(length=16), nullable=True))
        batch.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_check_constraint(
            batch.f("ck_information_subscription_one_reader"), "(actor_id IS NULL) <> (email IS NULL)"
        )
        batch.create_index(batch.f("ix_information_subscription_email"), ["email"])
    op.execute("UPDATE information_subscription SET confirmed_at = subscribed_at")


def downgrade() -> None:
    """Take the revision back; who subscribed by mail is forgotten."""
    op.execute("DELETE FROM information_subscription WHERE actor_id IS NULL")
    with op.batch_alter_table("information_subscription") as batch:
        batch.drop_index(batch.f("ix_information_subscription_email"))
        batch.drop_constraint(batch.f("ck_information_subscription_one_reader"), type_="check")
        for name in ("confirmed_at", "locale", "email"):
            batch.drop_column(name)
        batch.alter_column("actor_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("information_entry") as batch:
        batch.drop_column("closing_told_for")
        batch.drop_column("reminded_on")
    known = op.get_bind().execute(sa.text("SELECT word, entry_id, weight FROM information_word")).all()
    _make_words(with_stem=False)
    rows = [{"word": word, "entry_id": entry, "weight": weight} for word, entry, weight in known]
    if rows:
        written = "INSERT INTO information_word (word, entry_id, weight) VALUES (:word, :entry_id, :weight)"
        op.get_bind().execute(sa.text(written), rows)


def _make_words(*, with_stem: bool) -> None:
    """Make the index of words anew: all that it holds is derived."""
    op.drop_table("information_word")
    stem = [sa.Column("stem", _WORD, nullable=False)] if with_stem else []
    op.create_table(
        "information_word",
        sa.Column("word", _WORD, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        *stem,
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["information_entry.id"],
            name=op.f("fk_information_word_entry_id_information_entry"), ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("word", "entry_id", name=op.f("pk_information_word")),
    )  # fmt: skip
    op.create_index("ix_information_word_entry_id", "information_word", ["entry_id"])
    if with_stem:
        op.create_index("ix_information_word_stem", "information_word", ["stem", "entry_id"])
