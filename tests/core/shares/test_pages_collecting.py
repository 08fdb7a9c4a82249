"""The pages of calls and direct debits, and the mails they send."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from collegial.config import Bank
from collegial.kernel.money import Money
from collegial.shares.models import DebitMandate, DebitOrder, PaymentCall, PaymentMethod, SharePayment
from collegial.shares.services import NewPayment, record_mandate, subscribe

TODAY = date(2026, 11, 23)
IBAN = "FR76 3000 6000 0112 3456 7890 189"
BANK = Bank(iban=IBAN, bic="AGRIFRPP", creditor_id="FR72ZZZ123456")


@pytest.fixture
def settings(settings):
    return replace(settings, bank=BANK)


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client


@pytest.fixture
def owing(context, session, members):
    """Give a subscription paid by a quarter, of a member with an address; committed."""
    members[0].actor.email = "membre@example.org"
    first = NewPayment(amount=Money(500_000), method=PaymentMethod.TRANSFER, received_on=TODAY)
    entry = subscribe(context, members[0], shares=1000, effective_on=TODAY, payment=first)
    session.commit()
    return entry


@pytest.fixture
def mandated(context, session, owing, members):
    record_mandate(context, members[0], iban=IBAN, holder="Membre A", signed_on=TODAY)
    session.commit()
    return owing


def send(client, path, **fields):
    mark = re.search(r'name="once"[^>]*value="([^"]+)"', client.get(path).text).group(1)
    return client.post(path, data={"once": mark, **fields})


def read(session, query):
    session.rollback()
    found = session.scalar(query)
    session.rollback()
    return found


@pytest.fixture
def outbox(app, program):
    """Give a function that does the promised work and returns the mails."""

    def run():
        with app.test_request_context():
            program.drain()
        return list(getattr(app.extensions["mailman"], "outbox", []))

    return run


def test_a_call_goes_out_once_with_its_letter(client, sign_in, owing, session, outbox):
    sign_in("staff")

    answer = send(client, "/shares/due", chosen=str(owing.id), pay_by="2026-12-23")

    assert answer.location == "/shares/due"
    assert "1 call for payment is made: the e-mail is on its way." in client.get("/shares/due").text
    (mail,) = outbox()
    assert mail.to == ["membre@example.org"]
    assert "15\u202f000,00\u00a0€" in mail.body
    assert "PARTS-1" in mail.body
    assert mail.attachments[0][0] == "PARTS-1.pdf"
    assert len(outbox()) == 1
    call = read(session, select(PaymentCall.id))
    assert client.get(f"/shares/calls/{call}.pdf").mimetype == "application/pdf"


def test_the_letter_of_a_call_stays_on_the_home_page_until_it_is_noted(
    client, sign_in, owing, members, session
):
    members[0].actor.email = None
    session.commit()
    sign_in("staff")
    send(client, "/shares/due", chosen=str(owing.id), pay_by="2026-12-23")
    assert "1 call for payment is made: print its letter and post it." in client.get("/shares/due").text
    assert "1 call for payment waits to be posted" in client.get("/").text
    assert 'href="/shares/due#post"' in client.get("/").text

    page = client.get("/shares/due").text
    assert "It is posted or handed over" in page
    call = read(session, select(PaymentCall.id))
    client.post("/shares/due/posted", data={"letter": str(call)})

    assert "1 letter is noted." in client.get("/shares/due").text
    assert "It is posted or handed over" not in client.get("/shares/due").text
    assert "waits to be posted" not in client.get("/").text


def test_a_call_whose_address_went_meanwhile_goes_by_post(client, sign_in, owing, members, session, outbox):
    sign_in("staff")
    send(client, "/shares/due", chosen=str(owing.id), pay_by="2026-12-23")
    members[0].actor.email = None
    session.commit()

    assert outbox() == []
    assert "1 call for payment waits to be posted" in client.get("/").text


@pytest.mark.parametrize(
    ("fields", "status", "message"),
    [
        ({"chosen": "1", "pay_by": "2026-11-23"}, 422, "Choose a day to come"),
        ({"chosen": "1", "pay_by": "x"}, 422, "This is not a date"),
        ({"pay_by": "2026-12-23"}, 409, "Nothing is to be called for"),
        ({"chosen": "99", "pay_by": "2026-12-23"}, 409, "Nothing is to be called for"),
    ],
)
def test_a_wrong_call_is_refused_and_nothing_is_sent(
    client, sign_in, owing, session, fields, status, message
):
    sign_in("staff")

    answer = send(client, "/shares/due", **fields)

    assert answer.status_code == status
    assert message in answer.text
    assert read(session, select(func.count()).select_from(PaymentCall)) == 0


def test_the_mandate_is_recorded_and_its_account_is_masked(client, sign_in, owing, members, session):
    sign_in("staff")
    path = f"/shares/members/{members[0].id}/mandate"

    wrong = send(client, path, holder="Membre A", iban="FR76 3000", signed_on="2026-11-23")
    assert wrong.status_code == 422
    assert "This is not an IBAN" in wrong.text
    answer = send(client, path, holder="Membre A", iban=IBAN, signed_on="2026-11-23")

    page = client.get(answer.location).text
    assert "FR•• •••• 0189" in page
    assert "3000" not in page


def test_an_order_is_made_given_to_the_bank_and_confirmed(
    client, sign_in, mandated, session, outbox, context, members
):
    sign_in("staff")

    made = send(client, "/shares/debits/new", until="2036-01-01", collected_on="2026-12-07")
    (mail,) = outbox()
    assert "FR•• •••• 0189" in mail.body
    assert "FR72ZZZ123456" in mail.body
    assert IBAN.replace(" ", "") not in mail.body
    file = client.get(f"{made.location}/file.xml")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert b'<InstdAmt Ccy="EUR">15000.00</InstdAmt>' in file.data
    assert client.get(f"{made.location}/file.xml").data == file.data

    context.clock.move(days=15)
    done = send(client, made.location, confirmed_on="2026-12-08")
    assert done.location == made.location
    assert "Paid" in client.get(made.location).text
    assert read(session, select(func.sum(SharePayment.amount))) == Money(2_000_000)
    assert client.get(f"{made.location}/file.xml").status_code == 404


def test_a_returned_debit_is_no_payment(client, sign_in, mandated, session, context):
    sign_in("staff")
    made = send(client, "/shares/debits/new", until="2036-01-01", collected_on="2026-12-07")
    context.clock.move(days=15)

    send(client, made.location, confirmed_on="2026-12-08", chosen="1")

    assert "Returned unpaid" in client.get(made.location).text
    assert read(session, select(func.sum(SharePayment.amount))) == Money(500_000)


def test_an_order_can_be_cancelled(client, sign_in, mandated):
    sign_in("staff")
    made = send(client, "/shares/debits/new", until="2036-01-01", collected_on="2026-12-07")

    assert client.post(f"{made.location}/cancel").location == made.location
    assert "Cancelled" in client.get(made.location).text
    assert client.post(f"{made.location}/cancel").status_code == 409


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"until": "2036-01-01", "collected_on": "2026-12-06"}, "collected_on"),
        ({"until": "2026-12-07", "collected_on": "2026-12-07"}, "until"),
    ],
)
def test_a_wrong_order_is_refused_at_its_field(client, sign_in, mandated, session, fields, field):
    sign_in("staff")

    answer = send(client, "/shares/debits/new", **fields)

    assert answer.status_code in (409, 422)
    assert f'id="{field}-error"' in answer.text
    assert read(session, select(func.count()).select_from(DebitOrder)) == 0


def test_the_mandate_ends(client, sign_in, mandated, members, session):
    sign_in("staff")

    send(client, f"/shares/members/{members[0].id}/mandate/end", ended_on="2026-11-23")

    assert read(session, select(DebitMandate.ended_on)) == TODAY
    assert client.get(f"/shares/members/{members[0].id}/mandate/end").status_code == 404


def test_a_debit_of_the_day_before_is_told_no_more_once_cancelled(client, sign_in, mandated, outbox):
    sign_in("staff")
    made = send(client, "/shares/debits/new", until="2036-01-01", collected_on="2026-12-07")
    client.post(f"{made.location}/cancel")

    assert outbox() == []


class TestWithoutAnAccount:
    """A cooperative that has no account yet."""

    @pytest.fixture
    def settings(self, settings):
        return replace(settings, bank=Bank())

    @pytest.mark.usefixtures("mandated")
    def test_debits_say_what_is_missing(self, client, sign_in):
        sign_in("staff")

        assert "Direct debits are not set up" in client.get("/shares/debits").text
        assert client.get("/shares/debits/new").status_code == 409


def test_the_day_of_a_call_leaves_a_month(client, sign_in, owing):
    sign_in("staff")

    assert (TODAY + timedelta(days=30)).isoformat() in client.get("/shares/due").text
