"""First steps are read from the data: done when the thing is there, each with its page, hidden when put away."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from collegial.accounts.models import Account
from collegial.config import LAST_BACKUP
from collegial.hooks.noticing import NoticeWay
from collegial.notices.models import NoticeChoice
from collegial.onboarding.queries import is_backed_up


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client


def test_a_new_pays_is_told_what_is_left_and_each_line_leads_to_its_page(client, sign_in, app):
    sign_in("administrator")

    home = client.get("/").text

    assert "First steps of the site" in home
    assert "<h1>Hello</h1>" in home  # this account has an address for a name
    lines = {
        "Give the site its logo": "/site/look",
        "Write the legal notice": "/site/texts/legal/fr",
        "Record the statutes": "/statutes/",
        "Bring the first members in": "/imports/new?kind=members",
        "Try the e-mail": "/first-steps/mail",
    }
    for said, path in lines.items():
        assert said in home
        assert f'href="{path}"' in home
        assert client.get(path, follow_redirects=True).status_code == 200


def test_a_list_is_put_away_by_whom_it_bothers_and_comes_back(client, sign_in):
    sign_in("staff", email="one@example.org")
    client.post("/first-steps/pays/away")
    assert "First steps of the site" not in client.get("/").text
    assert "Show it on my home page again" in client.get("/first-steps/").text

    client.post("/first-steps/pays/again")
    assert "First steps of the site" in client.get("/").text
    assert client.post("/first-steps/nothing/away").status_code == 404


def test_a_mail_that_left_ticks_its_line(client, sign_in, app):
    sign_in("administrator", email="ada@example.org")

    client.post("/first-steps/mail")

    (mail,) = app.extensions["mailman"].outbox
    assert mail.to == ["ada@example.org"]
    assert 'href="/first-steps/mail"' not in client.get("/first-steps/").text
    sign_in("staff")
    assert client.post("/first-steps/mail").status_code == 403


def test_a_mail_in_a_folder_says_where_it_lies_and_leaves_the_line_open(client, sign_in, app, monkeypatch):
    program = app.extensions["collegial"]
    filed = replace(program.settings, mail=replace(program.settings.mail, backend="file"))
    sign_in("administrator", email="ada@example.org")
    client.post("/first-steps/mail", follow_redirects=True)  # a server took one before
    monkeypatch.setitem(app.extensions, "collegial", replace(program, settings=filed))

    page = client.post("/first-steps/mail", follow_redirects=True).text

    assert "it lies in the folder “mail” of the site" in page
    assert "The server took the e-mail" not in page
    assert 'href="/first-steps/mail"' in client.get("/first-steps/").text


def test_one_list_stands_on_the_home_page_at_a_time(client, sign_in, session, context):
    from collegial.actors.models import ActorKind
    from collegial.actors.services.adding import add_actor

    person = add_actor(context, kind=ActorKind.PERSON, name="Ada", email="ada@example.org")
    session.commit()
    sign_in("member", "staff", actor_id=person.id)
    home = client.get("/").text
    assert ("First steps of the site" in home, "Your first steps" in home) == (True, False)

    client.post("/first-steps/pays/away")
    home = client.get("/").text
    assert ("First steps of the site" in home, "Your first steps" in home) == (False, True)


def test_a_member_has_a_list_of_their_own(client, sign_in, session, context):
    from collegial.actors.models import ActorKind
    from collegial.actors.services.adding import add_actor

    person = add_actor(context, kind=ActorKind.PERSON, name="Ada", email="ada@example.org")
    session.commit()
    sign_in("member", actor_id=person.id, email="ada@example.org")

    home = client.get("/").text

    assert "Your first steps" in home
    assert "Choose how you sign in" in home
    assert "First steps of the site" not in home
    assert "Confirm your address" in home
    assert not _is_done(home, "Choose how you are told")

    account = session.scalars(select(Account)).one()
    session.add(NoticeChoice(account_id=account.id, kind="fake.bread", way=NoticeWay.PAGE))
    session.commit()
    assert _is_done(client.get("/").text, "Choose how you are told")


def _is_done(page, title):
    line = page[page.rindex("<li", 0, page.index(title)) : page.index("</li>", page.index(title))]
    return "Done" in line


def test_a_backup_counts_while_it_is_recent(settings, clock):
    assert not is_backed_up(settings, clock.now())

    note = settings.folder / LAST_BACKUP
    note.write_text(json.dumps({"made_at": (clock.now() - timedelta(days=7)).isoformat()}))

    assert is_backed_up(settings, clock.now())
    assert not is_backed_up(settings, clock.now() + timedelta(days=2))
