"""Two clerks at once: one admission, one decision, one place for each share."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from collegial.joining.models import Application, ApplicationDecision, Receipt, Verdict
from collegial.joining.services import NewReceipt, PaymentTerms, Sitting, VerdictOn, decide, record_receipt
from collegial.kernel.errors import DomainError
from collegial.kernel.money import Money
from collegial.membership.models import Member
from collegial.shares.models import PaymentMethod, ShareEntry
from collegial.shares.queries import first_break

pytestmark = pytest.mark.both_databases

HANDS = 6


@pytest.fixture
def apart(program, context):
    """Give a function that does an act in a transaction of its own, as a request does; a refusal is its code."""

    def do(act, application_id):
        try:
            with program.database.unit_of_work() as own:
                act(program.context(own, context.by), own.get_one(Application, application_id))
        except DomainError as refusal:
            return refusal.code
        return "done"

    return do


def at_once(apart, act, numbers):
    with ThreadPoolExecutor(HANDS) as hands:
        return list(hands.map(lambda number: apart(act, number), numbers))


def count(program, table):
    with program.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table))


def pay_all(context, application):
    new = NewReceipt(
        amount=Money(20000),
        method=PaymentMethod.CASH,
        received_on=context.today,
    )
    record_receipt(context, application, new)


def pay_half_of_the_call(context, application):
    new = NewReceipt(
        amount=Money(2500),
        method=PaymentMethod.CASH,
        received_on=context.today,
    )
    record_receipt(context, application, new)


def test_clerks_who_record_the_whole_payment_at_once_admit_once(program, session, statutes, accepted, apart):
    number = accepted(shares=10).id
    session.commit()

    answers = at_once(apart, pay_all, [number] * HANDS)

    assert sorted(answers) == sorted(["done", *["joining.already_admitted"] * (HANDS - 1)])
    assert count(program, Member) == count(program, Receipt) == count(program, ShareEntry) == 1


def test_the_half_that_comes_second_is_the_one_that_admits(program, session, statutes, accepted, apart):
    number = accepted(shares=10).id
    session.commit()

    answers = at_once(apart, pay_half_of_the_call, [number] * HANDS)

    assert answers.count("done") == 2
    assert set(answers) == {"done", "joining.already_admitted"}
    assert count(program, Member) == 1


def test_many_newcomers_at_once_get_numbers_without_a_gap(program, session, statutes, accepted, apart):
    numbers = [accepted(shares=10).id for _ in range(HANDS)]
    session.commit()

    answers = at_once(apart, pay_all, numbers)

    for number, answer in zip(numbers, answers, strict=True):
        if answer != "done":  # the refusal asks to try again
            assert answer == "members.admitted_meanwhile"
            assert apart(pay_all, number) == "done"
    with program.database.reading() as reading:
        assert sorted(reading.scalars(select(Member.number))) == list(range(1, HANDS + 1))
        assert sorted(reading.scalars(select(ShareEntry.number))) == list(range(1, HANDS + 1))
        assert first_break(reading) is None


def test_two_boards_at_once_decide_once(program, session, statutes, confirmed, apart):
    number = confirmed().id
    session.commit()

    def accept(context, application):
        sitting = Sitting(body="Conseil", reasons="Séance", decided_on=context.today)
        verdict = VerdictOn(
            application_id=application.id, verdict=Verdict.ACCEPT, category_key="beneficiaries"
        )
        decide(context, sitting, [verdict], PaymentTerms(days=30, reminder_days=10))

    answers = at_once(apart, accept, [number] * HANDS)

    assert sorted(answers) == sorted(["done", *["joining.decided_meanwhile"] * (HANDS - 1)])
    assert count(program, ApplicationDecision) == 1
