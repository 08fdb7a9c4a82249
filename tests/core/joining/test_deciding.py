"""The board's decisions: in batches, all or none, each final but for a place on the waiting list."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from collegial.actors.queries import representative_on
from collegial.joining.models import ApplicationDecision, DecisionBatch, LetterKind, Verdict
from collegial.joining.queries.applications import (
    counts,
    decidable,
    last_decision_day,
    waiting_position,
)
from collegial.joining.rules import ApplicationState
from collegial.joining.services import PaymentTerms, VerdictOn, decide, withdraw
from collegial.joining.services.holding import LAPSE_UNPAID, REMIND
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.money import Money
from collegial.kernel.outbox import OutboxMessage
from collegial.membership.queries import member_of_actor, placings

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 23)
TERMS = PaymentTerms(days=30, reminder_days=10)


def on(application, verdict=Verdict.ACCEPT, **changes):
    given = {"application_id": application.id, "verdict": verdict, "category_key": application.category_key}
    return VerdictOn(**(given | changes))


def kinds(application):
    return [letter.kind for letter in application.letters]


def test_one_sitting_accepts_refuses_and_lets_wait(context, statutes, confirmed, sitting):
    one, two, three = confirmed(), confirmed(), confirmed()
    verdicts = [
        on(one), on(two, Verdict.REFUSE, reason="Hors de l’objet", tells_reason=True), on(three, Verdict.WAIT),
    ]  # fmt: skip

    batch = decide(context, sitting(), verdicts, TERMS)

    assert [one.state, two.state, three.state] == [
        ApplicationState.ACCEPTED, ApplicationState.REFUSED, ApplicationState.WAITING,
    ]  # fmt: skip
    assert [made.verdict for made in batch.decisions] == [Verdict.ACCEPT, Verdict.REFUSE, Verdict.WAIT]
    assert batch.recorded_by == "test"
    assert [kinds(one)[-1], kinds(two)[-1], kinds(three)[-1]] == [
        LetterKind.CALL, LetterKind.REFUSAL, LetterKind.WAITING,
    ]  # fmt: skip


def test_acceptance_fixes_what_is_to_be_paid_and_until_when(session, statutes, accepted):
    application = accepted(shares=7)

    assert (application.nominal, application.subscribed, application.least) == (
        Money(2000), Money(14000), Money(3500),
    )  # fmt: skip
    assert application.due_on == TODAY + timedelta(days=30)
    due = dict(
        session.execute(
            select(OutboxMessage.task, OutboxMessage.due_at).where(
                OutboxMessage.task.in_([REMIND, LAPSE_UNPAID])
            )
        ).all()
    )
    assert due[REMIND].date() == TODAY + timedelta(days=20)
    assert due[LAPSE_UNPAID].date() == TODAY + timedelta(days=31)


def test_the_waiting_list_keeps_its_order_when_one_leaves(
    context, session, clock, statutes, confirmed, settle
):
    some = []
    for _ in range(3):
        some.append(confirmed())
        settle(Verdict.WAIT, some[-1])
        clock.move(minutes=1)
    assert [waiting_position(session, one) for one in some] == [1, 2, 3]

    withdraw(context, some[0])

    assert [waiting_position(session, one) for one in some[1:]] == [1, 2]


def test_the_same_moment_still_gives_each_a_place(session, statutes, confirmed, settle):
    some = [confirmed(), confirmed()]
    settle(Verdict.WAIT, *some)

    assert [waiting_position(session, one) for one in some] == [1, 2]


def test_who_waits_can_wait_again_and_be_accepted_later(statutes, confirmed, settle):
    application = confirmed()
    settle(Verdict.WAIT, application)
    since = application.waiting_since
    settle(Verdict.WAIT, application)
    assert application.waiting_since == since
    assert kinds(application).count(LetterKind.WAITING) == 1

    settle(Verdict.ACCEPT, application)

    assert application.state is ApplicationState.ACCEPTED
    assert len(application.decisions) == 3


def test_an_unconfirmed_address_is_not_decided(session, statutes, send, settle):
    application = send()

    with pytest.raises(Refused, match="not confirmed yet") as refused:
        settle(Verdict.ACCEPT, application)

    assert refused.value.field == f"verdict_{application.id}"
    assert session.scalar(select(func.count()).select_from(DecisionBatch)) == 0


@pytest.mark.parametrize("first", [Verdict.ACCEPT, Verdict.REFUSE])
@pytest.mark.parametrize("second", list(Verdict))
def test_a_final_decision_stays(session, statutes, confirmed, settle, first, second):
    application = confirmed()
    settle(first, application)

    with pytest.raises(Refused, match="decided or withdrawn meanwhile"):
        settle(second, application)

    assert session.scalar(select(func.count()).select_from(ApplicationDecision)) == 1


def test_one_refusal_undoes_the_whole_sitting(context, session, statutes, confirmed, sitting):
    fine, wrong = confirmed(), confirmed()
    verdicts = [on(fine), on(wrong, category_key="partners")]

    with pytest.raises(Invalid, match="name no college") as refused:
        decide(context, sitting(), verdicts, TERMS)

    assert refused.value.field == f"college_{wrong.id}"
    assert (fine.state, wrong.state) == (ApplicationState.RECEIVED, ApplicationState.RECEIVED)
    assert session.scalar(select(func.count()).select_from(DecisionBatch)) == 0


def test_where_the_statutes_name_no_college_the_board_does(context, statutes, confirmed, sitting, pay):
    application = confirmed(category_key="partners")
    decide(context, sitting(), [on(application, college_key="C")], TERMS)
    pay(application, 50)

    place = placings(context.session, [application.member_id], TODAY)[application.member_id]
    assert (place.category.key, place.college.key) == ("partners", "C")


def test_the_board_may_accept_in_another_category(context, statutes, confirmed, sitting, pay):
    application = confirmed(category_key="beneficiaries")
    decide(context, sitting(), [on(application, category_key="employees")], TERMS)
    pay(application, 50)

    place = placings(context.session, [application.member_id], TODAY)[application.member_id]
    assert (place.category.key, place.college.key) == ("employees", "A")


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"body": " "}, "body", "This answer is needed"),
        ({"reasons": ""}, "reasons", "This answer is needed"),
        ({"decided_on": TODAY + timedelta(days=1)}, "decided_on", "still to come"),
        ({"decided_on": TODAY - timedelta(days=1)}, "decided_on", "was received after that day"),
    ],
)
def test_a_sitting_that_cannot_be_right_decides_nothing(
    context, session, statutes, confirmed, sitting, changes, field, message
):
    application = confirmed()

    with pytest.raises(Invalid, match=message) as refused:
        decide(context, sitting(**changes), [on(application)], TERMS)

    assert refused.value.field == field
    assert application.state is ApplicationState.RECEIVED


def test_a_sitting_decides_something(context, statutes, sitting):
    with pytest.raises(Invalid, match="at least one application"):
        decide(context, sitting(), [], TERMS)


def test_a_reason_that_the_letter_gives_is_written(context, statutes, confirmed, sitting):
    application = confirmed()

    with pytest.raises(Invalid, match="Write the reason") as refused:
        decide(context, sitting(), [on(application, Verdict.REFUSE, tells_reason=True)], TERMS)

    assert refused.value.field == f"reason_{application.id}"


def test_a_category_that_the_statutes_do_not_name_is_refused(context, statutes, confirmed, sitting):
    application = confirmed()

    with pytest.raises(Invalid, match="categories of the statutes"):
        decide(context, sitting(), [on(application, category_key="friends")], TERMS)


@pytest.mark.parametrize(("role", "may"), [("member", False), ("pilot", False), ("administrator", False)])
def test_a_decision_is_recorded_by_staff_or_chair(as_role, statutes, confirmed, sitting, role, may):
    with pytest.raises(Forbidden):
        decide(as_role(role), sitting(), [on(confirmed())], TERMS)


@pytest.mark.parametrize("role", ["staff", "chair"])
def test_staff_and_chair_record_decisions(as_role, statutes, confirmed, sitting, role):
    application = confirmed()
    decide(as_role(role), sitting(), [on(application)], TERMS)

    assert application.state is ApplicationState.ACCEPTED


@pytest.mark.parametrize("role", ["staff", "chair"])
def test_in_an_association_acceptance_admits_at_once(as_role, session, association, confirmed, sitting, role):
    application = confirmed(organisation="La Passerelle", shares=None)
    decide(as_role(role), sitting(), [on(application)], TERMS)

    assert application.state is ApplicationState.ADMITTED
    member = member_of_actor(session, application.actor_id, TODAY)
    assert member is application.member
    assert representative_on(session, application.actor_id, TODAY).name == "Erwan Quéméner 1"
    assert (application.least, application.due_on) == (None, None)
    assert kinds(application)[-1] is LetterKind.WELCOME


def test_an_application_without_shares_is_made_again_under_statutes_with_capital(
    context, session, association, confirmed, sitting
):
    application = confirmed(shares=None)
    association_over(context)

    with pytest.raises(Refused, match="must be made again"):
        decide(context, sitting(), [on(application)], TERMS)


def association_over(context):
    from collegial.statutes.rules.origins import Override
    from collegial.statutes.services import record_statutes
    from collegial.testing.factories import statutes_document

    document = statutes_document(categories=[
        {"key": "employees", "name": "Salariés", "mandatory": True, "college": "A"},
        {"key": "beneficiaries", "name": "Bénéficiaires", "mandatory": True, "college": "B"},
        {"key": "partners", "name": "Partenaires", "mandatory": False, "college": "C"},
    ])  # fmt: skip
    record_statutes(
        context, document, effective_from=date(2026, 2, 1), reason="Transformation",
        origin=Override(reason="Essai"),
    )  # fmt: skip


def test_the_lists_hold_each_application_once(session, statutes, send, confirmed, accepted, settle):
    send()
    one, waiting = confirmed(), confirmed()
    settle(Verdict.WAIT, waiting)
    accepted()

    found = counts(session)
    assert found == {
        "to-decide": 1, "waiting": 1, "to-be-paid": 1, "unconfirmed": 1, "admitted": 0, "closed": 0,
    }  # fmt: skip
    assert {item.id for item in session.scalars(decidable())} == {one.id, waiting.id}


def test_the_day_of_the_last_decision_counts(session, clock, statutes, confirmed, settle, context, sitting):
    application = confirmed()
    settle(Verdict.WAIT, application)
    clock.move(days=5)
    decide(context, sitting(decided_on=TODAY + timedelta(days=4)), [on(application)], TERMS)

    assert last_decision_day(session, application.id) == TODAY + timedelta(days=4)
