"""What the database itself refuses, whoever writes to it, and what the chain tells of one who lifted its guards."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from collegial.kernel.chain import seal
from collegial.kernel.money import Money
from collegial.shares import queries
from collegial.shares.models import (
    PaymentMethod,
    ShareDay,
    ShareEntry,
    ShareHolding,
    ShareRegister,
    WithdrawalCause,
)
from collegial.shares.queries import first_break
from collegial.shares.services import (
    NewPayment,
    cancel_withdrawal,
    correct_entry,
    execute_withdrawals,
    record_repayment,
    request_withdrawal,
    subscribe,
    transfer,
)

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 23)


def ago(days):
    return TODAY - timedelta(days=days)


@pytest.fixture
def register(context, session, members, hold):
    """Give a register of 1 000, 100 and 10 shares, one subscription paid to a quarter, three withdrawals."""
    ann, bob, cid, _ = members
    hold(ann, 1_000, ago(30))
    hold(bob, 100, ago(20))
    quarter = NewPayment(amount=Money(5_000), method=PaymentMethod.CASH, received_on=ago(10))
    subscribe(context, cid, shares=10, effective_on=ago(10), payment=quarter)
    transfer(context, bob, ann, shares=10, effective_on=ago(9))
    facts = {"cause": WithdrawalCause.PARTIAL, "requested_on": ago(8)}
    repaid = request_withdrawal(context, ann, shares=1, **facts)
    request_withdrawal(context, ann, shares=2, **facts)
    execute_withdrawals(context, effective_on=ago(7))
    record_repayment(context, repaid, repaid_on=ago(6))
    cancel_withdrawal(context, request_withdrawal(context, ann, shares=3, **facts))
    request_withdrawal(context, ann, shares=4, **facts)
    session.flush()
    return session.get_one(ShareRegister, 1)


def entry(register, **changes):
    """Return an INSERT of a subscription that would follow; `changes` replace its columns."""
    values = {
        "number": register.last_number + 1,
        "kind": "'subscription'",
        "from_member_id": "NULL",
        "to_member_id": "(SELECT min(id) FROM member)",
        "shares": 1,
        "nominal": 2_000,
        "effective_on": f"'{TODAY}'",
        "recorded_at": "'2026-11-23 09:00:00'",
        "corrects_id": "NULL",
        "reason": "'brute'",
        "previous": f"'{register.head}'",
        "digest": "'%s'" % ("e" * 64),
    } | changes
    return f"INSERT INTO share_entry ({', '.join(values)}) VALUES ({', '.join(map(str, values.values()))})"


FIRST = "(SELECT min(id) FROM member)"
SECOND = "(SELECT min(id) + 1 FROM member)"
GONE = {"kind": "'redemption'", "from_member_id": FIRST, "to_member_id": "NULL"}


def test_an_entry_that_keeps_to_all_is_taken(session, register):
    session.execute(text(entry(register)))

    session.refresh(register)
    assert (register.last_number, register.head, register.capital) == (7, "e" * 64, Money(1_108 * 2_000))


IMPOSSIBLE = [
    ({"number": 8}, "no gap"),
    ({"number": 6}, "no gap|uq_share_entry_number"),
    ({"previous": f"'{'0' * 64}'"}, "follows the one before"),
    ({"nominal": 2_500}, "one nominal"),
    ({"shares": -1}, "positive"),
    ({"shares": 0}, "positive"),
    ({"kind": "'gift'"}, "ck_share_entry|CHECK|check"),
    ({"to_member_id": "NULL"}, "sides"),
    ({"from_member_id": SECOND}, "sides"),
    ({"kind": "'transfer'", "from_member_id": FIRST, "to_member_id": FIRST}, "apart"),
    (GONE | {"from_member_id": SECOND, "shares": 91}, "more shares than it holds"),
    (GONE | {"from_member_id": "(SELECT max(id) FROM member)"}, "more shares than it holds"),
    (GONE | {"shares": 183}, "under its floor"),
    (GONE | {"kind": "'cancellation'", "shares": 1, "reason": "NULL"}, "reasoned"),
    ({"kind": "'correction'"}, "corrects"),
    ({"corrects_id": "(SELECT id FROM share_entry WHERE number = 3)"}, "corrects|mirrors"),
    (
        {"kind": "'correction'", "corrects_id": "(SELECT id FROM share_entry WHERE number = 4)"},
        "mirrors the entry",
    ),
    ({"to_member_id": 999_999}, "(?i)foreign key"),
]


def test_an_entry_that_breaks_the_register_is_refused(session, register, let_through):
    assert let_through([(entry(register, **changes), reason) for changes, reason in IMPOSSIBLE]) == []

    session.refresh(register)
    assert register.last_number == 6


@pytest.mark.both_databases("sqlite")  # only SQLite has these ways to insert
@pytest.mark.parametrize("way", ["OR REPLACE", "OR IGNORE", "OR FAIL", "OR ROLLBACK"])
def test_no_way_to_insert_is_a_way_around(session, register, way):
    forged = entry(register, **GONE, shares=183).replace("INSERT", f"INSERT {way}", 1)
    with pytest.raises(DatabaseError, match="under its floor"), session.begin_nested():
        session.execute(text(forged))


def test_an_entry_is_corrected_once(context, session, register):
    wrong = queries.entry(session, 4)
    correct_entry(context, wrong, reason="Erreur")
    session.refresh(register)
    again = entry(
        register, kind="'correction'", from_member_id=wrong.to_member_id, to_member_id=wrong.from_member_id,
        shares=wrong.shares, effective_on=f"'{wrong.effective_on}'", corrects_id=wrong.id,
    )  # fmt: skip

    with pytest.raises(DatabaseError, match=r"(?i)unique"), session.begin_nested():
        session.execute(text(again))


def payment(**changes):
    values = {
        "entry_id": "(SELECT id FROM share_entry WHERE number = 3)",
        "amount": 15_000,
        "method": "'cash'",
        "received_on": f"'{TODAY}'",
        "recorded_at": "'2026-11-23 09:00:00'",
        "corrects_id": "NULL",
    } | changes
    return f"INSERT INTO share_payment ({', '.join(values)}) VALUES ({', '.join(map(str, values.values()))})"


QUARTER = "(SELECT max(id) FROM share_payment)"


UNPAYABLE = [
    ({"amount": 15_001}, "beyond its amount"),
    ({"amount": -5_000}, "corrects"),
    ({"amount": -5_001, "corrects_id": QUARTER}, "beyond its amount|mirrors"),
    ({"amount": -4_999, "corrects_id": QUARTER}, "mirrors the payment"),
    ({"amount": 0}, "not_zero"),
    ({"method": "'gold'"}, "paymentmethod"),
    ({"entry_id": "(SELECT id FROM share_entry WHERE number = 4)"}, "only a subscription"),
]


def test_a_payment_that_cannot_be_is_refused(session, register, let_through):
    assert let_through([(payment(**changes), reason) for changes, reason in UNPAYABLE]) == []
    session.execute(text(payment()))


WRITTEN = [
    ("UPDATE share_entry SET shares = 9 WHERE number = 3", "written once"),
    ("DELETE FROM share_entry WHERE number = 6", "written once"),
    ("UPDATE share_payment SET amount = 6000", "written once"),
    ("DELETE FROM share_payment", "written once"),
    ("DELETE FROM share_withdrawal", "never removed"),
    ("DELETE FROM share_register", "never removed"),
    ("DELETE FROM share_holding", "never removed"),
    ("DELETE FROM share_day", "never removed"),
    ("UPDATE share_register SET capital = floor - 1", "ck_share_register_floor|constraint"),
    ("UPDATE share_holding SET shares = -1", "ck_share_holding_positive|constraint"),
    ("UPDATE share_withdrawal SET requested_on = '2020-01-01' WHERE state = 'queued'", "keeps its place"),
    (f"UPDATE share_withdrawal SET member_id = {SECOND} WHERE state = 'queued'", "keeps its place"),
    ("UPDATE share_withdrawal SET state = 'queued' WHERE state = 'cancelled'", "that ended"),
    ("UPDATE share_withdrawal SET repaid_on = NULL WHERE repaid_on IS NOT NULL", "that ended"),
    (
        (
            "UPDATE share_withdrawal SET state = 'queued', entry_id = NULL, repayment_due_on = NULL"
            " WHERE state = 'executed' AND repaid_on IS NULL"
        ),
        "only when its entry is corrected",
    ),
    (
        "UPDATE share_withdrawal SET shares = 9 WHERE state = 'executed' AND repaid_on IS NULL",
        "keeps its shares",
    ),
    ("UPDATE share_withdrawal SET state = 'executed' WHERE state = 'queued'", "executed|due|constraint"),
]


def test_what_was_written_stays(register, let_through):
    assert let_through(WRITTEN) == []


def test_the_guards_follow_the_entries(context, session, register, members):
    correct_entry(context, queries.entry(session, 2 + 2), reason="Erreur")
    session.refresh(register)

    held = {one.member_id: one.shares for one in session.scalars(select(ShareHolding)) if one.shares}
    days = {one.day: one.change for one in session.scalars(select(ShareDay)) if one.change}
    assert held == queries.balances_on(session, TODAY)
    assert days == queries.daily_changes(session)
    assert register.capital == queries.capital_on(session, TODAY)
    assert register.highest_capital == queries.highest_capital(session, TODAY)
    assert register.floor == queries.floor_on(session, TODAY)


@pytest.mark.parametrize(
    ("tampering", "sequence", "reason"),
    [
        ("UPDATE share_entry SET shares = 11 WHERE number = 3", 3, "was changed"),
        ("UPDATE share_entry SET reason = 'Don' WHERE number = 2", 2, "was changed"),
        ("UPDATE share_entry SET effective_on = '2026-01-01' WHERE number = 5", 5, "was changed"),
        ("DELETE FROM share_entry WHERE number = 4", 4, "is missing"),
        (("UPDATE share_withdrawal SET entry_id = NULL, state = 'queued', repayment_due_on = NULL, repaid_on = NULL"
         " WHERE entry_id IS NOT NULL; DELETE FROM share_entry WHERE number = 6"), 5, "another end was recorded"),
    ],
)  # fmt: skip
def test_the_chain_names_the_place_that_was_tampered_with(
    session, register, lift_guards, tampering, sequence, reason
):
    assert first_break(session) is None
    lift_guards()
    for statement in tampering.split("; "):
        session.execute(text(statement))
    session.expire_all()

    found = first_break(session)

    assert (found.sequence, reason in str(found.reason)) == (sequence, True)


def test_a_forged_seal_breaks_the_next_one(session, register, lift_guards):
    lift_guards()
    forged = session.scalars(select(ShareEntry).where(ShareEntry.number == 3)).one()
    forged.shares = 11
    forged.digest = seal(3, forged.previous, queries.sealed(forged).payload)
    session.flush()

    found = first_break(session)

    assert (found.sequence, str(found.reason)) == (4, "Number 4 does not follow the one before it.")
