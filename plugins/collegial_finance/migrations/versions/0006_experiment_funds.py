"""Make the tables of experiment funds, and the triggers that keep them within their money.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = (
    "finance_report", "finance_evidence", "finance_instalment", "finance_project_agreement",
    "finance_review_score", "finance_review", "finance_application_file", "finance_application",
    "finance_call_criterion", "finance_fund_receipt", "finance_fund_convention", "finance_call",
    "finance_experiment_fund",
)  # fmt: skip
WRITTEN_ONCE = ("finance_fund_receipt", "finance_call_criterion", "finance_evidence", "finance_report")

# What the calls take beyond what is earmarked for them is at most what came in for all of them.
_RECEIVED = (
    "(SELECT COALESCE(SUM(r.amount), 0) FROM finance_fund_receipt r"
    " JOIN finance_fund_convention c ON c.id = r.convention_id WHERE c.fund_id = NEW.fund_id AND {whose})"
)
_OVERCOMMITTED = (
    "(SELECT COALESCE(SUM(CASE WHEN used > own THEN used - own ELSE 0 END), 0) FROM"
    " (SELECT SUM(a.amount - a.released) AS used, " + _RECEIVED.format(whose="c.call_id = a.call_id") + " AS own"
    " FROM finance_project_agreement a WHERE a.fund_id = NEW.fund_id GROUP BY a.call_id) AS by_call)"
    " > " + _RECEIVED.format(whose="c.call_id IS NULL")
)
_OVER_ENVELOPE = (
    "(SELECT SUM(a.amount - a.released) FROM finance_project_agreement a WHERE a.call_id = NEW.call_id)"
    " > (SELECT envelope FROM finance_call WHERE id = NEW.call_id)"
)
_OVER_AGREEMENT = (
    "(SELECT SUM(i.amount) FROM finance_instalment i WHERE i.agreement_id = NEW.agreement_id)"
    " > (SELECT amount FROM finance_project_agreement WHERE id = NEW.agreement_id)"
)
_UNPROVEN = (
    "NEW.paid > 0 AND NEW.needs_evidence"
    " AND NOT EXISTS (SELECT 1 FROM finance_evidence e WHERE e.instalment_id = NEW.id)"
)
_UNSIGNED = (
    "NEW.paid > 0 AND NOT EXISTS (SELECT 1 FROM finance_project_agreement a WHERE a.id = NEW.agreement_id"
    " AND a.signed_on IS NOT NULL AND NEW.paid <= a.amount - a.released)"
)
_IN_CONFLICT = (
    "EXISTS (SELECT 1 FROM finance_review r WHERE r.id = NEW.review_id AND r.conflict IS NOT NULL)"
)
_SCORED = (
    "NEW.conflict IS NOT NULL AND EXISTS (SELECT 1 FROM finance_review_score s WHERE s.review_id = NEW.id)"
)
_OVER_CONVENTION = (
    "(SELECT SUM(r.amount) FROM finance_fund_receipt r WHERE r.convention_id = NEW.convention_id)"
    " > (SELECT amount FROM finance_fund_convention WHERE id = NEW.convention_id)"
)
_PAID_ONCE = "OLD.paid > 0 AND (NEW.paid <> OLD.paid OR NEW.entry_id <> OLD.entry_id)"
# By table and act: the fault once it is done, and what the database answers.
GUARDS = (
    ("finance_project_agreement", "INSERT", _OVERCOMMITTED, "a fund commits no more than it received"),
    ("finance_project_agreement", "UPDATE", _OVERCOMMITTED, "a fund commits no more than it received"),
    ("finance_project_agreement", "INSERT", _OVER_ENVELOPE, "a call commits no more than it offers"),
    ("finance_project_agreement", "UPDATE", _OVER_ENVELOPE, "a call commits no more than it offers"),
    ("finance_fund_receipt", "INSERT", _OVER_CONVENTION, "no more comes in than a convention says"),
    ("finance_instalment", "INSERT", _OVER_AGREEMENT, "instalments make no more than their agreement"),
    ("finance_instalment", "UPDATE", _OVER_AGREEMENT, "instalments make no more than their agreement"),
    ("finance_instalment", "UPDATE", _UNPROVEN, "an instalment is paid on its evidence"),
    ("finance_instalment", "UPDATE", _UNSIGNED, "nothing is paid before the signature, or beyond it"),
    ("finance_instalment", "UPDATE", _PAID_ONCE, "an instalment is paid once"),
    ("finance_review_score", "INSERT", _IN_CONFLICT, "who is in conflict of interest does not score"),
    ("finance_review_score", "UPDATE", _IN_CONFLICT, "who is in conflict of interest does not score"),
    ("finance_review", "UPDATE", _SCORED, "who is in conflict of interest does not score"),
)
# Where two writers could both be right alone, the row that both look at is locked first.
LOCKS = {
    "finance_project_agreement": "PERFORM 1 FROM finance_experiment_fund WHERE id = NEW.fund_id FOR UPDATE;",
    "finance_fund_receipt": "PERFORM 1 FROM finance_fund_convention WHERE id = NEW.convention_id FOR UPDATE;",
    "finance_instalment": "PERFORM 1 FROM finance_project_agreement WHERE id = NEW.agreement_id FOR UPDATE;",
    "finance_review_score": "PERFORM 1 FROM finance_review WHERE id = NEW.review_id FOR UPDATE;",
}


def upgrade() -> None:
    """Make them."""
    _make_tables()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _guarded() -> list[tuple[str, str]]:
    return list(dict.fromkeys((table, act) for table, act, _fault, _reason in GUARDS))


def _faults(table: str, act: str) -> list[tuple[str, str]]:
    return [(fault, reason) for name, when, fault, reason in GUARDS if (name, when) == (table, act)]


def _guard_sqlite() -> None:
    for table in WRITTEN_ONCE:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER once_{table}_{act.lower()} BEFORE {act} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"
            )
    for table, act in _guarded():
        checks = "; ".join(
            f"SELECT RAISE(ABORT, '{reason}') WHERE {fault}" for fault, reason in _faults(table, act)
        )
        op.execute(f"CREATE TRIGGER guard_{table}_{act.lower()} AFTER {act} ON {table} BEGIN {checks}; END")


def _guard_postgresql() -> None:
    for table in WRITTEN_ONCE:
        op.execute(
            f"CREATE TRIGGER once_{table} BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION finance_written_once()"
        )
    for table, act in _guarded():
        name = f"guard_{table}_{act.lower()}"
        checks = " ".join(
            f"IF {fault} THEN RAISE EXCEPTION '{reason}'; END IF;" for fault, reason in _faults(table, act)
        )
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {LOCKS.get(table, '')}"
            f" {checks} RETURN NULL; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} AFTER {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def downgrade() -> None:
    """Take the revision back."""
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        for table, act in _guarded():
            op.execute(f"DROP FUNCTION guard_{table}_{act.lower()}()")


def _make_tables() -> None:
    op.create_table('finance_experiment_fund',
sa.Column('id', sa.Integer(), nullable=False),
sa.Column('name', sa.String(length=200), nullable=False),
sa.Column('purpose', sa.String(), nullable=False),
sa.Column('committee_id', sa.Integer(), nullable=False),
sa.Column('opened_on', sa.Date(), nullable=False),
sa.ForeignKeyConstraint(['committee_id'], ['work_group.id'], name=op.f('fk_finance_experiment_fund_committee_id_work_group')),
sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_experiment_fund')),
sa.UniqueConstraint('name', name=op.f('uq_finance_experiment_fund_name'))
)
    op.create_index(op.f('ix_finance_experiment_fund_committee_id'), 'finance_experiment_fund', ['committee_id'], unique=False)
    op.create_table('finance_call',
sa.Column('id', sa.Integer(), nullable=False),
sa.Column('fund_id', sa.Integer(), nullable=False),
sa.Column('title', sa.String(length=200), nullable=False),
sa.Column('text', sa.String(), nullable=False),
sa.Column('opens_on', sa.Date(), nullable=False),
sa.Column('closes_on', sa.Date(), nullable=False),
sa.Column('envelope', sa.BigInteger(), nullable=False),
sa.Column('most', sa.BigInteger(), nullable=False),
sa.CheckConstraint('0 < most AND most <= envelope', name=op.f('ck_finance_call_amounts_in_order')),
sa.CheckConstraint('closes_on >= opens_on', name=op.f('ck_finance_call_period')),
sa.ForeignKeyConstraint(['fund_id'], ['finance_experiment_fund.id'], name=op.f('fk_finance_call_fund_id_finance_experiment_fund')),
sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_call')),
sa.UniqueConstraint('id', 'fund_id', name=op.f('uq_finance_call_id_fund_id'))
)
    op.create_index(op.f('ix_finance_call_fund_id'), 'finance_call', ['fund_id'], unique=False)
    op.create_table('finance_fund_convention',
sa.Column('id', sa.Integer(), nullable=False),
sa.Column('fund_id', sa.Integer(), nullable=False),
sa.Column('contributor_id', sa.Integer(), nullable=False),
sa.Column('kind', sa.Enum('public', 'private', name='contributorkind', native_enum=False, create_constraint=True, length=32), nullable=False),
sa.Column('amount', sa.BigInteger(), nullable=False),
sa.Column('call_id', sa.Integer(), nullable=True),
sa.Column('earmark', sa.String(length=500), nullable=True),
sa.Column('starts_on', sa.Date(), nullable=False),
sa.Column('ends_on', sa.Date(), nullable=False),
sa.Column('ended_on', sa.Date(), nullable=True),
sa.Column('end_reason', sa.String(length=500), nullable=True),
sa.Column('entry_id', sa.Integer(), nullable=False),
sa.CheckConstraint('(ended_on IS NULL) = (end_reason IS NULL)', name=op.f('ck_finance_fund_convention_ended_with_reason')),
sa.CheckConstraint('amount > 0', name=op.f('ck_finance_fund_convention_amount_positive')),
sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_finance_fund_convention_period')),
sa.ForeignKeyConstraint(['call_id', 'fund_id'], ['finance_call.id', 'finance_call.fund_id'], name=op.f('fk_finance_fund_convention_call_id_fund_id_finance_call')),
sa.ForeignKeyConstraint(['contributor_id'], ['actor.id'], name=op.f('fk_finance_fund_convention_contributor_id_actor')),
sa.ForeignKeyConstraint(['entry_id'], ['finance_entry.id'], name=op.f('fk_finance_fund_convention_entry_id_finance_entry')),
sa.ForeignKeyConstraint(['fund_id'], ['finance_experiment_fund.id'], name=op.f('fk_finance_fund_convention_fund_id_finance_experiment_fund')),
sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_fund_convention'))
)
    op.create_index(op.f('ix_finance_fund_convention_call_id'), 'finance_fund_convention', ['call_id'], unique=False)
    op.create_index(op.f('ix_finance_fund_convention_contributor_id'), 'finance_fund_convention', ['contributor_id'], unique=False)
    op.create_index(op.f('ix_finance_fund_convention_entry_id'), 'finance_fund_convention', ['entry_id'], unique=False)
    op.create_index(op.f('ix_finance_fund_convention_fund_id'), 'finance_fund_convention', ['fund_id'], unique=False)
    op.create_table('finance_fund_receipt',
sa.Column('id', sa.Integer(), nullable=False),
sa.Column('convention_id', sa.Integer(), nullable=False),
sa.Column('amount', sa.BigInteger(), nullable=False),
sa.Column('received_on', sa.Date(), nullable=False),
sa.Column('entry_id', sa.Integer(), nullable=False),
sa.CheckConstraint('amount > 0', name=op.f('ck_finance_fund_receipt_amount_positive')),
sa.ForeignKeyConstraint(['convention_id'], ['finance_fund_convention.id'], name=op.f('fk_finance_fund_receipt_convention_id_finance_fund_convention')),
sa.ForeignKeyConstraint(['entry_id'], ['finance_entry.id'], name=op.f('fk_finance_fund_receipt_entry_id_finance_entry')),
sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_fund_receipt'))
)
    op.create_index(op.f('ix_finance_fund_receipt_convention_id'), 'finance_fund_receipt', ['convention_id'], unique=False)
    op.create_index(op.f('ix_finance_fund_receipt_entry_id'), 'finance_fund_receipt', ['entry_id'], unique=False)
    op.create_table('finance_call_criterion',
sa.Column('id', sa.Integer(), nullable=False),
sa.Column('call_id', sa.Integer(), nullable=False),
sa.Column('position', sa.Integer(), nullable=False),
sa.Column('label', sa.String(length=200), nullable=False),
sa.Column('meaning', sa.String(), nullable=False),
sa.Column('weight', sa.Integer(), nullable=False),
sa.CheckConstraint('weight BETWEEN 1 AND 10', name=op.f('ck_finance_call_criterion_weight')),
sa.ForeignKeyConstraint(['call_id'], ['finance_call.id'], name=op.f('fk_finance_call_criterion_call_id_finance_call')),
sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_call_criterion')),
sa.UniqueConstraint('call_id', 'position', name=op.f('uq_finance_call_criterion_call_id_position'))
)
    op.create_table('finance_application',
sa.Column('id', sa.Integer(), nullable=False),
sa.Column('call_id', sa.Integer(), nullable=False),
sa.Column('applicant_id', sa.Integer(), nullable=False),
sa.Column('title', sa.String(length=200), nullable=False),
sa.Column('summary', sa.String(), nullable=False),
sa.Column('asked', sa.BigInteger(), nullable=False),
sa.Column('budget', sa.BigInteger(), nullable=False),
sa.Column('granted', sa.BigInteger(), nullable=True),
sa.Column('state', sa.Enum('submitted', 'voting', 'accepted', 'refused', 'agreed', 'closed', 'withdrawn', name='applicationstate', native_enum=False, create_constraint=True, length=32), nullable=False),
sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
sa.CheckConstraint('asked > 0 AND budget >= asked', name=op.f('ck_finance_application_amounts_in_order')),
sa.CheckConstraint('granted IS NULL OR (granted > 0 AND granted <= asked)', name=op.f('ck_finance_application_granted_within_asked')),
sa.ForeignKeyConstraint(['applicant_id'], ['actor.id'], name=op.f('fk_finance_application_applicant_id_actor')),
sa.ForeignKeyConstraint(['call_id'], ['finance_call.id'], name=op.f('fk_finance_application_call_id_finance_call')),
sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_application')),
sa.UniqueConstraint('id', 'call_id', name=op.f('uq_finance_application_id_call_id'))
)
    op.create_index(op.f('ix_finance_application_applicant_id'), 'finance_application', ['applicant_id'], unique=False)
    op.create_index(op.f('ix_finance_application_call_id'), 'finance_application', ['call_id'], unique=False)
    op.create_table('finance_application_file',
sa.Column('application_id', sa.Integer(), nullable=False),
sa.Column('file_id', sa.Integer(), nullable=False),
sa.ForeignKeyConstraint(['application_id'], ['finance_application.id'], name=op.f('fk_finance_application_file_application_id_finance_application')),
sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_finance_application_file_file_id_stored_file')),
sa.PrimaryKeyConstraint('application_id', 'file_id', name=op.f('pk_finance_application_file'))
)
    op.create_index(op.f('ix_finance_application_file_file_id'), 'finance_application_file', ['file_id'], unique=False)
    op.create_table('finance_review',
sa.Column('id', sa.Integer(), nullable=False),
sa.Column('application_id', sa.Integer(), nullable=False),
sa.Column('reviewer_id', sa.Integer(), nullable=False),
sa.Column('conflict', sa.String(length=500), nullable=True),
sa.Column('comment', sa.String(), nullable=True),
sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
sa.CheckConstraint('conflict IS NULL OR comment IS NULL', name=op.f('ck_finance_review_conflict_is_silent')),
sa.ForeignKeyConstraint(['application_id'], ['finance_application.id'], name=op.f('fk_finance_review_application_id_finance_application')),
sa.ForeignKeyConstraint(['reviewer_id'], ['actor.id'], name=op.f('fk_finance_review_reviewer_id_actor')),
sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_review')),
sa.UniqueConstraint('application_id', 'reviewer_id', name=op.f('uq_finance_review_application_id_reviewer_id'))
)
    op.create_index(op.f('ix_finance_review_application_id'), 'finance_review', ['application_id'], unique=False)
    op.create_index(op.f('ix_finance_review_reviewer_id'), 'finance_review', ['reviewer_id'], unique=False)
    op.create_table('finance_review_score',
sa.Column('review_id', sa.Integer(), nullable=False),
sa.Column('criterion_id', sa.Integer(), nullable=False),
sa.Column('value', sa.Integer(), nullable=False),
sa.CheckConstraint('value BETWEEN 0 AND 5', name=op.f('ck_finance_review_score_value')),
sa.ForeignKeyConstraint(['criterion_id'], ['finance_call_criterion.id'], name=op.f('fk_finance_review_score_criterion_id_finance_call_criterion')),
sa.ForeignKeyConstraint(['review_id'], ['finance_review.id'], name=op.f('fk_finance_review_score_review_id_finance_review')),
sa.PrimaryKeyConstraint('review_id', 'criterion_id', name=op.f('pk_finance_review_score'))
)
    op.create_index(op.f('ix_finance_review_score_criterion_id'), 'finance_review_score', ['criterion_id'], unique=False)
    op.create_table('finance_project_agreement',
sa.Column('id', sa.Integer(), nullable=False),
sa.Column('application_id', sa.Integer(), nullable=False),
sa.Column('call_id', sa.Integer(), nullable=False),
sa.Column('fund_id', sa.Integer(), nullable=False),
sa.Column('amount', sa.BigInteger(), nullable=False),
sa.Column('released', sa.BigInteger(), nullable=False),
sa.Column('starts_on', sa.Date(), nullable=False),
sa.Column('ends_on', sa.Date(), nullable=False),
sa.Column('duties', sa.String(), nullable=False),
sa.Column('drawn_on', sa.Date(), nullable=False),
sa.Column('signed_on', sa.Date(), nullable=True),
sa.Column('closed_on', sa.Date(), nullable=True),
sa.Column('entry_id', sa.Integer(), nullable=False),
sa.CheckConstraint('0 < amount AND 0 <= released AND released <= amount', name=op.f('ck_finance_project_agreement_amounts_in_order')),
sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_finance_project_agreement_period')),
sa.ForeignKeyConstraint(['application_id', 'call_id'], ['finance_application.id', 'finance_application.call_id'], name=op.f('fk_finance_project_agreement_application_id_call_id_finance_application')),
sa.ForeignKeyConstraint(['call_id', 'fund_id'], ['finance_call.id', 'finance_call.fund_id'], name=op.f('fk_finance_project_agreement_call_id_fund_id_finance_call')),
sa.ForeignKeyConstraint(['entry_id'], ['finance_entry.id'], name=op.f('fk_finance_project_agreement_entry_id_finance_entry')),
sa.ForeignKeyConstraint(['fund_id'], ['finance_experiment_fund.id'], name=op.f('fk_finance_project_agreement_fund_id_finance_experiment_fund')),
sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_project_agreement')),
sa.UniqueConstraint('application_id', name=op.f('uq_finance_project_agreement_application_id'))
)
    op.create_index(op.f('ix_finance_project_agreement_call_id'), 'finance_project_agreement', ['call_id'], unique=False)
    op.create_index(op.f('ix_finance_project_agreement_entry_id'), 'finance_project_agreement', ['entry_id'], unique=False)
    op.create_index(op.f('ix_finance_project_agreement_fund_id'), 'finance_project_agreement', ['fund_id'], unique=False)
    op.create_table('finance_instalment',
sa.Column('id', sa.Integer(), nullable=False),
sa.Column('agreement_id', sa.Integer(), nullable=False),
sa.Column('position', sa.Integer(), nullable=False),
sa.Column('condition', sa.String(length=300), nullable=False),
sa.Column('amount', sa.BigInteger(), nullable=False),
sa.Column('due_on', sa.Date(), nullable=False),
sa.Column('needs_evidence', sa.Boolean(), nullable=False),
sa.Column('paid', sa.BigInteger(), nullable=False),
sa.Column('paid_on', sa.Date(), nullable=True),
sa.Column('entry_id', sa.Integer(), nullable=True),
sa.CheckConstraint('(paid > 0) = (entry_id IS NOT NULL)', name=op.f('ck_finance_instalment_paid_with_entry')),
sa.CheckConstraint('0 < amount AND 0 <= paid AND paid <= amount', name=op.f('ck_finance_instalment_paid_within_amount')),
sa.ForeignKeyConstraint(['agreement_id'], ['finance_project_agreement.id'], name=op.f('fk_finance_instalment_agreement_id_finance_project_agreement')),
sa.ForeignKeyConstraint(['entry_id'], ['finance_entry.id'], name=op.f('fk_finance_instalment_entry_id_finance_entry')),
sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_instalment')),
sa.UniqueConstraint('agreement_id', 'position', name=op.f('uq_finance_instalment_agreement_id_position'))
)
    op.create_index(op.f('ix_finance_instalment_entry_id'), 'finance_instalment', ['entry_id'], unique=False)
    op.create_table('finance_evidence',
sa.Column('id', sa.Integer(), nullable=False),
sa.Column('instalment_id', sa.Integer(), nullable=False),
sa.Column('file_id', sa.Integer(), nullable=False),
sa.Column('note', sa.String(length=500), nullable=True),
sa.Column('handed_at', sa.DateTime(timezone=True), nullable=False),
sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_finance_evidence_file_id_stored_file')),
sa.ForeignKeyConstraint(['instalment_id'], ['finance_instalment.id'], name=op.f('fk_finance_evidence_instalment_id_finance_instalment')),
sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_evidence'))
)
    op.create_index(op.f('ix_finance_evidence_file_id'), 'finance_evidence', ['file_id'], unique=False)
    op.create_index(op.f('ix_finance_evidence_instalment_id'), 'finance_evidence', ['instalment_id'], unique=False)
    op.create_table('finance_report',
sa.Column('id', sa.Integer(), nullable=False),
sa.Column('agreement_id', sa.Integer(), nullable=False),
sa.Column('kind', sa.Enum('interim', 'final', name='reportkind', native_enum=False, create_constraint=True, length=32), nullable=False),
sa.Column('text', sa.String(), nullable=False),
sa.Column('spent', sa.BigInteger(), nullable=False),
sa.Column('file_id', sa.Integer(), nullable=True),
sa.Column('handed_at', sa.DateTime(timezone=True), nullable=False),
sa.CheckConstraint('spent >= 0', name=op.f('ck_finance_report_spent')),
sa.ForeignKeyConstraint(['agreement_id'], ['finance_project_agreement.id'], name=op.f('fk_finance_report_agreement_id_finance_project_agreement')),
sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_finance_report_file_id_stored_file')),
sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_report'))
)
    op.create_index(op.f('ix_finance_report_agreement_id'), 'finance_report', ['agreement_id'], unique=False)
    op.create_index(op.f('ix_finance_report_file_id'), 'finance_report', ['file_id'], unique=False)
