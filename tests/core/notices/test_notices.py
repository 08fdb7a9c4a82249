"""Notices: who is told what, by which way, and that mails stop at one click."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from collegial.accounts.models import Account
from collegial.accounts.services import close_account
from collegial.actors.models import Actor, ActorKind
from collegial.hooks.noticing import ALWAYS, Audience, NoticeKind, NoticeWay, Told
from collegial.hosting.services import disable_plugin
from collegial.jobs.permissions import MANAGE
from collegial.kernel.events import Event
from collegial.kernel.text import t
from collegial.notices import queries
from collegial.notices.models import Notice, NoticeChoice
from collegial.notices.rules import last_digest
from collegial.notices.services import forget_old
from collegial.serving import work_forever
from collegial.testing.fakes import fake_plugin

MONDAY = datetime(2026, 11, 30, 6, 30, tzinfo=UTC)  # half past seven in Rennes


@dataclass(frozen=True, kw_only=True)
class Baked(Event):
    """Bread is ready."""

    key = "fake.baked"
    sentence = t("Bread for %(actor)s.")
    actor: int


def kind(key="fake.bread", **given):
    return NoticeKind(
        key=key, label=t("Members"), events=(Baked,),
        tell=lambda _context, _event: Told(sentence=t("Come and fetch your bread"), endpoint="web.home", about="Rye"),
        audience=lambda _context, event: Audience(actors=(event.actor,), holders=MANAGE), **given,
    )  # fmt: skip


BREAD = kind(usual=NoticeWay.AT_ONCE)
LAW = kind("fake.law", usual=NoticeWay.PAGE, ways=ALWAYS)
BAKER = fake_plugin(event_types=lambda: [Baked], notice_kinds=lambda: [BREAD, LAW])
pytestmark = pytest.mark.plugins(BAKER)


@pytest.mark.parametrize(
    ("now", "way", "until"),
    [
        (MONDAY, NoticeWay.DAILY, datetime(2026, 11, 30, 6, tzinfo=UTC)),
        (MONDAY - timedelta(hours=1), NoticeWay.DAILY, datetime(2026, 11, 29, 6, tzinfo=UTC)),
        (MONDAY, NoticeWay.WEEKLY, datetime(2026, 11, 30, 6, tzinfo=UTC)),
        (MONDAY - timedelta(hours=1), NoticeWay.WEEKLY, datetime(2026, 11, 23, 6, tzinfo=UTC)),
        (MONDAY + timedelta(days=6), NoticeWay.WEEKLY, datetime(2026, 11, 30, 6, tzinfo=UTC)),
    ],
)
def test_a_digest_holds_what_was_told_until_the_last_morning(now, way, until):
    assert last_digest(now, "Europe/Paris", weekly=way is NoticeWay.WEEKLY) == until


def test_what_must_reach_everyone_cannot_be_declined():
    assert LAW.way(NoticeWay.NONE) is NoticeWay.PAGE
    assert BREAD.way(NoticeWay.NONE) is NoticeWay.NONE


@pytest.fixture
def baker(client, sign_in, switch_on, session, context):
    """Give a signed-in person to tell things to; committed."""
    switch_on("fake")
    person = Actor(kind=ActorKind.PERSON, name="Ada", email="ada@example.org", created_at=context.clock.now())
    session.add(person)
    session.commit()
    sign_in("member", actor_id=person.id)
    client.set_cookie("locale", "en")
    return person


@pytest.fixture
def bake(context, session, app, baker):
    def do():
        context.emit(Baked(actor=baker.id))
        session.commit()
        work_forever(app, once=True)
        told = session.execute(select(Notice.id, Notice.kind, Notice.account_id).order_by(Notice.id)).all()
        session.commit()  # pages write: no lock may stay here
        return told

    return do


def mails(app):
    return getattr(app.extensions["mailman"], "outbox", [])


def test_who_is_concerned_finds_it_on_the_page_and_is_led_to_the_act(client, session, bake, app):
    told = bake()

    assert [one.kind for one in told] == ["fake.bread", "fake.law"]
    page = client.get("/notices/").text
    assert "Notices: 2 unread" in page
    assert page.count("Come and fetch your bread") == 2
    assert client.get(f"/notices/{told[0].id}").location == "/"
    assert session.get(Notice, told[0].id).read_at is not None
    session.commit()
    assert "Notices: 1 unread" in client.get("/").text
    client.post("/notices/read")
    assert "You have read everything." in client.get("/notices/").text


def test_a_mail_at_once_is_in_the_language_of_its_reader_and_stops_at_one_click(client, session, bake, app):
    session.scalars(select(Account)).one().locale = "fr"
    session.commit()
    told = bake()

    (mail,) = mails(app)

    assert "selon votre choix pour «\N{NO-BREAK SPACE}Sociétaires\N{NO-BREAK SPACE}»" in mail.body

    assert mail.subject.endswith("Come and fetch your bread")
    assert f"http://localhost/notices/{told[0].id}" in mail.body
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = mail.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")
    program_of_mails = app.test_client()
    assert "Stop these e-mails" in program_of_mails.get(stop, headers={"Accept-Language": "en"}).text
    assert program_of_mails.post(stop, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert len(bake()) == 4
    assert len(mails(app)) == 1
    assert program_of_mails.get(stop + "x").status_code == 404


def test_a_digest_tells_once_what_is_unread(client, session, bake, app, program, clock, context):
    client.post("/notices/choices", data=answers(client, **{"fake-bread": "daily"}))
    first, _ = bake()
    bake()
    client.get(f"/notices/{first.id}")
    assert mails(app) == []
    clock.move(days=1)

    with app.test_request_context():
        for _ in range(2):
            program.tasks()["notices.digests"](session, clock, {})
            session.commit()
            program.drain()

    (mail,) = mails(app)
    assert mail.body.count("/notices/") == 3  # one notice, the link that stops, the choices


def answers(client, **own):
    """Return what the page of the choices would send, some of it changed."""
    page = client.get("/notices/choices").text
    lists = re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL)
    sent = {name: re.search(r'<option selected value="([^"]+)"', options)[1] for name, options in lists}
    return sent | own


def test_choices_are_kept_shown_again_and_refused_where_they_are_not_offered(client, session, baker):
    answer = client.post("/notices/choices", data=answers(client, **{"fake-law": "none"}))
    assert answer.status_code == 422
    assert session.scalars(select(NoticeChoice)).all() == []
    session.commit()

    client.post("/notices/choices", data=answers(client, **{"fake-bread": "weekly"}))

    kept = {one.kind: one.way for one in session.scalars(select(NoticeChoice))}
    assert kept["fake.bread"] is NoticeWay.WEEKLY
    assert kept["fake.law"] is NoticeWay.PAGE
    session.commit()
    assert answers(client)["fake-bread"] == "weekly"


def test_nobody_opens_the_notice_of_another(client, bake, sign_in):
    told = bake()
    sign_in("member")

    assert client.get(f"/notices/{told[0].id}").status_code == 404


def test_holders_of_a_right_are_told_though_they_have_no_actor(client, bake, sign_in, session):
    sign_in("administrator")

    told = bake()

    assert {one.account_id for one in told} == set(session.scalars(select(Account.id)))


def test_a_module_that_is_off_tells_nothing(client, session, context, baker, program, app):
    disable_plugin(context, program.host, "fake")
    context.emit(Baked(actor=baker.id))
    session.commit()
    work_forever(app, once=True)

    assert session.scalars(select(Notice)).all() == []


def test_what_is_old_and_what_a_closed_account_was_told_is_forgotten(session, bake, context, clock):
    told = bake()
    session.get(Notice, told[0].id).read_at = clock.now() - timedelta(days=181)
    session.flush()

    assert forget_old(context) == 1
    close_account(context, session.scalars(select(Account)).one())

    assert session.scalars(select(Notice)).all() == []


def test_unread_are_counted_for_one_account(session, bake):
    told = bake()

    assert queries.count_unread(session, told[0].account_id) == 2
    assert queries.count_unread(session, 999) == 0
