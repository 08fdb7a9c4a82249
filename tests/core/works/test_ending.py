"""A common work is called off as a whole: once, with its meetings to come, and whoever joined hears of it once."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from collegial.actors.models import Actor, ActorKind
from collegial.hooks.extensions import WorkKind
from collegial.hooks.publishing import Span
from collegial.hosting.services import enable_plugin
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import DomainError, Forbidden, Invalid
from collegial.kernel.outbox import OutboxMessage
from collegial.kernel.text import t
from collegial.testing.fakes import fake_plugin
from collegial.works import queries, services
from collegial.works.events import WorkCalledOff, WorkMeetingCalledOff
from collegial.works.exports import participation_rows
from collegial.works.feature import dates_of_meetings
from collegial.works.models import Participation, Work, WorkMeeting
from collegial.works.noticing import NOTICES
from collegial.works.rules import DutyKind, Statement, WorkPhase
from collegial.works.steps import steps

pytestmark = [
    pytest.mark.plugins(
        fake_plugin(
            work_kinds=lambda: [
                WorkKind(key="fake.work", label=t("Fake"), endpoint="works.conditions", argument="work_id")
            ]
        )
    ),
    pytest.mark.both_databases,
]
WHOLE = Statement(
    collective_value="Pour toutes", network="Des voisins", brings="Du temps", accepts_charter=True
)
FIELDS = services.WorkMeetingFields(
    title="Première", starts_at=datetime(2026, 12, 1, 13, tzinfo=UTC), place="Mairie", agenda="Le point"
)
WHY = "L’intervenante ne peut pas venir."


@pytest.fixture
def world(context, program):
    """Give a work: one structure takes part and one without an address too, a third asks; two meetings, one held."""
    enable_plugin(context, program.host, "fake")
    garden, bikes, oven = (
        Actor(kind=ActorKind.ORGANISATION, name=name, created_at=context.clock.now())
        for name in ("Les Jardins", "La Roue", "Le Four")
    )
    garden.email, oven.email, oven.locale = "jardins@example.org", "four@example.org", "br"
    context.session.add_all([garden, bikes, oven])
    context.session.flush()
    services.adopt_charter(context, text="On s’engage.")
    work = services.open_work(context, kind="fake.work", title="Financer", question="Comment ?")
    for one in (garden, bikes):
        services.take_part(context, work_id=work.id, actor_id=one.id, statement=WHOLE)
    services.ask_to_take_part(context, work_id=work.id, actor_id=oven.id, statement=WHOLE)
    services.start_work(context, work)
    past = replace(FIELDS, title="Tenue", starts_at=context.clock.now() - timedelta(days=2))
    held = services.plan_meeting(context, work_id=work.id, fields=past)
    return work, (garden, bikes, oven), held, services.plan_meeting(context, work_id=work.id, fields=FIELDS)


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client


def call_off(context, work):
    services.call_off_work(context, work_id=work.id, reason=WHY)


def refusal(act, *args, **facts):
    with pytest.raises(DomainError) as raised:
        act(*args, **facts)
    return raised.value.code


def promised(session, task):
    return session.scalars(select(OutboxMessage.payload).where(OutboxMessage.task == task)).all()


def test_a_work_is_called_off_once_for_a_reason_with_its_meetings_to_come(context, world, as_role, clock):
    work, _structures, held, to_come = world
    with pytest.raises(Invalid):
        services.call_off_work(context, work_id=work.id, reason="  ")
    with pytest.raises(Forbidden):
        call_off(as_role("member"), work)
    call_off(context, work)

    assert (work.phase, work.called_off_at, work.called_off_for) == (WorkPhase.CALLED_OFF, clock.now(), WHY)
    assert (to_come.called_off_for, held.called_off_at) == (WHY, None)
    kinds = context.session.scalars(select(JournalEntry.event).order_by(JournalEntry.sequence)).all()
    assert kinds[-2:] == [WorkMeetingCalledOff.key, WorkCalledOff.key]
    assert refusal(call_off, context, work) == "works.called_off"


def test_what_never_started_is_called_off_and_what_is_finished_is_not(context, world):
    draft = services.open_work(context, kind="fake.work", title="Plus tard", question="Quand ?")

    call_off(context, draft)
    services.finish_work(context, world[0])

    assert (draft.is_off, draft.started_on) == (True, None)
    assert refusal(call_off, context, world[0]) == "works.finished"


def test_each_that_joined_or_asked_is_written_to_once_in_its_language(context, world, app, program):
    work, _structures, _held, to_come = world
    for number in (1, 2):
        later = replace(
            FIELDS, title=f"Suite {number}", starts_at=FIELDS.starts_at + timedelta(days=7 * number)
        )
        services.invite_to_meeting(context, services.plan_meeting(context, work_id=work.id, fields=later))
    context.session.commit()
    with app.test_request_context():
        program.drain()
    app.extensions["mailman"].outbox.clear()

    call_off(context, work)
    context.session.commit()
    with app.test_request_context():
        program.drain()

    french, breton = sorted(app.extensions["mailman"].outbox, key=lambda one: one.to, reverse=True)
    assert (french.to, breton.to) == (["jardins@example.org"], ["four@example.org"])
    assert "« Financer » est annulé" in french.subject.replace("\xa0", " ")
    assert all(WHY in one.body for one in (french, breton))
    assert "Demat" in breton.body
    for title in (
        "Première",
        "Suite 1",
        "Suite 2",
    ):  # to the first nobody was invited yet: its host awaits it too
        assert title in french.body
    events = Calendar.from_ical(french.attachments[0][1]).walk("VEVENT")
    assert {str(one["STATUS"]) for one in events} == {"CANCELLED"}
    assert len(events) == 2
    assert promised(context.session, "works.called_off") == []
    assert to_come.called_off_at is not None


def test_nobody_gets_an_empty_calendar(context, world, app, program):
    call_off(context, world[0])
    context.session.commit()
    with app.test_request_context():
        program.drain()

    letters = [one for one in app.extensions["mailman"].outbox if WHY in one.body]
    assert [one.attachments for one in letters] == [[], []]


def test_whom_no_mail_reaches_is_to_be_told_by_telephone(context, world, client, sign_in, as_role, clock):
    work, (_garden, bikes, _oven), _held, to_come = world
    services.invite_to_meeting(context, to_come)
    services.note_told(context, to_come, actor_id=bikes.id)
    clock.move(hours=1)
    context.session.commit()
    sign_in("staff")

    sure = client.get(f"/works/{work.id}/call-off").text
    call_off(context, work)
    context.session.commit()
    shown = client.get(f"/works/{work.id}").text

    assert all(one in sure for one in ("Les Jardins", "Le Four", "Without an e-mail address", "La Roue"))
    assert "Première" in sure
    assert shown.index("No mail is written to them") < shown.index("La Roue")
    asked = [str(one.sentence) for one in steps(context.session, as_role("staff").by, context.today, "UTC")]
    assert asked == ["Structures without an e-mail address are to be told that a meeting is not held"]
    services.note_told(context, to_come, actor_id=bikes.id)
    assert not list(steps(context.session, as_role("staff").by, context.today, "UTC"))


def test_nothing_is_entered_any_more_but_what_was_done(context, world):
    work, (garden, _bikes, oven), held, to_come = world
    accepted, *_rest = queries.participations(context.session, work.id)
    asks = context.session.scalars(select(Participation).where(Participation.actor_id == oven.id)).one()
    call_off(context, work)
    plan = {"work_id": work.id}

    for act, facts in (
        (services.ask_to_take_part, {**plan, "actor_id": oven.id, "statement": WHOLE}),
        (services.accept_participation, {"row": asks}),
        (services.refuse_participation, {"row": asks, "reason": "Non"}),
        (services.leave_work, {"row": accepted}),
        (services.add_duty, {**plan, "kind": DutyKind.LOGISTICS, "label": "Une salle"}),
        (services.plan_meeting, {**plan, "fields": FIELDS}),
        (services.change_meeting, {"meeting": held, "fields": FIELDS, "seen": 1}),
        (services.host_meeting, {"meeting": held, "host_id": garden.id}),
        (services.invite_to_meeting, {"meeting": to_come}),
    ):
        assert refusal(act, context, **facts) == "works.called_off", act.__name__
    minutes = replace(FIELDS, title="Tenue", starts_at=held.starts_at, minutes="Dit.")
    services.change_meeting(context, held, minutes, seen=1)
    services.record_attendance(context, held, present=[garden.id])
    services.record_decision(context, held, text="Reprendre un jour")
    services.record_gain(context, accepted, gained="Un contact")
    services.plan_meeting(
        context, work_id=work.id, fields=replace(minutes, starts_at=held.starts_at - timedelta(days=1))
    )
    assert (len(held.attendance), len(held.decisions), held.minutes) == (1, 1, "Dit.")


def test_what_was_held_of_a_finished_work_moves_into_no_future(context, world):
    work, _structures, held, _to_come = world
    services.finish_work(context, work)

    assert refusal(services.change_meeting, context, held, FIELDS, seen=1) == "works.finished"


def test_the_database_keeps_it_called_off(context, world, let_through):
    work, (garden, _bikes, oven), held, to_come = world
    other = services.open_work(context, kind="fake.work", title="Autre", question="Quoi ?")
    off = "UPDATE work SET phase = 'called_off', called_off_at = '2026-11-24 00:00:00'"
    early = let_through([
        (f"{off}, called_off_for = 'Non' WHERE id = {work.id}", "once, with its meetings to come"),
        (f"{off} WHERE id = {other.id}", "called_off_with_reason"),
    ])  # fmt: skip
    call_off(context, work)
    joins = (
        "INSERT INTO work_participation (work_id, actor_id, charter_id, state, collective_value, own_support, brings,"
        f" asked_on) VALUES ({work.id}, {garden.id}, 1, 'asked', 'Oui', 'Oui', 'Oui', '2026-11-24')"
    )
    answers = (
        "UPDATE work_participation SET state = 'accepted', decided_on = '2026-11-24'"
        f" WHERE work_id = {work.id} AND actor_id = {oven.id}"
    )
    meets = (
        "INSERT INTO work_meeting (work_id, title, starts_at, minutes_long, revision)"
        f" VALUES ({work.id}, 'Encore', '2027-01-01 00:00:00', 60, 1)"
    )
    undone = "phase = 'during', called_off_at = NULL, called_off_for = NULL"
    nobody, no_meeting = "nobody joins a work that was called off", "no meeting is to come"

    assert early == []
    assert let_through([
        (joins, nobody),
        (answers, nobody),
        (f"UPDATE work_meeting SET called_off_at = NULL WHERE id = {to_come.id}", no_meeting),
        (f"UPDATE work_meeting SET starts_at = '2027-01-01 00:00:00' WHERE id = {held.id}", no_meeting),
        (meets, no_meeting),
        (f"UPDATE work SET {undone} WHERE id = {work.id}", "once, with its meetings to come"),
        (f"UPDATE work SET called_off_for = 'Autre' WHERE id = {work.id}", "once, with its meetings to come"),
    ]) == []  # fmt: skip


@pytest.mark.parametrize("first", ["calls off", "comes"])
def test_what_comes_at_one_moment_is_called_off_with_it_or_refused(context, world, at_once, first):
    work, (_garden, _bikes, oven), _held, _to_come = world
    asks = context.session.scalars(select(Participation).where(Participation.actor_id == oven.id)).one()
    number, part, later = work.id, asks.id, replace(FIELDS, title="Autre")
    context.session.commit()

    def end(own):
        services.call_off_work(own, work_id=number, reason=WHY)

    def come(own):
        services.plan_meeting(own, work_id=number, fields=later)
        services.accept_participation(own, own.session.get_one(Participation, part))

    said = at_once(end, come) if first == "calls off" else at_once(come, end)

    assert said == (("done", "works.called_off") if first == "calls off" else ("done", "done"))
    context.session.expire_all()
    assert context.session.get_one(Work, number).is_off
    on = select(WorkMeeting.id).where(
        WorkMeeting.called_off_at.is_(None), WorkMeeting.starts_at > context.clock.now()
    )
    assert context.session.scalars(on).all() == []
    assert len(promised(context.session, "works.work_called_off")) == 3


def test_two_hands_call_it_off_once(context, world, at_once):
    work = world[0]
    number = work.id
    context.session.commit()

    def end(own):
        services.call_off_work(own, work_id=number, reason=WHY)

    assert at_once(end, end) == ("done", "works.called_off")
    assert len(promised(context.session, "works.work_called_off")) == 3


def test_a_notice_tells_of_the_work_and_not_of_each_meeting_beside(context, world):
    work, structures, _held, to_come = world
    services.invite_to_meeting(context, to_come)
    call_off(context, work)
    kinds = {one.key: one for one in NOTICES}

    of_meeting = kinds["works.meeting_news"].audience(
        context, WorkMeetingCalledOff(work=work.id, meeting=to_come.id)
    )
    event = WorkCalledOff(work=work.id)
    of_work = kinds["works.called_off"].audience(context, event)

    assert not of_meeting.actors
    assert set(of_work.actors) == {one.id for one in structures}
    assert kinds["works.called_off"].tell(context, event).about == "Financer"


def test_calendars_lists_and_the_site_say_that_it_is_called_off(context, world, client, app):
    work, _structures, held, to_come = world
    span = Span(first=date(2026, 1, 1), last=date(2026, 12, 31), zone="Europe/Paris", most=9)
    call_off(context, work)
    context.session.commit()

    with app.test_request_context():
        dates = {one.number: one for one in dates_of_meetings(context.session, span)}
    assert {key: one.is_called_off for key, one in dates.items()} == {held.id: False, to_come.id: True}
    assert str(dates[to_come.id].label) == "Meeting of a common work, called off"
    assert dates[to_come.id].revision == 2
    feed = Calendar.from_ical(client.get("/works/calendar.ics").data).walk("VEVENT")
    assert [str(one["STATUS"]) for one in feed] == ["CONFIRMED", "CANCELLED"]
    month = client.get("/calendar?month=2026-12").text
    assert "<s>Financer – Première</s>" in month
    listed = client.get("/works/").text
    assert "Called off" in listed
    assert "No meeting is planned." in listed
    assert [str(row[-1]) for row in participation_rows(context.session)] == ["Called off"] * 3
    shown = client.get(f"/works/{work.id}").text
    assert WHY in shown
    assert "No mail is written to them" not in shown


def test_the_pages_offer_it_once_and_offer_nothing_more_then(context, world, client, sign_in):
    work, to_come = world[0], world[3].id
    page = f"/works/{work.id}/call-off"
    context.session.commit()
    sign_in("staff")

    first = client.get(page)
    empty = client.post(page, data={"reason": ""})
    done = client.post(page, data={"reason": WHY}, follow_redirects=True)
    again = client.post(page, data={"reason": WHY})
    shown = client.get(f"/works/{work.id}").text

    assert "It cannot be taken back" in first.text
    assert empty.status_code == 422
    assert "The work is called off." in done.text
    assert (again.status_code, "This work was called off" in again.text) == (409, True)
    assert "This is done already" in client.get(page).text
    fallen = client.get(f"/works/{work.id}/meetings/{to_come}").text
    assert "By e-mail, with the whole work" in fallen
    for word in ("Enter a structure", "Add a duty", "Plan a meeting", "Note it as done"):
        assert word not in shown, word


def test_the_page_names_what_it_calls_off(context, world, client, sign_in):
    context.session.commit()
    sign_in("staff")

    page = client.get(f"/works/{world[0].id}/call-off").text.partition("<main")[2]

    assert re.search(r"<h1[^>]*>\s*Call off “Financer”", page)
    assert re.search(r"<button[^>]*>(?:(?!</button>).)*Call off “Financer”", page, re.DOTALL)


def test_what_fell_with_it_says_so_and_leads_into_no_form(context, world, client, sign_in):
    work, (_garden, _bikes, oven), _held, _to_come = world
    asks = context.session.scalars(select(Participation).where(Participation.actor_id == oven.id)).one()
    statement = f"/works/{work.id}/participations/{asks.id}"
    call_off(context, work)
    context.session.commit()
    sign_in("staff")

    join, told = client.get(f"/works/{work.id}/join").text, client.get(statement).text
    shown = client.get(f"/works/{work.id}").text

    assert ("This work was called off" in join, 'name="structure"' in join) == (True, False)
    assert WHY in told
    for page in (shown, told):
        assert ("Had asked to take part" in page, "Asks to take part" in page) == (True, False)


def test_the_site_tells_that_a_work_is_called_off_and_why(context, world, client):
    context.session.commit()
    before = client.get("/published?kind=decisions").text
    call_off(context, world[0])
    context.session.commit()

    assert "Common work called off" not in before
    for page in ("/published", "/feed.xml"):
        told = client.get(page).text
        assert all(word in told for word in ("Common work called off", "Financer")), page
