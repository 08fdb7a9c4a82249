"""What an application that came to nothing says of a person can be erased; the board's decision stays."""

from datetime import timedelta

import pytest

from collegial.joining.models import Application, Verdict
from collegial.joining.rules import ApplicationState
from collegial.joining.services import forget, give_back, withdraw
from collegial.kernel.errors import Forbidden, Refused
from collegial.privacy.queries import count_fruitless
from collegial.shares.models import PaymentMethod

pytestmark = pytest.mark.usefixtures("statutes")


@pytest.mark.both_databases
@pytest.mark.parametrize("organisation", [None, "La Ressourcerie"])
def test_nothing_of_the_person_is_left_and_the_decision_stays(
    context, session, confirmed, settle, organisation
):
    one = confirmed(organisation=organisation, phone="+33299000001")
    words = [one.name, one.email, one.phone, one.street, one.collective_value, one.own_value]
    settle(Verdict.REFUSE, one, reason="Hors du territoire")

    forget(context, one)
    session.flush()
    session.refresh(one)

    kept = {str(getattr(one, column.key)) for column in Application.__table__.columns}
    assert not kept & set(words)
    assert one.name == one.reference
    assert (one.state, one.decisions[0].reason) == (ApplicationState.REFUSED, "Hors du territoire")


def test_what_runs_or_led_to_an_admission_is_not_erased(context, confirmed, accepted, pay):
    member = accepted(shares=1)
    pay(member, 20)
    for one in (confirmed(), accepted(), member):
        with pytest.raises(Refused, match=r"joining\.not_fruitless"):
            forget(context, one)


def test_money_goes_back_first_and_nothing_is_erased_twice(context, accepted, pay):
    one = accepted(shares=10)
    pay(one, 1)
    withdraw(context, one)
    with pytest.raises(Refused, match=r"joining\.money_here"):
        forget(context, one)

    give_back(context, one, method=PaymentMethod.TRANSFER, reference="")
    forget(context, one)
    with pytest.raises(Refused, match=r"joining\.forgotten"):
        forget(context, one)


def test_those_who_do_not_handle_applications_erase_nothing(context, as_role, confirmed):
    one = confirmed()
    withdraw(context, one)
    with pytest.raises(Forbidden):
        forget(as_role("chair"), one)


@pytest.mark.both_databases
def test_what_came_to_nothing_is_counted_after_two_years(context, session, confirmed):
    gone, other = confirmed(), confirmed()
    withdraw(context, gone)
    today = context.clock.now().date()
    assert other.state is ApplicationState.RECEIVED

    assert count_fruitless(session, today.replace(year=today.year + 2)) == 0
    late = today.replace(year=today.year + 2) + timedelta(days=1)
    assert count_fruitless(session, late) == 1
    forget(context, gone)
    session.flush()
    assert count_fruitless(session, late) == 0
