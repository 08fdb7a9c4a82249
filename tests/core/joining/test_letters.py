"""What joining does by itself: letters in the reader's language, the account, the reminder, the lapse."""

import io
import re

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from collegial.accounts.queries import account_by_email
from collegial.actors.models import ActorKind
from collegial.actors.services import add_actor
from collegial.joining.jobs import send_letter
from collegial.joining.models import Application, Letter, Verdict
from collegial.joining.queries.consents import convened_by_post
from collegial.joining.rules import ApplicationState
from collegial.joining.services import confirm_address, withdraw_consent
from collegial.kernel.outbox import failed_work

IBAN = "FR76 3000 6000 0112 3456 7890 189"


@pytest.fixture
def settings(settings):
    from dataclasses import replace

    from collegial.config import Bank

    return replace(settings, bank=Bank(iban=IBAN, bic="AGRIFRPP"))


@pytest.fixture
def work(app, program, session):
    """Give a function that commits and does what is due; it returns the mails that left."""

    def do():
        session.commit()
        box = getattr(app.extensions["mailman"], "outbox", [])
        before = len(box)
        with app.test_request_context():
            program.drain()
        session.expire_all()
        with program.database.reading() as reading:
            assert failed_work(reading) == []
        return getattr(app.extensions["mailman"], "outbox", [])[before:]

    return do


def link(mail, path):
    return re.search(rf"http://localhost({path}\S+)", mail.body)[1]


def test_the_first_letter_brings_the_link_that_confirms(client, fresh, statutes, send, work):
    one = send(locale="en")
    (mail,) = work()

    assert mail.to == ["soizic1@example.org"]
    assert mail.subject == "Test: confirm your application"
    client.post(link(mail, "/join/confirm/"))
    assert fresh(one).confirmed_at is not None
    assert client.get(link(mail, "/join/follow/")).status_code == 200


def test_a_letter_is_sent_once_however_often_the_work_is_done(context, session, statutes, send, work):
    send()
    assert len(work()) == 1

    send_letter(context, {"letter": session.scalar(select(Letter.id))})

    assert work() == []


@pytest.mark.parametrize(
    ("locale", "amount", "day"),
    [("en", "€50.00", "23 December 2026"), ("fr", "50,00\u00a0€", "23\u00a0décembre 2026")],
)
def test_a_letter_speaks_its_readers_language(statutes, accepted, work, locale, amount, day):
    accepted(locale=locale, shares=10)
    call = work()[-1]

    assert amount in call.body
    assert day in call.body


def test_the_call_holds_the_amount_the_account_and_the_reference(statutes, confirmed, settle, work):
    one = confirmed(locale="en", shares=10)
    work()
    settle(Verdict.ACCEPT, one)
    (mail,) = work()

    assert "€50.00" in mail.body
    assert IBAN in mail.body
    assert "Account holder: " in mail.body
    assert mail.body.startswith(f"Hello {one.name},")
    assert one.reference in mail.body
    name, pdf, kind = mail.attachments[0]
    assert (name, kind) == (f"{one.reference}.pdf", "application/pdf")
    text = " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
    for expected in (one.reference, "€200.00", "€50.00", "10 shares of €20.00", "FR76 3000 6000", one.name):
        assert expected in text


def test_a_refusal_gives_the_reason_only_when_the_board_wants_it(statutes, confirmed, settle, work):
    told, silent = confirmed(locale="en"), confirmed(locale="en")
    work()
    settle(Verdict.REFUSE, told, reason="Hors de l’objet", tells_reason=True)
    settle(Verdict.REFUSE, silent, reason="Hors de l’objet")
    first, second = work()

    assert "Hors de l’objet" in first.body
    assert "Hors de l’objet" not in second.body


def test_the_waiting_list_says_the_place(statutes, confirmed, settle, work):
    confirmed(), confirmed()
    one = confirmed(locale="en")
    work()
    settle(Verdict.WAIT, one)

    assert "You are number 1" in work()[0].body


def test_the_welcome_lets_a_person_in(session, statutes, accepted, pay, work):
    one = accepted(locale="en")
    work()
    pay(one, 50)
    (mail,) = work()

    account = account_by_email(session, one.email)
    assert account.actor_id == one.actor_id
    assert [role.name for role in account.roles] == ["member"]
    assert "member number 1" in mail.body
    assert "http://localhost/sign-in" in mail.body
    assert "You vote in every assembly that is convened from that day on" in mail.body
    for words in ("still to be paid by", "PARTS-1", IBAN):  # the rest, and how to pay it
        assert words in mail.body


def test_the_certificate_is_named_in_the_language_of_its_reader(statutes, accepted, pay, work):
    one = accepted(locale="fr")
    work()
    pay(one, 50)
    (mail,) = work()
    assert mail.attachments[0][0] == "attestation-de-parts-1.pdf"


def test_the_welcome_of_an_organisation_goes_to_who_votes_for_it(session, statutes, accepted, pay, work):
    one = accepted(locale="en", organisation="La Passerelle")
    work()
    pay(one, 50)
    (mail,) = work()

    assert mail.to == [one.email, one.representative_email]
    assert account_by_email(session, one.representative_email) is not None
    assert account_by_email(session, one.email) is None
    assert "Erwan Quéméner 1 votes for it" in mail.body
    name, pdf, kind = mail.attachments[0]
    assert (name, kind) == ("certificate-of-shares-1.pdf", "application/pdf")
    text = " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
    assert "La Passerelle holds 10 shares of its capital, of €20.00 each" in text


def test_whoever_has_an_account_keeps_it(context, session, statutes, accepted, pay, work):
    from collegial.accounts.services import open_account

    person = add_actor(context, kind=ActorKind.PERSON, name="Autre", email="soizic1@example.org")
    before = open_account(context, email="soizic1@example.org", actor_id=person.id, roles=["staff"])
    pay(accepted(), 50)
    work()

    assert account_by_email(session, "soizic1@example.org") is before
    assert [role.name for role in before.roles] == ["staff"]


def test_a_call_is_reminded_of_then_lapses(clock, session, statutes, accepted, work):
    one = accepted(locale="en")
    work()
    clock.move(days=19)
    assert work() == []
    clock.move(days=1)
    (reminder,) = work()
    assert "still to be paid" in reminder.subject
    assert reminder.attachments
    clock.move(days=10)
    assert work() == []
    clock.move(days=1)
    (lapse,) = work()

    assert "has lapsed" in lapse.subject
    assert session.get(Application, one.id).state is ApplicationState.LAPSED


def test_who_has_paid_is_not_reminded(clock, session, statutes, accepted, pay, work):
    one = accepted()
    pay(one, 50)
    work()
    clock.move(days=40)

    assert work() == []
    assert session.get(Application, one.id).state is ApplicationState.ADMITTED


def test_an_address_that_nobody_confirms_lapses_without_a_letter(clock, session, statutes, send, work):
    one = send()
    work()
    clock.move(days=32)

    assert work() == []
    assert session.get(Application, one.id).state is ApplicationState.LAPSED
    assert session.scalar(select(func.count()).select_from(Letter)) == 1


def test_a_name_cannot_write_markup_or_headers(statutes, send, work):
    send(locale="en", given_name="<b>Eve</b>", family_name="X\nBcc: all@example.org")
    (mail,) = work()

    assert "<b>Eve</b>" in mail.body  # plain text: nothing is interpreted
    assert mail.to == ["soizic1@example.org"]
    assert "\n" not in mail.subject


def test_in_an_association_the_welcome_has_no_certificate(association, confirmed, settle, work):
    one = confirmed(locale="en", shares=None)
    work()
    settle(Verdict.ACCEPT, one)
    (mail,) = work()

    assert mail.attachments == []
    assert "certificate" not in mail.body
    assert "member number 1" in mail.body


def test_who_does_not_agree_to_mail_is_convened_by_post(context, session, statutes, send, settle, pay):
    agreed = [
        ["statutes", "data", "convocations"],
        ["statutes", "data"],
        ["statutes", "data", "convocations"],
    ]
    applications = [send(agreed=some, email=f"{at}@example.org") for at, some in enumerate(agreed)]
    for one in applications:
        confirm_address(context, one)
    settle(Verdict.ACCEPT, *applications)
    for one in applications:
        pay(one, 50)
    last = next(one for one in applications[2].consents if one.text.key == "convocations")
    withdraw_consent(context, applications[2], last)
    session.flush()

    assert set(session.scalars(convened_by_post())) == {one.actor_id for one in applications[1:]}
