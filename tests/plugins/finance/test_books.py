"""The books: whole, in order, written once, closed for good."""

from datetime import date

import pytest

from collegial.plugin import Forbidden, Invalid, Missing, Money, Refused
from collegial_finance.ledger import queries, services
from collegial_finance.ledger.rules import Line

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 23)


@pytest.fixture
def record(context, finance_is_on):
    """Give a function that writes an entry by hand."""

    def write(amount=10_000, on=TODAY, debit="512", credit="1021"):
        return services.record_by_hand(
            context, on=on, label="Dotation", debit=debit, credit=credit, amount=Money(amount)
        )

    return write


def shown(session):
    return {account.number: balance.cents for account, balance in queries.balances(session).items()}


def test_entries_are_numbered_without_gap_and_balance(context, session, record):
    assert [record().number, record(2_500).number] == [1, 2]
    compound = services.write(
        context, on=TODAY, label="Deux en un", source="test",
        lines=[Line("512", debit=Money(700)), Line("1021", credit=Money(300)), Line("74", credit=Money(400))],
    )  # fmt: skip

    assert (compound.number, compound.size, compound.amount) == (3, 2, Money(700))
    assert shown(session) == {"1021": -12_800, "512": 13_200, "74": -400}
    assert queries.balance_of(session, "74", "test") == Money(-400)
    assert queries.balance_of(session, "74", "elsewhere") == Money(0)
    assert queries.incomplete(session) == []


def test_what_is_committed_is_not_added_to_what_is_moved(context, finance_is_on):
    committed = [Line("801", debit=Money(900)), Line("8091", credit=Money(900))]
    moved = [Line("512", debit=Money(700)), Line("74", credit=Money(700))]
    both, alone = (
        services.write(context, on=TODAY, label="Promis", source="test", lines=lines)
        for lines in (committed + moved, committed)
    )

    assert (both.amount, alone.amount) == (Money(700), Money(900))


def test_an_entry_is_taken_back_once_by_its_mirror(context, session, record):
    record()
    mirror = services.reverse(context, number=1, on=TODAY, reason="Erreur de compte")

    assert (mirror.number, mirror.reverses.number) == (2, 1)
    assert set(shown(session).values()) == {0}
    for number in (1, 2):
        with pytest.raises(Refused, match=r"finance\.reversed"):
            services.reverse(context, number=number, on=TODAY, reason="Encore")
    with pytest.raises(Missing):
        services.reverse(context, number=99, on=TODAY, reason="Rien")


def test_nothing_is_written_in_a_closed_period(context, session, record):
    record(on=date(2026, 10, 1))
    services.close_period(context, through=date(2026, 10, 31))

    with pytest.raises(Refused, match=r"finance\.period_closed"):
        record(on=date(2026, 10, 31))
    with pytest.raises(Refused, match=r"finance\.period_closed"):
        services.reverse(context, number=1, on=date(2026, 10, 2), reason="Trop tard")
    assert services.reverse(context, number=1, on=date(2026, 11, 1), reason="À temps").number == 2
    for wrong, code in (
        (date(1, 1, 1), "days.out_of_reach"), (TODAY, "finance.closing_future"),
        (date(2026, 10, 31), "finance.closing_twice"),
    ):  # fmt: skip
        with pytest.raises(Invalid, match=code):
            services.close_period(context, through=wrong)


def test_what_cannot_be_writes_nothing(session, record):
    for changes, code in (
        ({"amount": 0}, "line_sides"), ({"amount": -1}, "line_sides"), ({"debit": "1021"}, "line_circle"),
        ({"debit": "999"}, "account_unknown"), ({"on": date(2026, 11, 24)}, "entry_future"),
    ):  # fmt: skip
        with pytest.raises(Invalid, match=rf"finance\.{code}"), session.begin_nested():
            record(**changes)
    with pytest.raises(Invalid, match=r"days\.out_of_reach"):
        record(on=date(26, 11, 20))
    assert shown(session) == {}
    assert record().number == 1


def test_the_chart_takes_an_account_once(context, finance_is_on):
    services.open_account(context, number="6257", name="Réceptions")
    for number, code in (("6257", "account_known"), ("512", "account_known"), ("62 A", "account_number")):
        with pytest.raises((Invalid, Refused), match=rf"finance\.{code}"):
            services.open_account(context, number=number, name="Autre")


def test_only_those_who_keep_the_books_write(as_role, finance_is_on):
    for role in ("member", "chair", "administrator"):
        with pytest.raises(Forbidden, match=r"permission\.missing"):
            services.close_period(as_role(role), through=date(2026, 1, 1))


ENTRY = (
    "INSERT INTO finance_entry (number, day, recorded_at, label, source, size, reverses_id, reason) VALUES "
)
MOVE = "INSERT INTO finance_movement (entry_id, position, debit_id, credit_id, amount) "
REFUSED = [
    ("UPDATE finance_entry SET label = 'other'", "written once"),
    ("DELETE FROM finance_movement", "written once"),
    ("UPDATE finance_closing SET through = '2020-01-01'", "written once"),
    ("DELETE FROM finance_ledger", "never removed"),
    ("UPDATE finance_ledger SET last_number = 0", "never go back"),
    ("UPDATE finance_ledger SET closed_through = NULL", "never opened again"),
    (ENTRY + "(9, '2026-11-23', '2026-11-23 09:00:00', 'x', 'x', 1, NULL, NULL)", "no gap"),
    (ENTRY + "(3, '2026-10-31', '2026-11-23 09:00:00', 'x', 'x', 1, NULL, NULL)", "closed through"),
    (
        ENTRY + "(3, '2026-11-23', '2026-11-23 09:00:00', 'x', 'x', 1,"
        " (SELECT id FROM finance_entry WHERE number = 2), 'x')",
        "not reversed",
    ),
    (
        MOVE + "SELECT entry_id, 2, debit_id, credit_id, 1 FROM finance_movement WHERE id = 2",
        "keeps the movements",
    ),
    (MOVE + "SELECT entry_id, 1, debit_id, credit_id, 1 FROM finance_movement WHERE id = 2", "(?i)unique"),
    (
        MOVE + "SELECT entry_id, 1, debit_id, debit_id, 1 FROM finance_movement WHERE id = 2",
        "(?i)two_accounts",
    ),
    (
        MOVE + "SELECT entry_id, 1, debit_id, credit_id, 0 FROM finance_movement WHERE id = 2",
        "(?i)amount_positive",
    ),
]


def test_the_database_keeps_the_books(context, record, let_through):
    record(on=date(2026, 10, 1))
    services.close_period(context, through=date(2026, 10, 31))
    services.reverse(context, number=1, on=TODAY, reason="Erreur")

    assert let_through(REFUSED) == []
