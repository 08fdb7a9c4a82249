"""Who asks is found in one statement, and is the same viewer that the whole account gives."""

import pytest
from sqlalchemy import event

from collegial.accounts.queries import viewer_by_mark, viewer_for
from collegial.accounts.services import open_account
from collegial.actors.models import Actor, ActorKind


@pytest.fixture
def person(context):
    def make(email, roles, *, name=None):
        actor = Actor(kind=ActorKind.PERSON, name=name, created_at=context.clock.now()) if name else None
        if actor:
            context.session.add(actor)
            context.session.flush()
        return open_account(context, email=email, actor_id=actor and actor.id, roles=roles)

    return make


def test_the_mark_gives_the_viewer_that_the_account_gives(session, program, person):
    for account in (
        person("a@example.org", ("member",), name="Aziliz"),
        person("b@example.org", ("staff", "administrator", "member")),
        person("c@example.org", ()),
    ):
        by_mark = viewer_by_mark(session, account.fs_uniquifier, program.registry)
        assert by_mark == viewer_for(session, account, program.registry)


def test_a_shut_account_and_an_unknown_mark_give_nobody(session, program, person):
    account = person("d@example.org", ("member",))
    account.active = False
    session.flush()
    assert viewer_by_mark(session, account.fs_uniquifier, program.registry) is None
    assert viewer_by_mark(session, "", program.registry) is None
    assert viewer_by_mark(session, "'; --", program.registry) is None


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
