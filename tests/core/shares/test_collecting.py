"""Calls for payment and direct debits: asked once, recorded once, each told to the member."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.money import Money
from collegial.kernel.outbox import OutboxMessage
from collegial.privacy.sources import SOURCES
from collegial.shares.models import Debit, DebitMandate, DebitState, PaymentCall, PaymentMethod, SharePayment
from collegial.shares.queries import calls_to_post, last_calls, mandate_of, outstanding, uncalled
from collegial.shares.services import (
    NewPayment,
    call_for_payment,
    cancel_debits,
    confirm_debits,
    end_mandate,
    note_letters_posted,
    order_debits,
    record_mandate,
    record_payment,
    subscribe,
)

TODAY = date(2026, 11, 23)
IBAN = "FR76 3000 6000 0112 3456 7890 189"
OTHER_IBAN = "FR7610107001011234567890129"
MONTH = timedelta(days=30)
FAR = date(2036, 1, 1)


def paid(cents):
    return NewPayment(amount=Money(cents), method=PaymentMethod.TRANSFER, received_on=TODAY)


@pytest.fixture
def owing(context, members):
    """Give the subscriptions of two members, each paid by a quarter; both have an address."""
    for member in members:
        member.actor.email = f"membre{member.number}@example.org"
    return [
        subscribe(context, member, shares=1000, effective_on=TODAY, payment=paid(500_000))
        for member in members[:2]
    ]


@pytest.fixture
def mandates(context, members, owing):
    return [
        record_mandate(context, member, iban=IBAN, holder=member.actor.name, signed_on=TODAY)
        for member in members[:2]
    ]


@pytest.fixture
def order(context, mandates):
    return order_debits(context, until=FAR, collected_on=TODAY + MONTH, notice_days=14)


def sum_of(context, entry):
    payments = context.session.scalars(select(SharePayment).where(SharePayment.entry_id == entry.id))
    return sum((one.amount for one in payments), Money(0))


def promised(context, task):
    return context.session.scalars(select(OutboxMessage.id).where(OutboxMessage.task == task)).all()


@pytest.mark.both_databases
def test_a_call_keeps_what_was_due_and_is_promised_by_mail(context, owing):
    calls = call_for_payment(context, [one.id for one in owing], pay_by=TODAY + MONTH)

    assert [one.amount for one in calls] == [Money(1_500_000)] * 2
    assert [one.reference for one in calls] == ["PARTS-1", "PARTS-2"]
    assert len(promised(context, "shares.send_call")) == 2


def test_who_has_no_address_is_called_by_letter_alone(context, members, owing):
    members[0].actor.email = None

    assert len(call_for_payment(context, [one.id for one in owing], pay_by=TODAY + MONTH)) == 2
    assert len(promised(context, "shares.send_call")) == 1


def test_a_letter_waits_until_it_is_noted_once(context, members, owing):
    members[1].actor.email = None
    by_mail, by_post = call_for_payment(context, [one.id for one in owing], pay_by=TODAY + MONTH)

    assert calls_to_post(context.session, outstanding(context.session, TODAY)) == [by_post]
    assert note_letters_posted(context, [by_mail.id, by_post.id]) == 1
    assert note_letters_posted(context, [by_post.id]) == 0
    assert calls_to_post(context.session, outstanding(context.session, TODAY)) == []
    assert by_mail.sent_at is None


def test_the_letter_of_a_call_that_is_paid_or_made_anew_waits_no_longer(context, members, owing):
    members[1].actor.email = None
    call_for_payment(context, [owing[1].id], pay_by=TODAY + MONTH)
    context.clock.move(days=1)
    (again,) = call_for_payment(context, [owing[1].id], pay_by=TODAY + 2 * MONTH)

    assert calls_to_post(context.session, outstanding(context.session, TODAY)) == [again]
    record_payment(context, owing[1], amount=Money(1_500_000), method=PaymentMethod.CASH, received_on=TODAY)
    assert calls_to_post(context.session, outstanding(context.session, TODAY)) == []


def test_nobody_is_called_twice_on_one_day(context, owing):
    ids = [one.id for one in owing]
    call_for_payment(context, ids[:1], pay_by=TODAY + MONTH)

    assert [one.entry_id for one in call_for_payment(context, ids, pay_by=TODAY + MONTH)] == ids[1:]
    with pytest.raises(Refused, match=r"shares\.nothing_to_call"):
        call_for_payment(context, ids, pay_by=TODAY + MONTH)


@pytest.mark.both_databases
def test_what_was_called_for_is_no_work_until_its_time_is_over(context, owing):
    later = date(2040, 1, 1)
    known = outstanding(context.session, later)
    (call,) = call_for_payment(context, [owing[0].id], pay_by=TODAY + MONTH)

    def asked(day):
        return [one.entry.id for one in uncalled(context.session, known, day)]

    assert asked(call.pay_by) == [owing[1].id]
    assert asked(call.pay_by + timedelta(days=1)) == [one.id for one in owing]


def test_what_waits_at_the_bank_is_not_to_be_called_for(context, order):
    assert uncalled(context.session, outstanding(context.session, TODAY), TODAY) == []


def test_what_was_paid_is_not_called_for(context, owing):
    record_payment(context, owing[0], amount=Money(1_500_000), method=PaymentMethod.CASH, received_on=TODAY)

    with pytest.raises(Refused, match=r"shares\.nothing_to_call"):
        call_for_payment(context, [owing[0].id], pay_by=TODAY + MONTH)


def test_a_call_leaves_time_to_pay(context, owing):
    with pytest.raises(Invalid, match=r"shares\.pay_by_past"):
        call_for_payment(context, [owing[0].id], pay_by=TODAY)


@pytest.mark.both_databases
def test_the_database_keeps_a_call_as_it_was(context, owing):
    (call,) = call_for_payment(context, [owing[0].id], pay_by=TODAY + MONTH)
    context.session.flush()

    for statement in ("UPDATE share_call SET amount = 1", "DELETE FROM share_call"):
        with pytest.raises(DBAPIError), context.session.begin_nested():
            context.session.execute(text(statement))
    again = {"entry_id": call.entry_id, "amount": Money(1), "called_on": TODAY, "pay_by": TODAY + MONTH,
             "recorded_at": context.clock.now()}  # fmt: skip
    with pytest.raises(DBAPIError), context.session.begin_nested():
        context.session.execute(insert(PaymentCall), [again])
    assert last_calls(context.session, [call.entry_id])[call.entry_id].amount == Money(1_500_000)


@pytest.mark.parametrize("act", ["call", "mandate", "order", "confirm", "cancel"])
def test_only_those_who_keep_the_register_collect(as_role, owing, members, order, act):
    chair = as_role("chair")
    acts = {
        "call": lambda: call_for_payment(chair, [owing[0].id], pay_by=TODAY + MONTH),
        "mandate": lambda: record_mandate(chair, members[0], iban=IBAN, holder="X", signed_on=TODAY),
        "order": lambda: order_debits(chair, until=FAR, collected_on=TODAY + MONTH, notice_days=14),
        "confirm": lambda: confirm_debits(chair, order.id, confirmed_on=TODAY, returned=()),
        "cancel": lambda: cancel_debits(chair, order.id),
    }

    with pytest.raises(Forbidden):
        acts[act]()


@pytest.mark.both_databases
def test_a_new_mandate_ends_the_former_one(context, members, mandates):
    second = record_mandate(context, members[0], iban=OTHER_IBAN, holder="Autre", signed_on=TODAY)
    context.session.flush()

    assert mandates[0].ended_on == TODAY
    assert mandate_of(context.session, members[0].id) is second
    assert (mandates[0].reference, second.reference) == ("MANDAT-1-1", "MANDAT-1-2")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"iban": "FR7630006000011234567890188"}, "iban"),
        ({"iban": "=1+1"}, "iban"),
        ({"iban": ""}, "iban"),
        ({"holder": "  "}, "holder"),
        ({"holder": "x" * 71}, "holder"),
        ({"signed_on": TODAY + MONTH}, "signed_on"),
    ],
)
def test_a_wrong_mandate_is_refused_at_its_field(context, members, owing, changes, field):
    fields = {"iban": IBAN, "holder": "Awena", "signed_on": TODAY}

    with pytest.raises(Invalid) as refusal:
        record_mandate(context, members[0], **fields | changes)

    assert refusal.value.field == field
    assert mandate_of(context.session, members[0].id) is None


def test_a_mandate_shows_no_more_of_the_account_than_is_needed(mandates):
    assert mandates[0].masked_iban == "FR•• •••• 0189"


@pytest.mark.both_databases
def test_an_order_takes_what_is_due_of_those_who_gave_a_mandate(context, members, order, owing):
    assert [(one.entry_id, one.amount) for one in order.debits] == [
        (one.id, Money(1_500_000)) for one in owing
    ]
    assert len(promised(context, "shares.announce_debit")) == 2
    with pytest.raises(Refused, match=r"shares\.nothing_to_debit"):
        order_debits(context, until=FAR, collected_on=TODAY + MONTH, notice_days=14)


def test_an_order_takes_nothing_that_is_due_later(context, mandates):
    with pytest.raises(Refused, match=r"shares\.nothing_to_debit"):
        order_debits(context, until=TODAY + MONTH, collected_on=TODAY + MONTH, notice_days=14)


def test_members_are_told_of_a_debit_in_time(context, mandates):
    with pytest.raises(Invalid, match=r"shares\.debit_too_soon") as refusal:
        order_debits(context, until=FAR, collected_on=TODAY + timedelta(days=13), notice_days=14)

    assert refusal.value.field == "collected_on"


def test_what_is_at_the_bank_is_not_called_for_and_its_mandate_stands(context, order, owing, mandates):
    with pytest.raises(Refused, match=r"shares\.nothing_to_call"):
        call_for_payment(context, [one.id for one in owing], pay_by=TODAY + MONTH)
    with pytest.raises(Refused, match=r"shares\.mandate_in_use"):
        end_mandate(context, mandates[0], ended_on=TODAY)


@pytest.mark.both_databases
def test_the_bank_confirms_and_all_payments_are_recorded_in_one_act(context, order, owing):
    context.clock.move(days=31)
    returned = order.debits[1]

    confirm_debits(context, order.id, confirmed_on=TODAY + MONTH, returned=[returned.id])

    assert [one.state for one in order.debits] == [DebitState.PAID, DebitState.RETURNED]
    assert sum_of(context, owing[0]) == owing[0].amount
    assert sum_of(context, owing[1]) == Money(500_000)
    assert order.debits[0].payment.reference == order.debits[0].reference
    assert order.debits[0].payment.method is PaymentMethod.DEBIT
    assert [one.entry.id for one in outstanding(context.session, TODAY + MONTH)] == [owing[1].id]


@pytest.mark.both_databases
@pytest.mark.parametrize("first", ["confirm", "cancel"])
def test_nothing_is_recorded_twice(context, order, owing, first):
    context.clock.move(days=31)
    if first == "confirm":
        confirm_debits(context, order.id, confirmed_on=TODAY + MONTH, returned=())
    else:
        cancel_debits(context, order.id)
    context.session.flush()
    before = sum_of(context, owing[0])

    for act in (
        lambda: confirm_debits(context, order.id, confirmed_on=TODAY + MONTH, returned=()),
        lambda: cancel_debits(context, order.id),
    ):
        with pytest.raises(Refused, match=r"shares\.order_ended"):
            act()
    assert sum_of(context, owing[0]) == before


def test_what_came_back_or_was_cancelled_can_be_ordered_again(context, order):
    cancel_debits(context, order.id)
    context.session.flush()

    again = order_debits(context, until=FAR, collected_on=TODAY + MONTH, notice_days=14)

    assert len(again.debits) == 2
    assert again.reference != order.reference


def test_a_member_who_paid_meanwhile_stops_the_confirmation_and_is_named(context, order, owing):
    record_payment(context, owing[0], amount=Money(1_500_000), method=PaymentMethod.CASH, received_on=TODAY)
    context.clock.move(days=31)

    with pytest.raises(Refused, match=r"shares\.debit_overpaid") as refusal:
        confirm_debits(context, order.id, confirmed_on=TODAY + MONTH, returned=())

    assert owing[0].to_member.actor.name in str(refusal.value.text)


def test_the_bank_confirms_nothing_before_its_day(context, order):
    with pytest.raises(Invalid, match=r"shares\.debit_early"):
        confirm_debits(context, order.id, confirmed_on=TODAY, returned=())


@pytest.mark.both_databases
def test_the_database_lets_a_subscription_wait_for_one_debit_and_keeps_what_ended(context, order, owing):
    context.session.flush()
    one = order.debits[0]
    second = {
        "order_id": order.id, "entry_id": one.entry_id, "mandate_id": one.mandate_id, "amount": Money(1),
        "reference": "X", "state": DebitState.WAITING,
    }  # fmt: skip
    with pytest.raises(DBAPIError), context.session.begin_nested():
        context.session.execute(insert(Debit), [second])
    cancel_debits(context, order.id)
    context.session.flush()
    for statement in (
        "UPDATE share_debit SET state = 'waiting'",
        "UPDATE share_debit_order SET state = 'waiting', closed_on = NULL",
        "UPDATE share_debit_mandate SET iban = 'X'",
        "DELETE FROM share_debit",
        "DELETE FROM share_debit_mandate",
    ):
        with pytest.raises(DBAPIError), context.session.begin_nested():
            context.session.execute(text(statement))


@pytest.mark.both_databases
def test_the_database_lets_a_member_have_one_mandate_in_force(context, members, mandates):
    context.session.flush()
    again = {"member_id": members[0].id, "reference": "X", "holder": "X", "iban": IBAN, "signed_on": TODAY,
             "recorded_at": context.clock.now()}  # fmt: skip

    with pytest.raises(DBAPIError), context.session.begin_nested():
        context.session.execute(insert(DebitMandate), [again])


def test_a_member_gets_its_mandate_calls_and_debits_with_its_data(context, members, order):
    export = next(one for one in SOURCES if one.key == "core.shares").export(
        context.session, members[0].actor_id
    )

    said = str(export)
    assert "MANDAT-1-1" in said
    assert order.debits[0].reference in said
    assert "MANDAT-2-1" not in said
