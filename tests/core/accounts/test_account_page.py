from dataclasses import replace

import pytest
from flask_security.signals import wan_deleted, wan_registered

from collegial.actors.models import Actor, ActorKind
from collegial.actors.services.adding import add_actor
from collegial.actors.services.editing import edit_actor, facts_of
from collegial.kernel.permissions import program as program_viewer

LONG = "correct horse battery staple"


def text(response) -> str:
    return response.get_data(as_text=True)


@pytest.fixture
def person(program) -> int:
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("test"))
        return add_actor(context, kind=ActorKind.PERSON, name="Rozenn Le Goff").id


@pytest.fixture
def mine(client, sign_in, person):
    sign_in("member", "chair", actor_id=person, email="rozenn@example.org")
    return client


def test_the_page_says_who_one_is(mine):
    mine.set_cookie("locale", "en")
    page = text(mine.get("/account/"))
    assert "Rozenn Le Goff" in page
    assert "rozenn@example.org" in page
    assert "Chair of the meeting" in page
    assert "Pilot group" not in page


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get("/account/").location == "/sign-in?next=/account/"


def test_the_language_is_kept_on_the_account(mine, read):
    answer = mine.post("/account/language", data={"locale": "br"})
    assert answer.location == "/account/"
    assert read("rozenn@example.org").locale == "br"
    assert '<html lang="br"' in text(mine.get("/account/"))


def test_a_language_that_is_not_offered_is_refused(mine, read):
    assert mine.post("/account/language", data={"locale": "xx"}).status_code == 422
    assert read("rozenn@example.org").locale == "fr"


def test_a_visitor_has_no_language_to_keep(client):
    assert client.post("/account/language", data={"locale": "br"}).location.startswith("/sign-in")


def test_a_first_password_then_another(mine, read, outbox):
    first = {"new_password": LONG, "new_password_confirm": LONG}
    assert mine.post("/account/password", data=first).location == "/account/"
    start = read("rozenn@example.org").password
    assert start.startswith("$argon2")
    other = {"new_password": LONG[::-1], "new_password_confirm": LONG[::-1]}
    assert mine.post("/account/password", data=other | {"password": "wrong"}).status_code == 200
    assert read("rozenn@example.org").password == start
    mine.post("/account/password", data=other | {"password": LONG})
    assert read("rozenn@example.org").password != start
    assert [one.to for one in outbox()] == [["rozenn@example.org"]] * 2


@pytest.mark.parametrize(("password", "again"), [("short", "short"), (LONG, LONG + "x"), ("", "")])
def test_a_password_that_cannot_be(mine, read, password, again):
    answer = mine.post("/account/password", data={"new_password": password, "new_password_confirm": again})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in text(answer)
    assert read("rozenn@example.org").password is None


def test_a_new_password_ends_the_other_sessions(app, mine):
    thief = app.test_client()
    with mine.session_transaction() as cookie, thief.session_transaction() as stolen:
        stolen.update(cookie)
    assert thief.get("/account/").status_code == 200
    mine.post("/account/password", data={"new_password": LONG, "new_password_confirm": LONG})
    assert thief.get("/account/").status_code == 302
    assert mine.get("/account/").status_code == 200


def test_the_number_of_statements_does_not_grow_with_the_passkeys(mine, program, read):
    from datetime import UTC, datetime

    from sqlalchemy import event

    from collegial.accounts.models import Passkey

    def statements() -> int:
        seen = []
        hear = lambda *arguments: seen.append(arguments[2])  # noqa: E731
        event.listen(program.database.engine, "before_cursor_execute", hear)
        mine.get("/account/")
        event.remove(program.database.engine, "before_cursor_execute", hear)
        return len(seen)

    before = statements()
    account_id = read("rozenn@example.org").id
    with program.database.unit_of_work() as session:
        for number in range(5):
            session.add(
                Passkey(
                    user_id=account_id, credential_id=bytes([number]), public_key=b"k", backup_state=False,
                    device_type="single_device", name=f"Key {number}", usage="first",
                    create_datetime=datetime.now(UTC), lastuse_datetime=datetime.now(UTC),
                )
            )  # fmt: skip
    assert statements() == before


def test_the_owner_is_told_in_its_language_and_what_to_do(mine, outbox, change):
    change("rozenn@example.org", locale="fr")
    mine.post("/account/password", data={"new_password": LONG, "new_password_confirm": LONG})
    mail = outbox()[-1]
    assert "Le mot de passe de votre compte a changé." in mail.body
    assert "/account/sessions" in mail.body
    assert "rozenn" not in mail.body


@pytest.mark.parametrize(("way", "said"), [("added", "ajoutée à"), ("removed", "retirée de")])
def test_the_owner_is_told_of_a_passkey(app, read, outbox, mine, way, said):
    signal = {"added": wan_registered, "removed": wan_deleted}[way]
    with app.test_request_context():
        signal.send(app, user=read("rozenn@example.org"), name="Mon téléphone")
        app.process_response(app.response_class())
    mail = outbox()[-1]
    assert mail.to == ["rozenn@example.org"]
    assert "Mon téléphone" in mail.body
    assert said in mail.body


def test_another_address_for_letters_is_told_to_both(app, program, person, mine, outbox):
    with program.database.unit_of_work() as session:
        actor = session.get(Actor, person)
        other = replace(facts_of(actor), email="elsewhere@example.org")
        edit_actor(program.context(session, program_viewer("test")), actor, other)
    with app.test_request_context():
        program.drain()
    mail = outbox()[-1]
    assert (mail.to, mail.bcc) == (["rozenn@example.org"], ["elsewhere@example.org"])
    assert "convocations" in mail.body
