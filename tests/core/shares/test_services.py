"""Subscriptions, payments, transfers, cancellations and corrections: what holds and what is refused."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from collegial.journal.models import JournalEntry
from collegial.journal.queries import verify
from collegial.kernel.errors import DomainError, Forbidden
from collegial.kernel.money import ZERO, Money
from collegial.membership.models import Member
from collegial.membership.services import leave
from collegial.shares import queries
from collegial.shares.models import (
    EntryKind,
    PaymentMethod,
    ShareEntry,
    SharePayment,
    ShareRegister,
    Withdrawal,
)
from collegial.shares.services import (
    NewPayment,
    cancel_shares,
    correct_entry,
    correct_payment,
    record_payment,
    subscribe,
    subscribe_many,
    transfer,
)
from collegial.statutes.models import Statutes
from collegial.testing.factories import found, statutes_document

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 23)
REASON = "Erreur de saisie"
NUMBER = ("shares.number", 422, "shares", "Write a whole number of shares, from 1 to 10000000.")


def ago(days):
    return TODAY - timedelta(days=days)


def paid(cents, on=TODAY, reference=None):
    return NewPayment(amount=Money(cents), method=PaymentMethod.CHEQUE, received_on=on, reference=reference)


def written(session):
    """Return how much stands in the tables: what a refusal must leave as it was."""
    counts = [
        session.scalar(select(func.count()).select_from(one))
        for one in (ShareEntry, SharePayment, Withdrawal)
    ]
    register = session.get_one(ShareRegister, 1, populate_existing=True)
    return [
        *counts,
        register.last_number,
        register.capital,
        session.scalar(select(func.count()).select_from(JournalEntry)),
    ]


@pytest.fixture
def refused(session):
    """Give a function that tries an act, checks that nothing changed, and returns the refusal."""

    def attempt(act, *args, **facts):
        session.flush()
        before = written(session)
        with pytest.raises(DomainError) as refusal, session.begin_nested():
            act(*args, **facts)
        session.expire_all()
        assert written(session) == before
        return (refusal.value.code, refusal.value.status, refusal.value.field, str(refusal.value.text))

    return attempt


def test_a_subscription_is_written_under_the_next_number_with_its_payment(context, members):
    ann, bob, *_ = members

    first = subscribe(context, ann, shares=100, effective_on=ago(10), payment=paid(50_000, ago(12)))
    second = subscribe(context, bob, shares=10, effective_on=ago(20), payment=paid(20_000), reason=" Don ")

    assert (first.number, first.previous) == (1, "0" * 64)
    assert (second.number, second.previous, second.reason) == (2, first.digest, "Don")
    assert second.amount == Money(20_000)
    assert queries.balances_on(context.session, ago(15)) == {bob.id: 10}
    assert queries.balances_on(context.session, TODAY) == {ann.id: 100, bob.id: 10}
    assert queries.capital_on(context.session, TODAY) == Money(220_000)
    assert queries.first_break(context.session) is None
    assert verify(context.session) is None


def test_what_is_due_follows_the_payments(context, members):
    ann, bob, *_ = members
    entry = subscribe(context, ann, shares=100, effective_on=ago(10), payment=paid(50_000, ago(10)))
    subscribe(context, bob, shares=1, effective_on=ago(10), payment=paid(2_000, ago(10)))
    record_payment(
        context, entry, amount=Money(30_000), method=PaymentMethod.CASH, received_on=ago(5), reference=" R1 "
    )

    (due,) = queries.outstanding(context.session, TODAY)
    (earlier,) = queries.outstanding(context.session, ago(6))

    assert (due.entry.number, due.member.number, due.subscribed, due.paid) == (
        1,
        1,
        Money(200_000),
        Money(80_000),
    )
    assert (due.due, due.due_by) == (Money(120_000), date(2031, 11, 13))
    assert earlier.due == Money(150_000)
    assert [one.reference for one in queries.payments_of(context.session, ann.id)] == ["R1", None]
    record_payment(context, entry, amount=Money(120_000), method=PaymentMethod.TRANSFER, received_on=TODAY)
    assert queries.outstanding(context.session, TODAY) == []


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"shares": 0}, NUMBER),
        ({"shares": -5}, NUMBER),
        ({"shares": 10**7 + 1}, NUMBER),
        (
            {"effective_on": date(2026, 11, 24)},
            ("shares.future", 422, "effective_on", "This day is still to come: record it on the day itself."),
        ),
        (
            {"effective_on": date(2020, 1, 1)},
            (
                "shares.none", 409, "effective_on",
                "The statutes in force on 2020-01-01 know no shares. Record statutes with a capital first.",
            ),
        ),
        (
            {"payment": None},
            (
                "shares.first_payment", 409, "amount",
                ("At least 50.00 EUR of 200.00 EUR must be paid when the shares are subscribed to: 0.00 EUR is "
                "not enough."),
            ),
        ),
        (
            {"payment": paid(4_999)},
            (
                "shares.first_payment", 409, "amount",
                ("At least 50.00 EUR of 200.00 EUR must be paid when the shares are subscribed to: 49.99 EUR is "
                "not enough."),
            ),
        ),
        (
            {"payment": paid(20_001)},
            (
                "shares.overpaid", 409, "amount",
                "200.00 EUR is still due for this subscription: 200.01 EUR is more.",
            ),
        ),
        ({"payment": paid(-5_000)}, ("shares.amount", 422, "amount", "Write an amount above zero.")),
        (
            {"payment": paid(5_000, date(2026, 12, 1))},
            ("shares.future", 422, "received_on", "This day is still to come: record it on the day itself."),
        ),
        (
            {"payment": paid(5_000, reference="R" * 141)},
            ("shares.reference_long", 422, "reference", "Keep the reference under 140 characters."),
        ),
        ({"reason": "x" * 501}, ("shares.reason_long", 422, "reason", "Keep the reason under 500 characters.")),
    ],
)  # fmt: skip
def test_a_subscription_that_cannot_be_right_changes_nothing(context, members, refused, facts, refusal):
    usual = {"shares": 10, "effective_on": TODAY, "payment": paid(5_000)}

    assert refused(subscribe, context, members[0], **usual | facts) == refusal


def test_only_a_member_of_that_day_subscribes(context, members, refused):
    ann = members[0]
    ann.admitted_on = ago(9)

    assert refused(subscribe, context, ann, shares=1, effective_on=ago(10), payment=paid(2_000)) == (
        "shares.not_member", 409, "effective_on",
        "Member 1 was not a member on 2026-11-13. Admit the member first, or choose another day.",
    )  # fmt: skip


def test_an_association_has_no_shares(context, session, refused):
    found(context, {"A": 1}, statutes_document(capital=None))
    member = session.scalars(select(Member)).one()

    assert (
        refused(subscribe, context, member, shares=1, effective_on=TODAY, payment=paid(2_000))[0]
        == "shares.none"
    )


def test_a_new_nominal_stops_subscriptions_while_shares_exist(context, session, members, hold, refused):
    hold(members[0], 10)
    document = statutes_document()
    document["capital"] = document["capital"] | {"nominal": "25.00"}
    session.add(
        Statutes(
            version=2, label="Nouveau nominal", effective_from=TODAY, document=document, digest="d" * 64,
            reason="essai", recorded_at=context.clock.now(),
        )
    )  # fmt: skip

    code, status, _, text = refused(
        subscribe, context, members[1], shares=1, effective_on=TODAY, payment=paid(2_500)
    )

    assert (code, status) == ("shares.nominal", 409)
    assert text.startswith("The shares in circulation are of 20.00 EUR and the statutes now say 25.00 EUR.")
    assert transfer(context, members[0], members[1], shares=5, effective_on=TODAY).nominal == Money(2_000)


def test_those_without_the_right_may_do_nothing(as_role, members, hold):
    entry = hold(members[0], 10)
    member = as_role("member")
    for act in (
        lambda: subscribe(member, members[0], shares=1, effective_on=TODAY, payment=paid(2_000)),
        lambda: subscribe_many(member, [], effective_on=TODAY, method=PaymentMethod.CASH),
        lambda: record_payment(member, entry, amount=Money(1), method=PaymentMethod.CASH, received_on=TODAY),
        lambda: transfer(member, members[0], members[1], shares=1, effective_on=TODAY),
        lambda: cancel_shares(member, members[0], shares=1, effective_on=TODAY, reason=REASON),
        lambda: correct_entry(member, entry, reason=REASON),
    ):
        with pytest.raises(Forbidden, match="Enter subscriptions, payments"):
            act()


def test_no_payment_goes_above_what_is_due(context, members, refused):
    entry = subscribe(context, members[0], shares=10, effective_on=TODAY, payment=paid(5_000))
    facts = {"method": PaymentMethod.CASH, "received_on": TODAY}

    assert refused(record_payment, context, entry, amount=Money(15_001), **facts) == (
        "shares.overpaid", 409, "amount", "150.00 EUR is still due for this subscription: 150.01 EUR is more.",
    )  # fmt: skip
    assert refused(record_payment, context, entry, amount=ZERO, **facts)[0] == "shares.amount"
    record_payment(context, entry, amount=Money(15_000), **facts)
    assert refused(record_payment, context, entry, amount=Money(1), **facts)[0] == "shares.overpaid"


def test_only_a_subscription_is_paid_for(context, members, hold, refused):
    entry = hold(members[0], 10)
    moved = transfer(context, members[0], members[1], shares=5, effective_on=TODAY)
    facts = {"amount": Money(1), "method": PaymentMethod.CASH, "received_on": TODAY}

    assert refused(record_payment, context, moved, **facts) == (
        "shares.not_subscription", 409, None, "Entry 2 is no subscription: choose the one that is paid for.",
    )  # fmt: skip
    correct_entry(context, moved, reason=REASON)
    correct_entry(context, entry, reason=REASON)
    assert refused(record_payment, context, entry, **facts)[0] == "shares.overpaid"


def test_a_bounced_cheque_is_due_again_at_once(context, members, refused):
    entry = subscribe(context, members[0], shares=10, effective_on=ago(3), payment=paid(5_000, ago(3)))
    (payment,) = queries.payments_of(context.session, members[0].id)

    correction = correct_payment(context, payment, reason="Chèque sans provision")

    assert (correction.amount, correction.corrects, correction.received_on) == (
        Money(-5_000),
        payment,
        ago(3),
    )
    (due,) = queries.outstanding(context.session, TODAY)
    assert (due.due, due.due_by) == (Money(20_000), entry.effective_on)
    again = ("shares.payment_corrected", 409, None)
    assert refused(correct_payment, context, payment, reason=REASON)[:3] == again
    assert refused(correct_payment, context, correction, reason=REASON)[:3] == again
    assert refused(correct_payment, context, payment, reason=" ")[:3] == (
        "shares.reason_missing",
        422,
        "reason",
    )


def test_a_debt_does_not_vanish_with_shares_that_are_gone(context, members, hold, refused):
    hold(members[0], 10)
    (payment,) = queries.payments_of(context.session, members[0].id)
    transfer(context, members[0], members[1], shares=4, effective_on=TODAY)

    assert refused(correct_payment, context, payment, reason=REASON) == (
        "shares.payment_used", 409, None,
        ("Shares that this payment paid for were transferred, redeemed or cancelled since. Correct those entries "
        "first, the last one first."),
    )  # fmt: skip


def test_a_transfer_moves_shares_and_leaves_the_capital(context, members, hold):
    ann, bob, *_ = members
    hold(ann, 100, ago(30))

    entry = transfer(context, ann, bob, shares=40, effective_on=ago(5), reason="Cession")

    assert (entry.kind, entry.from_member, entry.to_member) == (EntryKind.TRANSFER, ann, bob)
    assert queries.balances_on(context.session, TODAY) == {ann.id: 60, bob.id: 40}
    assert queries.balance_on(context.session, ann.id, ago(6)) == 100
    assert queries.capital_on(context.session, TODAY) == Money(200_000)


def test_nobody_gives_more_than_it_holds_on_any_day(context, members, hold, refused):
    ann, bob, *_ = members
    hold(ann, 100, ago(30))
    transfer(context, ann, bob, shares=90, effective_on=ago(5))
    hold(ann, 50, ago(2))

    assert refused(transfer, context, ann, bob, shares=11, effective_on=ago(20)) == (
        "shares.not_enough", 409, "shares",
        "Member 1 can give 10 shares on 2026-11-03, counting what was given since: 11 is too many.",
    )  # fmt: skip
    assert refused(transfer, context, ann, bob, shares=61, effective_on=TODAY)[0] == "shares.not_enough"
    assert refused(transfer, context, ann, bob, shares=-1, effective_on=TODAY)[:3] == (
        "shares.number",
        422,
        "shares",
    )
    assert refused(transfer, context, ann, ann, shares=1, effective_on=TODAY) == (
        "shares.same_member", 422, "receiver", "Choose another member to receive the shares.",
    )  # fmt: skip
    assert transfer(context, ann, bob, shares=10, effective_on=ago(20)).number == 4
    assert transfer(context, ann, bob, shares=50, effective_on=TODAY).number == 5


def test_unpaid_shares_are_not_transferred(context, members, refused):
    ann, bob, *_ = members
    subscribe(context, ann, shares=10, effective_on=TODAY, payment=paid(19_999))

    assert refused(transfer, context, ann, bob, shares=1, effective_on=TODAY) == (
        "shares.not_paid", 409, "shares",
        "10 of the 10 shares of member 1 are not paid in full. Record what is still due first.",
    )  # fmt: skip
    assert queries.transferable(context.session, ann.id, TODAY) == 0


def test_a_receiver_is_a_member_on_that_day(context, members, hold, refused):
    ann, bob, *_ = members
    hold(ann, 10, ago(30))
    leave(context, bob, left_on=ago(3))

    assert refused(transfer, context, ann, bob, shares=1, effective_on=ago(3))[0] == "shares.not_member"


def test_cancelled_shares_take_their_debt_with_them(context, members, hold, refused):
    ann, bob, *_ = members
    hold(bob, 2_000)
    subscribe(context, ann, shares=10, effective_on=ago(10), payment=paid(6_000, ago(10)))

    entry = cancel_shares(context, ann, shares=7, effective_on=TODAY, reason=" Non libérées ")

    assert (entry.kind, entry.reason) == (EntryKind.CANCELLATION, "Non libérées")
    assert queries.outstanding(context.session, TODAY) == []
    assert queries.capital_on(context.session, TODAY) == Money(2_003 * 2_000)
    assert (
        refused(cancel_shares, context, ann, shares=4, effective_on=TODAY, reason=REASON)[0]
        == "shares.not_enough"
    )
    assert (
        refused(cancel_shares, context, ann, shares=1, effective_on=TODAY, reason="")[0]
        == "shares.reason_missing"
    )


def test_a_cancellation_stops_at_the_floor(context, members, hold, refused):
    hold(members[0], 1_000)

    assert refused(cancel_shares, context, members[0], shares=76, effective_on=TODAY, reason=REASON) == (
        "shares.floor", 409, None,
        ("The capital would be 18480.00 EUR on 2026-11-23, under its floor of 18500.00 EUR. It may not fall under "
        "it: wait for new subscriptions."),
    )  # fmt: skip
    assert cancel_shares(context, members[0], shares=75, effective_on=TODAY, reason=REASON).number == 2


def test_a_correction_undoes_an_entry_from_its_own_day(context, members, hold):
    ann, *_ = members
    wrong = hold(ann, 1_000, ago(20))

    correction = correct_entry(context, wrong, reason="Mille au lieu de cent")
    hold(ann, 100, ago(20))

    assert (correction.kind, correction.corrects, correction.from_member) == (
        EntryKind.CORRECTION,
        wrong,
        ann,
    )
    assert (correction.shares, correction.effective_on) == (1_000, ago(20))
    assert wrong.corrected_by is correction
    assert queries.balance_on(context.session, ann.id, ago(20)) == 100
    assert queries.highest_capital(context.session, TODAY) == Money(200_000)
    assert queries.outstanding(context.session, TODAY) == []
    assert sum((one.amount for one in queries.payments_of(context.session, ann.id)), ZERO) == Money(200_000)
    assert queries.first_break(context.session) is None


def test_an_entry_is_corrected_once_and_a_correction_never(context, members, hold, refused):
    wrong = hold(members[0], 10)
    correction = correct_entry(context, wrong, reason=REASON)

    for one, number in ((wrong, 1), (correction, 2)):
        assert refused(correct_entry, context, one, reason=REASON) == (
            "shares.corrected", 409, None,
            f"Entry {number} has already been corrected, or is itself a correction: make a new entry instead.",
        )  # fmt: skip
    assert refused(correct_entry, context, wrong, reason=" ")[0] == "shares.reason_missing"


def test_shares_that_went_on_are_not_corrected_away(context, members, hold, refused):
    ann, bob, *_ = members
    wrong = hold(ann, 10, ago(9))
    transfer(context, ann, bob, shares=5, effective_on=ago(3))

    assert refused(correct_entry, context, wrong, reason=REASON)[0] == "shares.not_enough"
    hold(ann, 7, ago(1))
    assert refused(correct_entry, context, wrong, reason=REASON)[0] == "shares.not_enough"


def test_a_correction_hides_no_debt(context, members, hold, refused):
    ann, bob, *_ = members
    wrong = hold(ann, 10, ago(9))
    subscribe(context, ann, shares=10, effective_on=ago(9), payment=paid(5_000, ago(9)))
    transfer(context, ann, bob, shares=10, effective_on=ago(3))

    assert refused(correct_entry, context, wrong, reason=REASON) == (
        "shares.debt", 409, None,
        ("Shares of entry 1 went on since, and the shares that remain are not paid in full. Correct the later "
        "entries first, the last one first."),
    )  # fmt: skip


def test_a_correction_keeps_the_floor_once_it_was_reached(context, members, hold, refused):
    ann, bob, *_ = members
    small = hold(ann, 10, ago(9))
    large = hold(bob, 3_700, ago(8))
    cancel_shares(context, bob, shares=2_782, effective_on=ago(1), reason=REASON)

    assert refused(correct_entry, context, small, reason=REASON)[0] == "shares.floor"
    hold(ann, 10, ago(9))
    correct_entry(context, small, reason=REASON)
    assert queries.floor_on(context.session, TODAY) == Money(1_855_000)
    assert refused(correct_entry, context, large, reason=REASON)[0] == "shares.not_enough"


def test_a_founding_error_is_corrected_to_nothing(context, members, hold):
    correct_entry(context, hold(members[0], 10), reason=REASON)

    assert queries.capital_on(context.session, TODAY) == ZERO
    assert queries.highest_capital(context.session, TODAY) == ZERO


def test_a_transfer_back_by_correction(context, members, hold, refused):
    ann, bob, *_ = members
    hold(ann, 10, ago(9))
    moved = transfer(context, ann, bob, shares=10, effective_on=ago(5))

    correct_entry(context, moved, reason=REASON)

    assert queries.balances_on(context.session, ago(5)) == {ann.id: 10}


def test_the_capital_is_told_by_category_college_and_day(context, session, members, hold):
    ann, bob, cid, _ = members
    hold(ann, 1_000, ago(50))
    hold(cid, 500, ago(40))
    leave(context, bob, left_on=ago(30))

    assert queries.capital_by_college(session, TODAY) == {"A": Money(2_000_000), "B": Money(1_000_000)}
    assert queries.capital_by_category(session, TODAY) == {None: Money(3_000_000)}
    assert queries.capital_over_time(session) == [(ago(50), Money(2_000_000)), (ago(40), Money(3_000_000))]
    leave(context, cid, left_on=ago(2))
    assert queries.capital_by_college(session, TODAY) == {"A": Money(2_000_000), None: Money(1_000_000)}


def test_the_entries_are_found_by_kind_member_and_day(context, session, members, hold):
    ann, bob, *_ = members
    hold(ann, 10, ago(9))
    hold(bob, 10, ago(8))
    transfer(context, ann, bob, shares=5, effective_on=ago(5))

    def numbers(**wanted):
        return [one.number for one in session.scalars(queries.entries(**wanted))]

    assert numbers() == [3, 2, 1]
    assert numbers(kind=EntryKind.TRANSFER) == [3]
    assert numbers(member_id=ann.id) == [3, 1]
    assert numbers(since=ago(8), until=ago(6)) == [2]
    assert queries.entry(session, 3).to_member is bob
    with pytest.raises(DomainError, match="no entry 4"):
        queries.entry(session, 4)


def test_many_subscribe_in_one_journal_entry(context, session, members):
    ann, bob, cid, _ = members
    wanted = [
        (ann, 10, Money(20_000)),
        (bob, 20, Money(10_000)),
        (cid, 5, Money(10_000)),
        (ann, 1, Money(2_000)),
    ]

    numbers = subscribe_many(context, wanted, effective_on=ago(7), method=PaymentMethod.TRANSFER)
    later = subscribe_many(context, wanted[:1], effective_on=ago(8), method=PaymentMethod.DEBIT)

    assert (numbers, later) == (range(1, 5), range(5, 6))
    assert queries.balances_on(session, TODAY) == {ann.id: 21, bob.id: 20, cid.id: 5}
    assert [one.due for one in queries.outstanding(session, TODAY)] == [Money(30_000)]
    assert queries.first_break(session) is None
    told = session.scalars(select(JournalEntry).where(JournalEntry.event == "shares.many_subscribed")).all()
    assert [(one.payload["count"], one.payload["shares"]) for one in told] == [(3, 36), (1, 10)]
    assert subscribe_many(context, [], effective_on=TODAY, method=PaymentMethod.CASH) == range(0)


def test_many_are_entered_whole_or_not_at_all(context, members, refused):
    ann, bob, cid, _ = members
    leave(context, cid, left_on=ago(5))
    facts = {"effective_on": TODAY, "method": PaymentMethod.CASH}

    for last, code in (
        ((bob, 0, ZERO), "shares.number"),
        ((bob, 10, Money(4_999)), "shares.first_payment"),
        ((bob, 10, Money(20_001)), "shares.overpaid"),
        ((cid, 10, Money(20_000)), "shares.not_member"),
    ):
        assert refused(subscribe_many, context, [(ann, 1, Money(2_000)), last], **facts)[0] == code


def test_ten_thousand_subscriptions_take_few_statements(context, session, statements, members):
    def count(rows):
        with statements() as asked:
            subscribe_many(
                context,
                [(members[0], 1, Money(2_000))] * rows,
                effective_on=TODAY,
                method=PaymentMethod.TRANSFER,
            )
        return len(asked)

    few, many = count(10), count(2_000)

    assert many <= few + 4
    assert queries.balance_on(session, members[0].id, TODAY) == 2_010
