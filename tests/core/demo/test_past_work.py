"""What the demonstration promised for the past is done at its moment; what is to come waits."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from collegial.demo.loading import work_in_its_time
from collegial.kernel.outbox import drain, promise
from collegial.web.mails import DressedMail

pytestmark = pytest.mark.both_databases("sqlite")


def test_mails_of_the_past_bear_their_day_in_order_and_what_is_to_come_waits(app, program, session, clock):
    now = clock.now()

    def write(_session, clock, payload):
        DressedMail(payload["subject"], "Un mot.", to=["rozenn@example.org"]).send()
        if payload["subject"] == "Convocation":
            promise(_session, "test.mail", {"subject": "Rappel"}, at=clock.now() + timedelta(days=7))

    for subject, days in (("Relance", -5), ("Convocation", -21), ("Demain", 1)):
        promise(session, "test.mail", {"subject": subject}, at=now + timedelta(days=days))
    session.commit()
    then = SimpleNamespace(
        database=program.database, drain=lambda: drain(program.database, {"test.mail": write}, clock)
    )

    with app.test_request_context():
        work_in_its_time(then, clock)

    sent = [(one.subject, one.extra_headers["Date"][:16]) for one in app.extensions["mailman"].outbox]
    assert sent == [
        ("Convocation", "Mon, 02 Nov 2026"), ("Rappel", "Mon, 09 Nov 2026"), ("Relance", "Wed, 18 Nov 2026"),
    ]  # fmt: skip
    assert clock.now() == now
