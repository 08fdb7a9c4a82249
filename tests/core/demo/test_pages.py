"""The pages of the demonstration: there when it is one, nowhere else."""

import time
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from collegial.accounts.services import open_account
from collegial.app import create_app
from collegial.config import Mail, Secrets, Settings
from collegial.demo import links
from collegial.demo.links import persona_links, sign_in_link
from collegial.demo.personas import personas
from collegial.kernel.permissions import program as program_viewer


@pytest.fixture
def demo_settings(settings: Settings) -> Settings:
    return replace(settings, demo=True, mail=Mail(backend="file", sender="pole@example.org"))


@pytest.fixture
def demo(demo_settings: Settings) -> Iterator[Flask]:
    app = create_app(demo_settings)
    app.config["WTF_CSRF_ENABLED"] = False
    program = app.extensions["collegial"]
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("test"))
        for one in personas().values():
            if one.key != "pilot":
                open_account(context, email=one.email, actor_id=None, roles=one.roles)
    yield app
    program.database.close()


@pytest.fixture
def visitor(demo: Flask) -> FlaskClient:
    return demo.test_client()


def text(answer) -> str:
    return answer.get_data(as_text=True)


def path(link: str) -> str:
    return link.removeprefix("http://localhost")


ADDRESSES = [
    "/demo",
    "/demo/",
    "/demo/mailbox",
    "/demo/mailbox?to=member",
    "/demo/sign-in/member",
    "/demo/nothing",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["get", "post", "put"])
def test_elsewhere_there_is_no_demonstration(client, address, method):
    answer = getattr(client, method)(address)
    assert answer.status_code == 404
    assert "Nolwenn" not in text(answer)


def test_elsewhere_its_links_open_nothing(client, settings, demo_settings):
    assert client.get(path(sign_in_link(demo_settings, "administrator"))).status_code == 404
    assert client.get("/account/").status_code == 302


def test_the_page_names_everyone(visitor):
    page = text(visitor.get("/demo/"))
    for one in personas().values():
        assert one.name in page
        assert f'action="/demo/sign-in/{one.key}"' in page
    assert "/demo/mailbox" in page


def test_the_button_signs_in_afresh(visitor):
    assert visitor.post("/demo/sign-in/staff").location == "/"
    assert personas()["staff"].email in text(visitor.get("/account/"))
    with visitor.session_transaction() as cookie:
        assert abs(cookie["fs_paa"] - time.time()) < 5


def test_one_becomes_another_person_at_once(visitor):
    visitor.post("/demo/sign-in/staff")
    visitor.post("/demo/sign-in/chair")
    page = text(visitor.get("/account/"))
    assert personas()["chair"].email in page
    assert personas()["staff"].email not in page


def test_signing_in_needs_the_token_of_the_form(demo, visitor):
    demo.config["WTF_CSRF_ENABLED"] = True
    assert visitor.post("/demo/sign-in/staff").status_code == 400
    assert visitor.get("/account/").status_code == 302


def test_each_printed_link_signs_in_as_its_person(demo, demo_settings):
    found = persona_links(demo_settings)
    assert [key for key, _ in found] == list(personas())
    for key, link in found:
        if key != "pilot":
            visitor = demo.test_client()
            assert visitor.get(path(link)).location == "/"
            assert personas()[key].email in text(visitor.get("/account/"))


def test_an_unknown_persona(visitor):
    assert visitor.post("/demo/sign-in/nobody").status_code == 404
    assert visitor.get("/account/").status_code == 302


def test_a_persona_without_account_is_told_so(visitor):
    answer = visitor.post("/demo/sign-in/pilot")
    assert answer.status_code == 404
    assert personas()["pilot"].name in text(answer)


@pytest.mark.parametrize("token", ["member", "x.y.z", "Im1lbWJlciI.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb"])
def test_a_made_up_link(visitor, token):
    assert visitor.get(f"/demo/sign-in/{token}").status_code == 404
    assert visitor.get("/account/").status_code == 302


def test_a_link_from_another_demonstration(visitor, demo_settings):
    other = replace(demo_settings, secrets=Secrets(key="z" * 40, password_salt="s" * 24, totp="t" * 40))
    assert visitor.get(path(sign_in_link(other, "member"))).status_code == 404
    assert visitor.get("/account/").status_code == 302


def test_an_old_link(visitor, demo_settings, monkeypatch):
    monkeypatch.setattr(links, "LINK_LIFETIME", -1)
    answer = visitor.get(path(sign_in_link(demo_settings, "member")))
    assert answer.status_code == 410
    assert "<main" in text(answer)
    assert visitor.get("/account/").status_code == 302


def write(folder: Path, name: str, to: str, subject: str) -> None:
    folder.mkdir(exist_ok=True)
    message = EmailMessage()
    message["To"], message["Subject"], message["Date"] = to, subject, "Mon, 23 Nov 2026 09:00:00 +0100"
    message.set_content(f"Bonjour à vous,\n\nle texte de {subject} <b>")
    (folder / name).write_bytes(message.as_bytes())


@pytest.fixture
def mailbag(demo_settings):
    folder = demo_settings.folder / "mail"
    member, staff = personas()["member"].email, personas()["staff"].email
    write(folder, "20261123-090003-1.eml", member, "Troisième")
    write(folder, "20261123-090001-3.eml", member, "Premier")
    write(folder, "20261123-090001-4.eml", "stranger@pole.bzh", "Secret")
    write(folder, "20261123-090002-2.eml", staff, "Deuxième")
    write(folder, "20261122-090000-1.eml", "new@bakery.example.org", "Inventé")
    return folder


def test_mails_are_shown_the_last_first(visitor, mailbag):
    page = text(visitor.get("/demo/mailbox"))
    places = [page.index(subject) for subject in ("Troisième", "Deuxième", "Premier")]
    assert places == sorted(places)
    assert "Bonjour à vous" in page
    assert "&lt;b&gt;" in page


def test_mails_to_real_addresses_are_not_shown(visitor, mailbag):
    page = text(visitor.get("/demo/mailbox"))
    assert "new@bakery.example.org" in page
    assert "Secret" not in page
    assert "stranger" not in page


def test_mails_of_one_person(visitor, mailbag):
    page = text(visitor.get("/demo/mailbox?to=staff"))
    assert "Deuxième" in page
    assert "Premier" not in page
    assert "Troisième" not in page


def test_what_is_attached_to_an_invented_mail_is_opened_there(visitor, mailbag):
    for name, to in (
        ("20261124-090000-1", personas()["member"].email),
        ("20261124-090000-2", "stranger@pole.bzh"),
    ):
        message = EmailMessage()
        message["To"], message["Subject"] = to, "Attestation"
        message.set_content("Ci-joint.")
        message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="parts.pdf")
        (mailbag / f"{name}.eml").write_bytes(message.as_bytes())

    assert '<a href="/demo/mailbox/20261124-090000-1/1">parts.pdf</a>' in text(visitor.get("/demo/mailbox"))
    file = visitor.get("/demo/mailbox/20261124-090000-1/1")
    assert (file.data, file.mimetype) == (b"%PDF-1.7", "application/pdf")
    assert file.headers["Content-Disposition"].startswith("attachment")
    for missing in ("20261124-090000-1/2", "20261124-090000-2/1", "20261123-090003-1/1", "..%2Fpays/1"):
        assert visitor.get(f"/demo/mailbox/{missing}").status_code == 404


def test_many_mails_stand_on_several_pages(visitor, mailbag):
    for number in range(15):
        write(mailbag, f"20261121-0900{number:02}-1.eml", "new@bakery.example.org", f"Ancien {number}.")
    first, second = text(visitor.get("/demo/mailbox")), text(visitor.get("/demo/mailbox?page=2"))
    assert "Troisième" in first
    assert "Ancien 0." not in first
    assert "Ancien 0." in second
    assert "Troisième" not in second
    assert "Ancien 0." in text(visitor.get("/demo/mailbox?page=9"))


def test_an_empty_mailbox_says_how_to_fill_it(visitor):
    assert 'class="empty"' in text(visitor.get("/demo/mailbox"))


def test_a_code_asked_for_is_read_there_and_signs_in(visitor):
    email = personas()["member"].email
    asked = visitor.post("/sign-in/code", data={"identity": email, "chosen_method": "email"})
    assert 'href="/demo/mailbox"' in text(asked)
    page = text(visitor.get("/demo/mailbox?to=member"))
    link = page.split('<a href="http://localhost')[1].split('"')[0].replace("&amp;", "&")
    assert visitor.get(link).location == "/"
    assert email in text(visitor.get("/account/"))


def test_where_mails_are_really_sent_the_page_says_so(demo_settings):
    app = create_app(replace(demo_settings, mail=Mail(backend="locmem")))
    assert "notice" in text(app.test_client().get("/demo/mailbox"))
    app.extensions["collegial"].database.close()


def test_who_one_can_be_is_said_in_the_readers_language(visitor):
    said = {one: text(visitor.get(f"/demo/?lang={one}")) for one in ("fr", "en", "br")}

    assert "elle vote, donne un pouvoir" in said["fr"]
    assert "she votes, gives a proxy" in said["en"]
    assert "mouezhiañ a ra" in said["br"]
    assert {len(one.about) for one in personas().values()} == {3}
