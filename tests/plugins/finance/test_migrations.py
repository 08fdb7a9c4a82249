"""The history of the funds' tables, with rows in place: what stood there before still holds, in both directions."""

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from collegial.app import build_host
from collegial.hosting import migrations
from collegial.kernel.database import Database

pytestmark = pytest.mark.both_databases

ACTOR = "INSERT INTO actor (id, kind, name, search_name, locale, is_invented, created_at) VALUES"
FUND = "INSERT INTO finance_guarantee_fund (id, name, mode, multiplier, endowment, capacity) VALUES"
FILE = (
    "INSERT INTO finance_guarantee_file (id, fund_id, borrower_id, lender, purpose, principal, rate, months,"
    " deferred, repayment, cover, commission, guaranteed, state, repaid_months, exposure, paid, recovered,"
    " requested_on) VALUES"
)
TERMS = "1, 'Banque', 'Un four', 60000, '0/1', 12, 0, 'constant_annuity', '1/1', '0/1', 60000"
BEFORE = [
    f"{ACTOR} (1, 'organisation', 'La Roue', '', 'fr', false, '2026-01-01 00:00:00')",
    f"{FUND} (1, 'Sans perte', 'delegated', '5/2', 30001, 75002)",
    f"{FUND} (2, 'Une perte', 'delegated', '3/2', 80000, 120000)",
    f"{FUND} (3, 'Tout est perdu', 'delegated', '3/1', 20000, 60000)",
    f"{FILE} (1, 2, {TERMS}, 'called', 0, 0, 50000, 20001, '2026-01-01')",
    f"{FILE} (2, 2, {TERMS}, 'issued', 0, 60000, 0, 0, '2026-01-01')",
    f"{FILE} (3, 2, {TERMS}, 'issued', 1, 55000, 0, 0, '2026-01-01')",
    f"{FILE} (4, 2, {TERMS}, 'accepted', 0, 0, 0, 0, '2026-01-01')",
    f"{FILE} (5, 3, {TERMS}, 'called', 0, 0, 60000, 0, '2026-01-01')",
]
SIZES = text("SELECT id, endowment, capacity FROM finance_guarantee_fund ORDER BY id")
LOST = text("SELECT lost FROM finance_guarantee_fund ORDER BY id")
BECOMES = "UPDATE finance_guarantee_file SET exposure = {exposure} WHERE id = {id}"


@pytest.fixture
def books(empty_database, settings):
    """Give the database with the tables of the core, and a function that takes those of the funds to a revision."""
    core, finance = (
        one for one in migrations.owners(build_host(settings)) if one.name in {"core", "finance"}
    )
    database = Database(empty_database, foreign_keys=False)

    def move(act, revision, owner=finance):
        with database.engine.begin() as connection:
            act(migrations.config_of(owner, connection), revision)
            migrations._check_foreign_keys(connection)

    move(command.upgrade, "head", core)
    yield database, move
    database.close()


def fill(database):
    with database.engine.begin() as connection:
        for statement in BEFORE:
            connection.execute(text(statement))


def told(database, question):
    with database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(question)]


def refusal(database, statement):
    """Return what the database answers to a statement, which is undone; nothing where it lets it through."""
    with database.engine.connect() as connection:
        try:
            connection.execute(text(statement))
        except DatabaseError as error:
            return str(error.orig)
    return ""


def test_capacities_fall_by_what_was_lost_before_and_rise_on_the_way_back(books):
    database, move = books
    move(command.upgrade, "0011")
    fill(database)
    before = told(database, SIZES)

    move(command.upgrade, "head")
    assert told(database, SIZES) == [(1, 30_001, 75_002), (2, 80_000, 75_001), (3, 20_000, 0)]
    assert told(database, LOST) == [(0,), (29_999,), (60_000,)]
    move(command.downgrade, "0011")
    assert told(database, SIZES) == before


def test_a_fund_that_stands_for_more_than_it_can_commit_keeps_its_guarantees_and_takes_none(books):
    database, move = books
    move(command.upgrade, "0011")
    fill(database)
    move(command.upgrade, "head")

    for sound in (
        BECOMES.format(id=3, exposure=50_000),
        "UPDATE finance_guarantee_file SET state = 'incident' WHERE id = 2",
        "UPDATE finance_guarantee_file SET state = 'called', exposure = 0, paid = 60000 WHERE id = 2",
        "UPDATE finance_guarantee_file SET provision = exposure WHERE id = 3",
    ):
        assert refusal(database, sound) == "", sound
    for wrong in (
        BECOMES.format(id=3, exposure=55_001),
        "UPDATE finance_guarantee_file SET state = 'issued', exposure = 1 WHERE id = 4",
        "UPDATE finance_guarantee_file SET fund_id = 3 WHERE id = 2",
        f"{FILE} (9, 2, {TERMS}, 'issued', 0, 1, 0, 0, '2026-01-01')",
    ):
        assert "stands for no more than its capacity" in refusal(database, wrong), wrong


AGREED = """
INSERT INTO actor (id, kind, name, search_name, locale, is_invented, created_at) VALUES (1,
    'organisation', 'La Roue', '', 'fr', false, '2026-01-01 00:00:00');
INSERT INTO finance_entry (id, number, day, recorded_at, label, source, size) VALUES (1, 1, '2026-01-02',
    '2026-01-02 00:00:00', 'Versement', 'experiment:1', 1);
INSERT INTO work_group (id, key, name, kind) VALUES (1, 'committee', 'Comité', 'working');
INSERT INTO finance_experiment_fund (id, name, purpose, committee_id, opened_on) VALUES (1, 'Fonds',
    'Essayer', 1, '2026-01-01');
INSERT INTO finance_call (id, fund_id, title, text, opens_on, closes_on, envelope, most) VALUES (1, 1,
    'Appel', 'Essayez', '2026-01-01', '2026-02-01', 90000, 80000);
INSERT INTO finance_application (id, call_id, applicant_id, title, summary, asked, budget, granted,
    state, submitted_at) VALUES (1, 1, 1, 'Un four', 'Un four', 80000, 90000, 80000, 'agreed', '2026-01-02
    00:00:00');
INSERT INTO finance_fund_convention (id, fund_id, contributor_id, kind, amount, starts_on, ends_on,
    entry_id) VALUES (1, 1, 1, 'public', 90000, '2026-01-01', '2026-12-31', 1);
INSERT INTO finance_fund_receipt (id, convention_id, amount, received_on, entry_id) VALUES (1, 1, 90000,
    '2026-01-02', 1);
INSERT INTO finance_project_agreement (id, application_id, call_id, fund_id, amount, released, starts_on,
    ends_on, duties, drawn_on, signed_on, entry_id) VALUES (1, 1, 1, 1, 80000, 0, '2026-02-01', '2026-12-31',
    'Raconter', '2026-02-01', '2026-02-02', 1);
INSERT INTO finance_instalment (id, agreement_id, position, condition, amount, due_on, needs_evidence,
    paid) VALUES (1, 1, 1, 'Signature', 50000, '2026-02-03', false, 0), (2, 1, 2, 'Facture', 30000,
    '2026-06-03', false, 0);
UPDATE finance_instalment SET paid = 20000, paid_on = '2026-02-05', entry_id = 1 WHERE id = 1
"""
PAYMENTS = text("SELECT instalment_id, amount, entry_id FROM finance_instalment_payment ORDER BY id")
REST = (
    "INSERT INTO finance_instalment_payment (instalment_id, amount, paid_on, entry_id)"
    " VALUES (1, {}, '2026-03-01', 1)"
)
PAID = "UPDATE finance_instalment SET paid = 50000 WHERE id = 1"


def test_an_instalment_that_was_paid_in_part_can_be_completed_after_the_upgrade(books):
    database, move = books
    move(command.upgrade, "0012")
    with database.engine.begin() as connection:
        for statement in AGREED.split(";"):
            connection.execute(text(statement))
    assert "an instalment is paid once" in refusal(database, PAID)

    move(command.upgrade, "head")
    assert told(database, PAYMENTS) == [(1, 20_000, 1)]
    assert "no more than their instalment" in refusal(database, REST.format(30_001))
    with database.engine.begin() as connection:
        connection.execute(text(REST.format(30_000)))
        connection.execute(text(PAID))
    move(command.downgrade, "0012")
    assert told(database, text("SELECT paid FROM finance_instalment ORDER BY id")) == [(50_000,), (0,)]
    assert "an instalment is paid once" in refusal(database, PAID.replace("50000", "1"))


LOANS_OF = "INSERT INTO finance_loan_fund (id, name, mode, lender, available) VALUES"
LOAN = (
    "INSERT INTO finance_loan (id, fund_id, borrower_id, purpose, principal, rate, months, deferred, repayment,"
    " state, requested_on, lent_on, first_due, remaining, provision, lost, recovered) VALUES"
)
STEP = "INSERT INTO finance_loan_step (id, loan_id, act, taken_on, capital, interest, remaining, after, taken_at)"
LENT = "'2026-01-01', '2026-01-01', '2026-02-01'"
LOANS = [
    BEFORE[0],
    f"{LOANS_OF} (1, 'Prêts', 'delegated', 'Banque', 900000)",
    f"{LOAN} (1, 1, 1, 'x', 60000, '0/1', 12, 0, 'constant_capital', 'running', {LENT}, 45000, 0, 0, 0)",
    f"{LOAN} (2, 1, 1, 'x', 60000, '0/1', 12, 0, 'constant_capital', 'running', {LENT}, 60000, 0, 0, 0)",
    f"{LOAN} (3, 1, 1, 'x', 60000, '0/1', 12, 0, 'constant_capital', 'lost', {LENT}, 0, 0, 60000, 0)",
    f"{STEP} VALUES (1, 1, 'repayment', '2026-02-01', 5000, 0, 55000, NULL, '2026-02-01 00:00:00')",
    f"{STEP} VALUES (2, 1, 'early', '2026-02-02', 10000, 0, 45000, 1, '2026-02-02 00:00:00')",
]


def test_each_loan_that_runs_is_given_the_day_of_its_next_instalment(books):
    database, move = books
    move(command.upgrade, "0015")
    with database.engine.begin() as connection:
        for statement in LOANS:
            connection.execute(text(statement))

    move(command.upgrade, "head")
    days = told(database, text("SELECT id, next_due FROM finance_loan ORDER BY id"))
    assert [(key, day and str(day)) for key, day in days] == [(1, "2026-03-01"), (2, "2026-02-01"), (3, None)]
    move(command.downgrade, "0015")
