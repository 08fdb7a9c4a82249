"""Reminders of what is due: each once, ahead of its day or after it, and none for what is done by then."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from collegial.plugin import Actor, Money
from collegial_finance.fund import services as fund
from collegial_finance.loans import services as loans
from collegial_finance.loans.rules import Terms
from collegial_finance.modes import FundMode
from collegial_finance.reminding.mailing import remind
from collegial_finance.reminding.models import Reminder
from collegial_finance.reminding.rules import ReminderKind, is_time
from collegial_finance.reminding.services import note_due

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("kind", "days", "expected"),
    [
        (ReminderKind.LOAN_DUE, 8, False),
        (ReminderKind.LOAN_DUE, 7, True),
        (ReminderKind.LOAN_DUE, -1, False),
        (ReminderKind.LOAN_LATE, -7, False),
        (ReminderKind.LOAN_LATE, -8, True),
        (ReminderKind.EVIDENCE, 15, False),
        (ReminderKind.EVIDENCE, -40, True),
        (ReminderKind.REPORT, 30, True),
    ],
)
def test_one_reminds_ahead_of_a_day_and_of_what_is_late(kind, days, expected):
    assert is_time(kind, TODAY + timedelta(days=days), TODAY) is expected


@pytest.fixture
def sent(app, context, session):
    """Give a function that notes what is due, and returns the letters that then went."""

    def work():
        before, box = note_due(context), app.extensions["mailman"].outbox
        box.clear()
        with app.test_request_context():
            for one in session.query(Reminder).order_by(Reminder.id.desc()).limit(before):
                remind(context, {"reminder": one.id})
        return [one.body for one in box]

    return work


def test_a_borrower_is_reminded_once_before_an_instalment_and_once_when_it_is_late(
    context, session, actors, clock, sent
):
    session.get(Actor, actors["cannery"]).email = "four@example.org"
    made = loans.open_fund(context, name="Prêts", mode=FundMode.DELEGATED, lender="Banque")
    loans.put_in(context, fund_id=made.id, contributor_id=actors["bank"], amount=Money(80_000))
    terms = Terms(principal=Money(60_000), rate=Fraction(0), months=12)
    loan = loans.request_loan(
        context, fund_id=made.id, borrower_id=actors["cannery"], purpose="Une remorque", terms=terms
    )
    loans.decide(context, loan_id=loan.id, accepted=True, reasons="Oui")
    loans.lend(context, loan_id=loan.id, first_due=TODAY + timedelta(days=7))

    (letter,) = sent()
    assert ("€50.00" in letter or "50,00" in letter, "Une remorque" in letter) == (True, True)
    assert sent() == []
    clock.move(days=15)
    assert len(sent()) == 1
    note = Reminder(kind="loan_late", subject_id=loan.id, due_on=TODAY, noted_at=clock.now())
    session.add(note)
    session.flush()
    remind(context, {"reminder": note.id})  # no longer the oldest unpaid: nothing goes, and no page is needed


def test_a_structure_is_reminded_of_evidence_and_of_its_report_until_they_are_there(
    experiment, session, clock, sent
):
    session.get(Actor, experiment.actors["cannery"]).email = "four@example.org"
    application = experiment.agreed()
    (letter,) = sent()
    assert f"/finance/experiments/applications/{application.id}" in letter
    clock.at = clock.at.replace(year=2027, month=12, day=5)
    assert len(sent()) == 1  # the agreement ends on 31 December
    for row in session.query(Reminder):
        session.delete(row)
    fund.hand_in_evidence(
        experiment.context, application_id=application.id, position=2, file=experiment.proof
    )
    assert len(sent()) == 1
