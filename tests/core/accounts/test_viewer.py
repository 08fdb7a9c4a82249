"""Who asks is found in one statement, and is the same viewer that the whole account gives."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from collegial.accounts.queries import viewer_by_cookie, viewer_for
from collegial.accounts.services import open_account
from collegial.actors.models import Actor, ActorKind
from collegial.testing.cookies import signed_in_cookie


@pytest.fixture
def person(context):
    def make(email, roles, *, name=None):
        actor = Actor(kind=ActorKind.PERSON, name=name, created_at=context.clock.now()) if name else None
        if actor:
            context.session.add(actor)
            context.session.flush()
        return open_account(context, email=email, actor_id=actor and actor.id, roles=roles)

    return make


@pytest.fixture
def by_cookie(session, program):
    """Give a function that returns the viewer of an account's cookie, with some of it changed."""

    def read(account, **changed):
        cookie = signed_in_cookie(session, account) | changed
        session.flush()
        now = datetime.now(UTC)
        found = viewer_by_cookie(session, cookie["_user_id"], cookie["held"], now, program.registry)
        return found and found[0]

    return read


def test_the_cookie_gives_the_viewer_that_the_account_gives(session, program, person, by_cookie):
    for account in (
        person("a@example.org", ("member",), name="Aziliz"),
        person("b@example.org", ("staff", "administrator", "member")),
        person("c@example.org", ()),
    ):
        assert by_cookie(account) == viewer_for(session, account, program.registry)


def test_a_shut_account_and_an_unknown_mark_or_key_give_nobody(session, person, by_cookie):
    account = person("d@example.org", ("member",))
    assert by_cookie(account)
    assert by_cookie(account, held="") is None
    assert by_cookie(account, _user_id="") is None
    assert by_cookie(account, _user_id="'; --") is None
    account.active = False
    session.flush()
    assert by_cookie(account) is None


def test_a_request_asks_the_database_once_and_only_who_is_there(app, client, sign_in):
    sign_in("member")
    client.get("/account/")  # what is made once
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    engine = app.extensions["collegial"].database.engine
    event.listen(engine, "before_cursor_execute", note)
    answer = client.post("/theme", data={"theme": "dark"})
    event.remove(engine, "before_cursor_execute", note)

    assert answer.status_code == 302
    assert len(asked) == 1
    assert "FROM account" in asked[0]
