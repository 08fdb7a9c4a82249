"""A convocation leaves once, with its proof; what comes back is noted and sent again; the rest goes by post."""

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from smtplib import SMTPRecipientsRefused
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from flask import current_app
from flask_mailman.backends.locmem import EmailBackend
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError
from tests.disks import refused

from collegial.accounts.queries import account_of_actor
from collegial.actors.models import Actor, ActorKind
from collegial.actors.services.reaching import NewAddress, move_to
from collegial.assemblies.links import link_to
from collegial.assemblies.models import AssemblyKind, Invitation
from collegial.assemblies.queries.meetings import legal_dates
from collegial.assemblies.rules import DateKey
from collegial.assemblies.services.preparing import add_item, add_resolution, convene, prepare_assembly
from collegial.convocations import queries, services
from collegial.convocations.cli import bounces
from collegial.convocations.composing import message_id_of
from collegial.convocations.feature import next_steps
from collegial.convocations.models import Attempt, Outcome
from collegial.convocations.printing.forms import _proxy_notes
from collegial.convocations.rules import Bounce, read_bounce
from collegial.kernel import insisting
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.outbox import OutboxMessage
from collegial.statutes.rules import Convocation, DecisionKind
from collegial.testing.factories import found, statutes_document

REPORT = """From: MAILER-DAEMON@mx.example.org
To: no-reply@example.org
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; someone@example.org
Action: {action}
Status: {status}

--b
Content-Type: message/rfc822

From: no-reply@example.org
Message-ID: {message_id}
Subject: Convocation

Text.
--b--
"""


def report(message_id, action="failed", status="5.1.1"):
    return REPORT.format(message_id=message_id, action=action, status=status).encode()


@pytest.fixture
def document():
    return None


@pytest.fixture
def meeting(context, session, clock, document):
    """Convene five voters, two of whom have a mail address."""
    found(context, {"A": 2, "B": 1, "C": 1, "D": 1}, document)
    people = session.scalars(select(Actor).order_by(Actor.id)).all()
    people[0].email, people[1].email, people[1].locale = "un@example.org", "deux@example.org", "br"
    session.flush()
    one = prepare_assembly(
        context, kind=AssemblyKind.ORDINARY, title="Assemblée d’essai",
        starts_at=clock.now() + timedelta(days=21), place="Rennes",
    )  # fmt: skip
    item = add_item(context, one, title="Un point")
    add_resolution(
        context, one, title="Un choix", text="Le texte voté.", kind=DecisionKind.ORDINARY, item=item
    )
    convene(context, one)
    session.commit()
    return one


def sent(program, app):
    with app.test_request_context():
        program.drain()
        return list(getattr(current_app.extensions["mailman"], "outbox", []))


def first(session, meeting):
    session.expire_all()
    return session.scalars(
        select(Invitation).where(Invitation.channel == "mail").order_by(Invitation.id)
    ).first()


def words(pdf):
    return " ".join(words_of(page) for page in PdfReader(BytesIO(pdf)).pages)


def words_of(page):
    return " ".join(page.extract_text().split())


def test_a_mail_carries_the_letter_the_calendar_and_the_link_in_the_readers_language(
    program, app, session, meeting
):
    mails = sent(program, app)
    assert [mail.to for mail in mails] == [["un@example.org"], ["deux@example.org"]]
    with app.app_context():
        names = [one.get_filename() for one in mails[0].message().walk() if one.get_filename()]
    day = meeting.starts_at.date()
    assert names == [f"convocation-{day}.pdf", "assemblee-d-essai.ics"]
    letter = words(mails[0].attachments[0][1])
    for part in (
        "Assemblée d’essai",
        "Un point",
        "Le texte voté",
        "Rennes",
        "donne pouvoir à",
        "Membre A 0001",
    ):
        assert part in letter, part
    assert words(mails[1].attachments[0][1]) != letter


def test_mail_and_letter_say_which_votes_are_secret(program, app, session, meeting):
    meeting.resolutions[0].is_secret = True
    session.commit()

    mail = sent(program, app)[0]

    for printed in (mail.body, words(mail.attachments[0][1])):
        said = printed.replace("\u202f", " ").replace("\u00a0", " ")
        assert "La résolution 1 est votée au scrutin secret : on sait qui a voté, jamais comment." in said
        assert "crutin est public" not in said


def test_the_mail_of_a_second_convocation_recalls_the_first(program, app, session, meeting):
    meeting.convocation = Convocation.SECOND
    session.commit()

    mail = sent(program, app)[0]

    assert "seconde convocation" in mail.subject
    assert "la première assemblée n’a pas atteint son quorum" in mail.body


def test_a_mail_leaves_once_and_its_proof_is_kept(program, app, session, meeting):
    mails = sent(program, app)
    sent(program, app)
    proofs = session.scalars(select(Attempt).order_by(Attempt.id)).all()
    assert [one.outcome for one in proofs] == [Outcome.MAILED] * 2
    assert proofs[0].message_id == mails[0].extra_headers["Message-ID"]
    assert len(proofs[0].digest) == 64
    sending = queries.sending_of(session, meeting.id)
    assert (sending.mailed, sending.to_mail, sending.to_post, sending.is_under_way) == (2, 2, 3, False)


def test_a_bounce_is_noted_once_and_what_came_back_is_sent_again(program, app, context, session, meeting):
    sent(program, app)
    one = first(session, meeting)
    proof = queries.attempts_of(session, one.id)[0]
    bounce = read_bounce(report(proof.message_id))
    assert bounce == Bounce(message_id=proof.message_id, status="5.1.1")
    assert services.note_bounce(context, bounce)
    assert services.note_bounce(context, bounce) is None
    session.flush()
    assert queries.sending_of(session, meeting.id).came_back == 1
    person = session.get(Actor, one.entry.voter_id)
    services.send_again(context, one, person, way=queries.MAIL, email="juste@example.org")
    session.commit()
    assert sent(program, app)[-1].to == ["juste@example.org"]
    session.expire_all()
    assert queries.sending_of(session, meeting.id).came_back == 0
    assert [tried.outcome for tried in queries.attempts_of(session, one.id)] == [
        Outcome.MAILED, Outcome.BOUNCED, Outcome.MAILED,
    ]  # fmt: skip


def test_without_an_address_it_goes_by_post(program, app, context, session, meeting):
    sent(program, app)
    one = first(session, meeting)
    person = session.get(Actor, one.entry.voter_id)
    with pytest.raises(Invalid, match=r"convocations\.no_email"):
        services.send_again(context, one, person, way=queries.MAIL, email=" ")
    services.send_again(context, one, person, way=queries.POST)
    session.flush()
    assert one in session.scalars(queries.by_post(meeting.id)).all()
    assert person.email is not None


def test_an_address_that_cannot_be_right_is_refused(context, session, meeting):
    one = first(session, meeting)
    with pytest.raises(Invalid) as refusal:
        services.send_again(
            context, one, session.get(Actor, one.entry.voter_id), way=queries.MAIL, email="non"
        )
    assert refusal.value.field == "email"


def test_nothing_is_sent_again_once_the_assembly_is_held(context, session, meeting):
    from collegial.assemblies.models import AssemblyState

    one = first(session, meeting)
    meeting.state = AssemblyState.CLOSED
    with pytest.raises(Refused, match=r"convocations\.too_late"):
        services.send_again(context, one, session.get(Actor, one.entry.voter_id), way=queries.POST)


@pytest.mark.both_databases
def test_letters_are_noted_once_as_posted(context, session, meeting):
    wanted = [one.id for one in session.scalars(queries.by_post(meeting.id))]
    assert services.note_posted(context, meeting, wanted[:2], outcome=Outcome.POSTED) == 2
    session.flush()
    assert services.note_posted(context, meeting, wanted, outcome=Outcome.HANDED) == 1
    session.flush()
    assert queries.sending_of(session, meeting.id).posted == 3


def test_the_sending_is_done_once_the_last_letter_is_posted(app, client, sign_in, context, session, meeting):
    sign_in("staff")

    def sending():
        found = legal_dates(session, meeting, "Europe/Paris", context.today)
        return next(one for one in found if one.key is DateKey.SENDING)

    last = sending()
    assert (last.is_over, last.letters_left) == (False, 3)
    with app.app_context():
        steps = list(next_steps(session, context.by))
    assert [one.due_on for one in steps if one.key.endswith(".post")] == [last.day]
    assert "3 convocations are to be posted" in client.get(f"/assemblies/{meeting.id}").text

    letters = [one.id for one in session.scalars(queries.by_post(meeting.id))]
    services.note_posted(context, meeting, letters, outcome=Outcome.POSTED)
    session.flush()
    assert (sending().is_done, sending().letters_left) == (True, 0)


def test_what_is_to_be_posted_is_told_to_the_staff_alone(client, sign_in, session, meeting):
    page = f"/assemblies/{meeting.id}"
    session.commit()
    for role, is_told in (("staff", True), ("member", False)):
        sign_in(role)
        assert ("3 convocations are to be posted" in client.get(page).text) is is_told


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "statement", ["UPDATE convocation_attempt SET reason = ''", "DELETE FROM convocation_attempt"]
)
def test_the_proof_is_never_changed(context, session, meeting, statement):
    services.note_posted(
        context,
        meeting,
        [one.id for one in session.scalars(queries.by_post(meeting.id))],
        outcome=Outcome.POSTED,
    )
    session.flush()
    with pytest.raises(DatabaseError, match="written once"):
        session.execute(text(statement))


def test_members_note_nothing(as_role, session, meeting):
    with pytest.raises(Forbidden):
        services.note_posted(as_role("member"), meeting, [1], outcome=Outcome.POSTED)


@pytest.mark.parametrize(
    "raw",
    [
        report("<a@b>", action="delayed", status="4.4.1"),
        report("<a@b>", action="delivered", status="2.0.0"),
        report("", action="failed"),
        b"Subject: hello\n\nText",
        b"",
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_failure_is_no_bounce(raw):
    assert read_bounce(raw) is None


@settings(max_examples=40)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_an_error(raw):
    read_bounce(raw)
    read_bounce(REPORT.encode() + raw)


def test_the_command_reads_mails_mboxes_and_folders(program, app, session, meeting, tmp_path, monkeypatch):
    sent(program, app)
    proof = session.scalars(select(Attempt).order_by(Attempt.id)).first()
    file = tmp_path / "box"
    file.write_bytes(b"From MAILER-DAEMON Thu Jan  1 00:00:00 2026\n" + report(proof.message_id) + b"\n")
    session.rollback()
    ran = app.test_cli_runner().invoke(bounces, [str(file)])
    assert ran.output == "Mails read: 1. Convocations that came back: 1.\n"


def housed(context, session, name, **where):
    """Give whoever has this name an address."""
    actor = session.scalars(select(Actor).where(Actor.name == name)).one()
    return move_to(context, actor, NewAddress(**where), context.today)


def test_letters_and_the_postal_list_carry_the_address_in_force(client, sign_in, context, session, meeting):
    waiting = [one.entry.name for one in session.scalars(queries.by_post(meeting.id))]
    old = housed(context, session, waiting[0], lines="1 rue d’Avant", postcode="29000", locality="Quimper")
    old.starts_on = context.today - timedelta(days=9)
    session.flush()
    housed(
        context, session, waiting[0], lines="3 rue de la Mer\nPorte B", postcode="35000", locality="Rennes"
    )
    housed(
        context, session, waiting[1], lines="High Street 5", postcode="CF10", locality="Cardiff", country="GB"
    )
    session.commit()
    sign_in("staff")

    printed = words(client.get(f"/convocations/assembly/{meeting.id}/letters.pdf").data)
    assert f"{waiting[0]} 3 rue de la Mer Porte B 35000 Rennes" in printed
    assert f"{waiting[1]} High Street 5 CF10 Cardiff Royaume-Uni" in printed
    assert "rue d’Avant" not in printed

    listed = client.get(f"/convocations/assembly/{meeting.id}/labels.csv").text
    for part in ("3 rue de la Mer, Porte B", "35000", "Rennes", "France", "United Kingdom", "Postcode"):
        assert part in listed, part


def test_each_letter_of_a_batch_counts_its_own_pages(client, sign_in, session, meeting):
    session.commit()
    sign_in("staff")

    printed = client.get(f"/convocations/assembly/{meeting.id}/letters.pdf").data

    numbers = [words_of(page).rpartition("essai ")[2] for page in PdfReader(BytesIO(printed)).pages]
    assert numbers == ["1 / 2", "2 / 2"] * 3


@pytest.mark.parametrize(
    "document",
    [statutes_document(correspondence={"paper_days": 3, "online_hour": 15, "on_arrival": "bound"})],
)
@pytest.mark.parametrize(
    ("before", "says", "has_form"),
    [
        (timedelta(days=3), "avec le formulaire à la fin de cette lettre", True),
        (timedelta(days=2), "Il est trop tard pour un formulaire sur papier. Vous pouvez voter", False),
        (timedelta(hours=2), "Il est trop tard pour voter par correspondance.", False),
    ],
)
def test_a_letter_that_leaves_late_has_no_form_whose_day_is_over(
    client, sign_in, clock, session, meeting, before, says, has_form
):
    clock.at = meeting.starts_at - before
    session.commit()
    sign_in("staff")

    printed = words(client.get(f"/convocations/assembly/{meeting.id}/letters.pdf").data)

    assert says in printed
    assert ("Formulaire de vote par correspondance" in printed) is has_form
    assert ("Vous pouvez aussi voter par correspondance" in printed) is has_form


@pytest.mark.parametrize(
    "document",
    [statutes_document(correspondence={"paper_days": 3, "online_hour": 15, "on_arrival": "bound"})],
)
def test_a_letter_that_left_in_time_is_printed_again_as_it_left(
    client, sign_in, context, clock, session, meeting
):
    one = session.scalars(queries.by_post(meeting.id)).first()
    services.note_posted(context, meeting, [one.id], outcome=Outcome.POSTED)
    clock.move(days=20)
    session.commit()
    sign_in("staff")

    printed = words(client.get(f"/convocations/{one.id}.pdf").data)

    assert "Formulaire de vote par correspondance" in printed


def test_the_page_of_the_sending(program, app, client, sign_in, session, meeting):
    sign_in("staff")
    base = f"/convocations/assembly/{meeting.id}"
    page = client.get(base).text
    assert "0 of 2 e-mails have left" in page
    assert "hx-get" in page
    sent(program, app)
    assert "2 of 2 e-mails have left" in client.get(f"{base}/progress").text
    assert "hx-get" not in client.get(f"{base}/progress").text
    letters = client.get(f"{base}/letters.pdf")
    assert "Membre B 0003" in words(letters.data)
    other = session.get_one(Actor, session.scalars(queries.by_post(meeting.id)).first().entry.voter_id)
    other.locale = "br"
    session.commit()
    assert "Brezhoneg" in client.get(base).text
    in_breton = client.get(f"{base}/letters.pdf?language=br")
    assert other.name in words(in_breton.data)
    day = meeting.starts_at.date()
    assert f'filename="convocation-{day}.pdf"' in letters.headers["Content-Disposition"]
    assert f'filename="lizher-galv-{day}.pdf"' in in_breton.headers["Content-Disposition"]
    assert "Membre B 0003" in client.get(f"{base}/labels.csv").text
    assert client.get(f"{base}/labels.exe").status_code == 404
    ids = [one.id for one in session.scalars(queries.by_post(meeting.id))]
    session.rollback()
    client.post(f"{base}/posted", data={"letter": [*map(str, ids), "x", "999999999999"], "way": "posted"})
    assert "No letter waits" in client.get(base).text
    assert client.get(f"{base}/letters.pdf").status_code == 404


def test_who_opens_is_warned_of_what_never_left(program, app, client, sign_in, context, session, meeting):
    opening = f"/assemblies/{meeting.id}/open"
    sent(program, app)
    sign_in("staff")
    warned = client.get(opening).text
    assert "3 of 5 convocations have not left" in warned
    assert f'href="/convocations/assembly/{meeting.id}"' in warned
    sign_in("chair")
    assert "3 of 5 convocations have not left" in client.get(opening).text

    letters = [one.id for one in session.scalars(queries.by_post(meeting.id))]
    services.note_posted(context, meeting, letters, outcome=Outcome.POSTED)
    session.commit()
    assert "have not left" not in client.get(opening).text


def test_letters_go_in_batches_and_all_are_noted_at_once(
    client, sign_in, context, session, meeting, monkeypatch
):
    monkeypatch.setattr("collegial.web.letters.SIZE", 2)
    base = f"/convocations/assembly/{meeting.id}"
    sign_in("staff")
    page = client.get(base).text
    assert "3 letters wait. This is batch 1 of 2." in page
    assert ("Next batch" in page, "Previous batch" in page) == (True, False)
    assert "Previous batch" in client.get(f"{base}?page=2").text
    assert "All 3 letters are posted" in page
    assembly = client.get(f"/assemblies/{meeting.id}").text
    assert f'href="{base}#post"' in assembly
    assert "Next: Last day to send" in assembly

    assert client.post(f"{base}/posted", data={"all": "2", "way": "posted"}).status_code == 409
    assert queries.sending_of(session, meeting.id).posted == 0
    session.rollback()
    client.post(f"{base}/posted", data={"all": "3", "way": "posted"})
    assert queries.sending_of(session, meeting.id).posted == 3
    session.rollback()
    assembly = client.get(f"/assemblies/{meeting.id}").text
    assert f'href="{base}#post"' not in assembly
    assert "Next: Last day to send" not in assembly


def test_the_page_of_one_convocation(program, app, client, sign_in, session, meeting):
    sent(program, app)
    one = first(session, meeting).id
    session.rollback()
    sign_in("staff")
    page = client.get(f"/convocations/{one}/again").text
    assert "Left by e-mail" in page
    assert re.search(r'<a [^>]*href="/assemblies/"[^>]*aria-current="page"', page)
    assert client.get(f"/convocations/{one}.pdf").mimetype == "application/pdf"
    undecided = client.post(f"/convocations/{one}/again", data={"email": "ok@example.org"})
    assert (undecided.status_code, 'id="way-error"' in undecided.text) == (422, True)
    refused = client.post(f"/convocations/{one}/again", data={"way": "mail", "email": "non"})
    assert (refused.status_code, 'id="email-error"' in refused.text) == (422, True)
    assert (
        client.post(f"/convocations/{one}/again", data={"way": "mail", "email": "ok@example.org"}).status_code
        == 302
    )
    assert client.get("/convocations/999/again").status_code == 404


@pytest.mark.parametrize("path", ["", "/progress", "/letters.pdf", "/labels.csv"])
def test_members_do_not_see_the_sending(client, sign_in, meeting, path):
    sign_in("member")
    assert client.get(f"/convocations/assembly/{meeting.id}{path}").status_code == 403


def test_the_sending_takes_the_same_statements_whatever_its_size(
    client, sign_in, session, meeting, statements_of
):
    page = f"/convocations/assembly/{meeting.id}"
    ids = [one.id for one in session.scalars(queries.by_post(meeting.id))][:2]
    session.rollback()
    sign_in("staff")
    many = statements_of(page)
    client.post(f"{page}/posted", data={"letter": ids, "way": "posted"})
    assert statements_of(page) == many


def test_no_personal_data_in_the_journal(program, app, context, session, meeting):
    sent(program, app)
    services.note_bounce(context, Bounce(message_id=first_message(session), status="5.1.1"))
    session.flush()
    payloads = session.execute(
        text("SELECT payload FROM journal_entry WHERE event LIKE 'convocations.%'")
    ).scalars()
    assert "example.org" not in " ".join(map(str, payloads))
    assert session.scalar(select(func.count()).select_from(Attempt)) == 3


def first_message(session):
    return session.scalars(select(Attempt.message_id).order_by(Attempt.id)).first()


def test_reading_bounces_needs_a_file():
    assert CliRunner().invoke(bounces, ["/nowhere"]).exit_code == 2


def test_one_mail_that_is_refused_keeps_no_other_back_and_is_tried_again_alone(
    program, app, session, meeting, monkeypatch
):
    send, refused = EmailBackend.send_messages, ["un@example.org"]

    def reach(server, mails):
        if refused and mails[0].to == refused:
            refused.clear()
            raise SMTPRecipientsRefused({})
        return send(server, mails)

    monkeypatch.setattr(EmailBackend, "send_messages", reach)
    mails = sent(program, app)  # the single promise is due at once
    assert [mail.to for mail in mails] == [["deux@example.org"], ["un@example.org"]]
    letters = select(OutboxMessage).where(OutboxMessage.task.startswith("assemblies.send"))
    together, alone = session.scalars(letters.order_by(OutboxMessage.id)).all()
    assert [len(together.payload["invitations"]), alone.payload] == [
        2,
        {"invitation": first(session, meeting).id},
    ]
    assert len(session.scalars(select(Attempt)).all()) == 2


def test_what_left_is_noted_though_the_database_refuses_it_for_a_moment(
    program, app, session, meeting, monkeypatch
):
    monkeypatch.setattr(insisting, "PAUSES", (0, 0))
    with refused(program, "INSERT", Attempt.__tablename__, 2) as told:
        mails = sent(program, app)
    assert (len(mails), len(told)) == (2, 2)
    assert len(session.scalars(select(Attempt)).all()) == 2
    letters = select(OutboxMessage).where(OutboxMessage.task.startswith("assemblies.send"))
    assert [one.attempts for one in session.scalars(letters) if one.done_at] == [1]


def test_a_mail_that_leaves_twice_after_a_crash_is_the_same_mail(program, app, session, meeting):
    left = sent(program, app)[0].extra_headers["Message-ID"]
    one = first(session, meeting)
    with app.test_request_context():
        # what was not committed is not counted: the repetition has the number of the first attempt
        assert message_id_of(one, 0) == left
        assert message_id_of(one, 1) != left


def test_the_proof_is_found_and_what_someone_saw_come_back_is_noted(
    program, app, session, meeting, client, sign_in
):
    sent(program, app)
    one = first(session, meeting)
    number, page = one.id, f"/convocations/assembly/{meeting.id}"
    name, unsent = (
        one.entry.name,
        session.scalars(select(Invitation.id).where(Invitation.sent_at.is_(None))).first(),
    )
    session.rollback()
    sign_in("staff")
    assert f"/convocations/{number}/again" in client.get(page, query_string={"q": name}).text
    client.post(f"/convocations/{number}/returned")
    assert client.post(f"/convocations/{unsent}/returned").status_code == 409
    assert "Seen to come back" in client.get(page).text
    session.rollback()
    assert [one.outcome for one in queries.attempts_of(session, number)] == [Outcome.MAILED, Outcome.BOUNCED]
    proofs = client.get(f"{page}/proofs.csv").text
    assert (proofs.count(name), "Seen to come back" in proofs, "returned" in proofs) == (2, True, False)
    assert queries.attempts_of(session, number)[0].message_id in proofs


def test_what_came_back_joins_the_postal_list_at_a_click(program, app, session, meeting, client, sign_in):
    sent(program, app)
    one = first(session, meeting)
    number, member, page = one.id, one.entry.member_number, f"/convocations/assembly/{meeting.id}"
    session.rollback()
    sign_in("staff")
    found = client.get(page, query_string={"q": str(member)}).text
    assert f"/convocations/{number}/returned" in found, "the mark stands beside who was found"

    client.post(f"/convocations/{number}/returned")
    assert f"\n{member}," not in client.get(f"{page}/labels.csv").text
    assert client.post(f"{page}/by-post", data={"invitation": [number, 99999, "x"]}).status_code == 302

    assert f"\n{member}," in client.get(f"{page}/labels.csv").text.replace(";", ",")
    client.post(f"{page}/by-post", data={"invitation": [number]})
    session.rollback()
    assert queries.sending_of(session, meeting.id).came_back == 0
    again = session.get_one(Invitation, number)
    assert (again.channel, again.entry.voter_id is not None) == ("post", True)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"secret": (2,)}, ["Name a holder: a secret vote is not opened while a proxy names none."]),
        (
            {"backed": (1, 3)},
            [
                (
                    "Without the name of a holder, the chair votes for every resolution that the board backs, and "
                    "against all others."
                ),
                "The board backs resolutions 1 and 3.",
            ],
        ),
        (
            {"ballots": ("one",)},
            [
                (
                    "Without the name of a holder, the chair votes for every resolution that the board backs, and "
                    "against all others."
                ),
                "The board backs none of the resolutions.",
                "In an election, the chair votes for the candidates whom the board backs.",
            ],
        ),
    ],
)
def test_a_proxy_without_a_name_is_told_as_it_will_be_used(facts, told):
    called = SimpleNamespace(**{"blank": True, "secret": (), "backed": (), "ballots": (), **facts})
    notes = [str(one) for one in _proxy_notes(called)]
    assert notes[1 : 1 + len(told)] == told


def test_mails_in_a_folder_are_never_said_to_have_left(
    program, app, client, sign_in, session, meeting, monkeypatch
):
    sent(program, app)
    sign_in("staff")
    filed = replace(program.settings, mail=replace(program.settings.mail, backend="file"))
    monkeypatch.setitem(app.extensions, "collegial", replace(program, settings=filed))
    base = f"/convocations/assembly/{meeting.id}"

    page = client.get(base).text

    assert "2 of 2 e-mails lie in the folder “mail”" in page
    assert "e-mails have left" not in client.get(f"{base}/progress").text
    assert "E-mails reach nobody on this site" in page
    shown = replace(program, settings=replace(filed, demo=True))
    monkeypatch.setitem(app.extensions, "collegial", shown)
    assert "E-mails reach nobody on this site" not in client.get(base).text


def test_an_organisation_that_nobody_represents_is_convened_and_gets_no_account(
    program, app, session, meeting
):
    one = first(session, meeting)
    organisation = session.get_one(Actor, one.entry.voter_id)
    organisation.kind = ActorKind.ORGANISATION
    session.commit()

    (mail,) = [mail for mail in sent(program, app) if mail.to == [organisation.email]]

    assert account_of_actor(session, organisation.id) is None
    with app.test_request_context():
        assert link_to(one) not in mail.body
    assert f"désigné pour voter pour {organisation.name}" in mail.body
