"""The members are told what was decided: by mail, by a letter where no address is known, and each once."""

from dataclasses import replace
from io import BytesIO
from smtplib import SMTPRecipientsRefused

import pytest
from flask import current_app
from pypdf import PdfReader
from sqlalchemy import select

from collegial.actors.models import Actor
from collegial.kernel.errors import Forbidden, Refused
from collegial.kernel.listing import listed
from collegial.minutes import jobs, telling
from collegial.minutes.facts import Bureau
from collegial.minutes.lacking import lacks
from collegial.minutes.models import Minutes, MinutesLetter
from collegial.minutes.services import sharing


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client


def give_address(session, *addresses):
    """Give the first voters an address each."""
    voters = session.scalars(select(Actor).order_by(Actor.id).limit(len(addresses))).all()
    for voter, address in zip(voters, addresses, strict=True):
        voter.email, voter.locale = address, "fr"
    session.flush()
    return voters


def test_everyone_with_an_address_is_told_once_what_was_decided(program, app, context, session, established):
    voters = session.scalars(select(Actor).order_by(Actor.id).limit(2)).all()
    voters[0].email, voters[0].locale = "un@example.org", "fr"
    session.flush()
    assert sharing.share_minutes(context, established).mails == 1
    with pytest.raises(Refused, match=r"minutes\.shared_already"):
        sharing.share_minutes(context, established)
    session.commit()
    with app.test_request_context():
        program.drain()
        told = [mail for mail in current_app.extensions["mailman"].outbox if mail.to == ["un@example.org"]]
    mail = told[-1]
    assert established.assembly.title in mail.subject
    assert all(one.title in mail.body for one in established.assembly.resolutions)
    assert f"/minutes/assembly/{established.assembly_id}.pdf" in mail.body


@pytest.mark.both_databases
def test_who_has_no_address_gets_a_letter_that_is_noted_once(context, session, established):
    give_address(session, "un@example.org")
    sharing.share_minutes(context, established)
    letters = session.scalars(telling.letters_to_post(established.id)).all()
    assert [one.entry.voter_id for one in letters] == sorted(one.entry.voter_id for one in letters)
    assert len(letters) == 4
    first = [one.id for one in letters[:2]]
    assert [sharing.note_posted(context, established, first) for _ in range(2)] == [2, 0]
    told = telling.told_of(session, established)
    assert (told.sharing.mails, told.letters, told.posted, told.waiting) == (1, 4, 2, 2)
    assert sharing.note_posted(context, established, [one.id for one in letters]) == 2
    assert telling.told_of(session, established).waiting == 0


def test_members_tell_nobody(as_role, established):
    with pytest.raises(Forbidden):
        sharing.share_minutes(as_role("member"), established)
    with pytest.raises(Forbidden):
        sharing.note_posted(as_role("member"), established, [])


@pytest.mark.parametrize(("code", "letters"), [(550, 5), (450, 4)])
def test_an_address_refused_for_good_gets_a_letter(
    app, context, session, established, monkeypatch, code, letters
):
    give_address(session, "un@example.org")
    sharing.share_minutes(context, established)
    (invitation,) = telling.reach_of(session, established.assembly_id).by_mail

    def refuse(_self):
        raise SMTPRecipientsRefused({"un@example.org": (code, b"no")})

    monkeypatch.setattr("collegial.web.mails.DressedMail.send", refuse)
    with app.test_request_context():
        for _ in range(2):  # a job may run again
            if code // 100 == 4:
                with pytest.raises(SMTPRecipientsRefused):
                    jobs.send_minutes(context, {"invitation": invitation})
            else:
                jobs.send_minutes(context, {"invitation": invitation})
    assert telling.told_of(session, established).letters == letters


def test_minutes_say_what_they_lack_the_graver_first(facts):
    written = replace(facts, resolutions=tuple(replace(one, debate="Dit.") for one in facts.resolutions))
    assert lacks(replace(written, debate="Dit.", unvoted=())) == []
    bare = replace(
        written, debate=" ", unvoted=(7, 9), bureau=Bureau(chair="", scrutineers=(), secretary=""),
        resolutions=tuple(replace(one, debate="") for one in facts.resolutions),
    )  # fmt: skip
    numbers = listed(one.number for one in facts.resolutions)
    assert [(str(one.sentence), one.place) for one in lacks(bare)] == [
        ("No chair was named.", None), ("No scrutineer was named.", None), ("No secretary was named.", None),
        ("Resolutions 7 and 9 were not put to the vote: the minutes give no result of them.", None),
        ("Nothing is written of what was said in the meeting as a whole.", "debate"),
        (f"Nothing is written of what was said on resolutions {numbers}.", f"resolution-{facts.resolutions[0].number}"),
    ]  # fmt: skip


def test_staff_sees_what_is_final_before_it_is_done(client, sign_in, session, ended):
    number = ended.id
    session.commit()
    sign_in("staff", "chair")
    page = client.get(f"/minutes/assembly/{number}").text
    assert "This cannot be undone" in page
    assert "Nothing is written of what was said on resolution" in page
    assert session.scalars(select(Minutes)).all() == []
    session.rollback()
    assert client.post(f"/minutes/assembly/{number}").status_code == 302
    assert session.scalars(select(Minutes.assembly_id)).all() == [number]
    session.rollback()
    assert client.get(f"/minutes/assembly/{number}").status_code == 302


def test_staff_sees_who_is_told_how_and_prints_the_letters(client, sign_in, session, established):
    give_address(session, "un@example.org")
    number = established.assembly_id
    here = f"/minutes/assembly/{number}/share"
    session.commit()
    sign_in("staff", "chair")
    before = client.get(here).text
    assert "Send 1 e-mail" in before
    assert session.scalars(select(MinutesLetter)).all() == []
    session.rollback()

    sent = client.post(here, follow_redirects=True)
    assert "1 e-mail is on its way." in sent.text
    page = client.get(here).text
    assert "4 letters wait." in page
    printed = PdfReader(BytesIO(client.get(f"{here}/letters.pdf").data))
    assert len(printed.pages) == 4
    assert "adopt" in printed.pages[0].extract_text()
    assert "print the letters" in client.get(f"/assemblies/{number}").text
    assert (
        client.post(f"{here}/posted", data={"all": "3"}).status_code == 409
    )  # a letter joined them meanwhile
    assert "4 letters wait." in client.get(here).text
    client.post(f"{here}/posted", data={"all": "4"})
    assert "No letter waits" in client.get(here).text
    assert client.get(f"{here}/letters.pdf").status_code == 404


def test_the_minutes_are_found_again(client, sign_in, session, established):
    assembly = established.assembly_id
    session.commit()
    client.set_cookie("locale", "fr")
    sign_in("member")
    pdf = f'href="/minutes/assembly/{assembly}.pdf"'

    assert 'href="/minutes/"' in client.get("/assemblies/").text
    assert pdf in client.get("/minutes/").text
    assert '<a href="/minutes/"' in client.get("/search/?q=procès-verbal").text.split("<main")[1]
    page = client.get(f"/assemblies/{assembly}").text
    assert page.index(pdf) < page.index('href="/votes/')
