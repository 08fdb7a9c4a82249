"""Whoever was invited to a meeting of a work hears that it is moved or called off, once, by mail or telephone."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from collegial.actors.models import Actor, ActorKind
from collegial.hooks.extensions import WorkKind
from collegial.hooks.publishing import Span
from collegial.hosting.services import enable_plugin
from collegial.kernel.errors import DomainError, Forbidden
from collegial.kernel.outbox import OutboxMessage
from collegial.kernel.text import t
from collegial.testing.fakes import fake_plugin
from collegial.works import queries, services
from collegial.works.events import WorkMeetingCalledOff, WorkMeetingMoved
from collegial.works.feature import dates_of_meetings
from collegial.works.noticing import NOTICES
from collegial.works.rules import Statement
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


@pytest.fixture
def world(context, program):
    """Give a work in which one structure has an address and one has none, and its meeting to come."""
    enable_plugin(context, program.host, "fake")
    garden, bikes = (
        Actor(kind=ActorKind.ORGANISATION, name=name, created_at=context.clock.now())
        for name in ("Les Jardins", "La Roue")
    )
    garden.email = "jardins@example.org"
    context.session.add_all([garden, bikes])
    context.session.flush()
    services.adopt_charter(context, text="On s’engage.")
    work = services.open_work(context, kind="fake.work", title="Financer", question="Comment ?")
    for one in (garden, bikes):
        services.take_part(context, work_id=work.id, actor_id=one.id, statement=WHOLE)
    return work, garden, bikes, services.plan_meeting(context, work_id=work.id, fields=FIELDS)


def refusal(act, *args, **facts):
    with pytest.raises(DomainError) as raised:
        act(*args, **facts)
    return raised.value.code


def promised(session, task):
    return session.scalars(select(OutboxMessage.payload).where(OutboxMessage.task == task)).all()


def letters(app, program, word):
    with app.test_request_context():
        program.drain()
    return [one for one in app.extensions["mailman"].outbox if word in one.subject]


def asked(session, viewer, day):
    return [
        (str(one.sentence), one.values.get("_anchor")) for one in steps(session, viewer, day, "Europe/Paris")
    ]


def test_one_meeting_is_called_off_by_itself(context, world, as_role):
    work, garden, _bikes, meeting = world
    other = services.plan_meeting(
        context, work_id=work.id, fields=replace(FIELDS, title="Seconde", host_id=garden.id)
    )
    services.invite_to_meeting(context, meeting)
    with pytest.raises(Forbidden):
        services.call_off_meeting(as_role("member"), meeting, reason="Neige")
    assert refusal(services.call_off_meeting, context, meeting, reason=" ") == "meetings.no_reason"
    before = meeting.revision
    services.call_off_meeting(context, meeting, reason=" Neige ")

    assert (meeting.called_off_for, meeting.revision) == ("Neige", before + 1)
    assert queries.meetings(context.session, work.id) == [other]
    guests = {one["actor"] for one in promised(context.session, "works.called_off")}
    assert guests == {part.actor_id for part in queries.participations(context.session, work.id)}
    for act, facts in (
        (services.call_off_meeting, {"reason": "Pluie"}), (services.host_meeting, {"host_id": garden.id}),
        (services.record_attendance, {"present": [garden.id]}), (services.record_decision, {"text": "Oui"}),
        (services.invite_to_meeting, {}), (services.note_told, {"actor_id": garden.id}),
    ):  # fmt: skip
        assert refusal(act, context, meeting, **facts) == "meetings.called_off", act.__name__
    again = services.plan_meeting(context, work_id=work.id, fields=FIELDS)
    assert again.id != meeting.id, "what was called off keeps nobody from planning it anew"


def test_a_meeting_that_has_begun_is_not_called_off(context, world, clock):
    clock.move(days=60)

    assert refusal(services.call_off_meeting, context, world[3], reason="Trop tard") == "meetings.begun"


def test_a_meeting_that_was_held_speaks_of_no_invitation_that_never_left(
    client, sign_in, context, world, clock
):
    work, _garden, _bikes, meeting = world
    page = f"/works/{work.id}/meetings/{meeting.id}"
    context.session.commit()
    client.set_cookie("locale", "en")

    def offers():
        shown = client.get(page).text.partition("<main")[2]
        return "Invitations" in shown, f"{page}/calendar.ics" in shown

    sign_in("staff")
    assert offers() == (True, True)
    clock.at = meeting.starts_at
    sign_in("staff")
    assert offers() == (False, False)


def test_nobody_hears_of_a_meeting_to_which_nobody_was_invited(context, world):
    meeting = world[3]
    services.change_meeting(context, meeting, replace(FIELDS, place="Salle"), seen=1)
    services.call_off_meeting(context, meeting, reason="Neige")

    assert promised(context.session, "works.moved") == promised(context.session, "works.called_off") == []
    assert meeting.moved_at is None


def test_who_was_invited_reads_why_and_loses_the_date(client, app, program, world, context, sign_in):
    work, _garden, _bikes, meeting = world
    services.invite_to_meeting(context, meeting)
    number = meeting.id
    context.session.commit()
    client.set_cookie("locale", "en")
    sign_in("staff")
    page = f"/works/{work.id}/meetings/{number}"
    form = client.get(f"{page}/call-off").text
    assert re.search(r"Without an e-mail address.*La Roue", form, re.DOTALL)
    assert client.post(f"{page}/call-off", data={"reason": "Neige"}).location.endswith(page)

    shown = client.get(page).text.partition("<main")[2]
    assert ("Neige" in shown, f"{page}/change" in shown) == (True, False)
    assert "This meeting was called off" in client.get(f"{page}/call-off").text
    assert "SUMMARY" not in client.get("/works/calendar.ics").text
    [letter] = letters(app, program, "n’a pas lieu")
    assert "Neige" in letter.body
    calendar = letter.attachments[0][1]
    assert "STATUS:CANCELLED" in calendar
    assert (f"/works/{work.id}/meetings/{number}\r\n" in calendar, "SEQUENCE:2" in calendar) == (True, True)


def test_who_was_invited_is_told_once_of_another_day_hour_or_place(context, app, program, world):
    _work, garden, bikes, meeting = world
    services.invite_to_meeting(context, meeting)
    services.change_meeting(context, meeting, replace(FIELDS, title="Le point", minutes="Dit"), seen=1)
    assert promised(context.session, "works.moved") == [], "no other day, hour or place"
    moved = replace(FIELDS, starts_at=datetime(2026, 12, 8, 13, tzinfo=UTC), place="Gare")
    services.change_meeting(context, meeting, moved, seen=2)
    services.change_meeting(context, meeting, moved, seen=3)

    was = {"was_at": "2026-12-01T13:00:00+00:00", "was_in": "Mairie"}
    told = sorted(promised(context.session, "works.moved"), key=lambda one: one["actor"])
    guests = sorted((bikes.id, garden.id))
    assert told == [{"meeting": meeting.id, "actor": one, **was} for one in guests]
    assert meeting.moved_at == context.clock.now()
    context.session.commit()
    [letter] = letters(app, program, "nouvelle date")
    body = letter.body.replace("\u00a0", " ")
    for said in ("8 décembre 2026", "1er décembre 2026", "Gare", "Mairie"):
        assert said in body, said
    assert "SEQUENCE:4" in letter.attachments[0][1]


def test_another_host_is_another_place_and_a_meeting_that_was_held_moves_no_more(context, world, clock):
    _work, garden, _bikes, meeting = world
    services.invite_to_meeting(context, meeting)
    services.host_meeting(context, meeting, host_id=garden.id)
    assert {one["was_in"] for one in promised(context.session, "works.moved")} == {"Mairie"}
    count = len(promised(context.session, "works.moved"))
    clock.move(days=60)
    services.change_meeting(context, meeting, replace(FIELDS, host_id=garden.id, place="Gare"), seen=2)
    assert len(promised(context.session, "works.moved")) == count


def test_a_word_of_a_move_does_not_leave_after_that_of_its_end(context, app, program, world):
    meeting = world[3]
    services.invite_to_meeting(context, meeting)
    services.change_meeting(context, meeting, replace(FIELDS, place="Gare"), seen=1)
    services.call_off_meeting(context, meeting, reason="Neige")
    context.session.commit()

    assert (letters(app, program, "nouvelle date"), letters(app, program, "invitation")) == ([], [])
    assert len(letters(app, program, "n’a pas lieu")) == 1


def test_who_has_no_address_is_told_again_by_telephone(context, world, clock, as_role, client, sign_in):
    work, _garden, bikes, meeting = world
    viewer = as_role("staff").by
    services.invite_to_meeting(context, meeting)
    services.note_told(context, meeting, actor_id=bikes.id)
    assert asked(context.session, viewer, context.today) == []
    clock.move(hours=1)
    services.change_meeting(context, meeting, replace(FIELDS, place="Gare"), seen=1)
    [(sentence, anchor)] = asked(context.session, viewer, context.today)
    assert ("are to be told of a meeting" in sentence, anchor) == (True, "told")
    services.note_told(context, meeting, actor_id=bikes.id)
    assert asked(context.session, viewer, context.today) == []
    clock.move(hours=1)
    services.call_off_meeting(context, meeting, reason="Neige")
    [(sentence, anchor)] = asked(context.session, viewer, context.today)
    assert ("a meeting is not held" in sentence, anchor) == (True, "told")
    page, number = f"/works/{work.id}/meetings/{meeting.id}", bikes.id
    context.session.commit()
    client.set_cookie("locale", "en")
    sign_in("staff")
    assert f"{page}/told/{number}" in client.get(page).text
    client.post(f"{page}/told/{number}")
    context.session.expire_all()
    assert asked(context.session, viewer, context.today) == []
    assert f"{page}/told/{number}" not in client.get(page).text


def test_a_notice_goes_to_whoever_was_invited_and_to_nobody_else(context, world):
    _work, garden, bikes, meeting = world
    kind = next(one for one in NOTICES if one.key == "works.meeting_news")
    for event, said in (
        (WorkMeetingMoved(work=meeting.work_id, meeting=meeting.id), "A meeting is moved"),
        (WorkMeetingCalledOff(work=meeting.work_id, meeting=meeting.id), "A meeting is not held"),
    ):
        meeting.invited_at = None
        assert list(kind.audience(context, event).actors) == []
        meeting.invited_at = context.clock.now()
        assert set(kind.audience(context, event).actors) == {garden.id, bikes.id}
        assert str(kind.tell(context, event).sentence) == said


def test_the_form_says_before_who_is_told(context, world, client, sign_in):
    work, _garden, _bikes, meeting = world
    number = meeting.id
    context.session.commit()
    client.set_cookie("locale", "en")
    sign_in("staff")
    page = f"/works/{work.id}/meetings/{number}/change"
    assert "Whoever was invited is told" not in client.get(page).text
    services.invite_to_meeting(context, meeting)
    context.session.commit()

    shown = client.get(page).text
    assert "Whoever was invited is told by e-mail, once" in shown
    assert re.search(r"Without an e-mail address.*La Roue", shown, re.DOTALL)


def test_what_was_called_off_leaves_the_public_dates(context, world, program, app):
    span = Span(first=date(2026, 1, 1), last=date(2026, 12, 31), zone="Europe/Paris", most=9)
    with app.test_request_context():
        before = [one.number for one in dates_of_meetings(context.session, span)]
        services.call_off_meeting(context, world[3], reason="Neige")
        after = [one.number for one in dates_of_meetings(context.session, span)]

    assert (before, after) == ([world[3].id], [])


def test_a_meeting_of_which_people_were_told_moves_into_no_past(context, world, client, sign_in):
    work, _garden, bikes, meeting = world
    past = replace(FIELDS, starts_at=datetime(2026, 11, 23, 8, tzinfo=UTC))
    services.change_meeting(context, meeting, past, seen=1)
    services.change_meeting(context, meeting, FIELDS, seen=2)
    services.note_told(context, meeting, actor_id=bikes.id)
    assert refusal(services.change_meeting, context, meeting, past, seen=3) == "meetings.moved_into_past"
    services.invite_to_meeting(context, meeting)
    page, number = f"/works/{work.id}/meetings/{meeting.id}/change", meeting.id
    context.session.commit()
    client.set_cookie("locale", "en")
    sign_in("staff")
    sent = {"title": "Première", "starts_at": "2026-11-23T09:00", "minutes_long": "120", "revision": "3"}
    answer = client.post(page, data=sent)
    assert answer.status_code == 422
    assert re.search(r"starts_at(?s:.){0,40}People were told of this meeting", answer.text)
    context.session.expire_all()
    assert context.session.get(type(meeting), number).starts_at == FIELDS.starts_at


def test_what_was_held_is_put_right_in_the_past(context, world, clock):
    meeting = world[3]
    services.invite_to_meeting(context, meeting)
    clock.move(days=60)
    earlier = replace(FIELDS, starts_at=datetime(2026, 11, 30, 13, tzinfo=UTC))
    services.change_meeting(context, meeting, earlier, seen=1)

    assert meeting.starts_at == earlier.starts_at
    assert promised(context.session, "works.moved") == []


def test_letters_greet_by_name_and_say_weekday_length_and_place_alike(context, app, program, world):
    _work, garden, _bikes, meeting = world
    services.change_meeting(context, meeting, replace(FIELDS, host_id=garden.id, minutes_long=90), seen=1)
    services.invite_to_meeting(context, meeting)
    context.session.commit()
    [invited] = letters(app, program, "invitation à «\u00a0Première\u00a0», de «\u00a0Financer\u00a0»")
    services.change_meeting(
        context, meeting, replace(FIELDS, host_id=garden.id, minutes_long=90, place="Gare"), seen=2
    )
    context.session.commit()
    [moved] = letters(app, program, "«\u00a0Première\u00a0», de «\u00a0Financer\u00a0»\u00a0: nouvelle date")

    for letter, place in ((invited, "Mairie"), (moved, "Gare")):
        plan = f"mardi 1er décembre 2026 à 14 h 00\nDurée : 1 h 30 min\nHôte : Les Jardins\nLieu : {place}\n"
        assert letter.body.startswith("Bonjour Les Jardins,\n\n")
        assert plan in re.sub("[\u00a0\u202f]", " ", letter.body)
    assert "de «\u00a0Financer\u00a0», pour Les Jardins." in invited.body


def test_the_page_of_what_is_called_off_says_when_it_was_told_and_offers_no_change(
    client, world, context, sign_in
):
    work, _garden, _bikes, meeting = world
    other = services.plan_meeting(context, work_id=work.id, fields=replace(FIELDS, title="Seconde"))
    services.invite_to_meeting(context, meeting)
    for one in (meeting, other):
        services.call_off_meeting(context, one, reason="Neige")
    invited, kept_quiet = (f"/works/{work.id}/meetings/{one.id}" for one in (meeting, other))
    context.session.commit()
    client.set_cookie("locale", "en")
    sign_in("staff")

    told = r"not held</dt>\s*<dd>[^<]*2026[^<]*</dd>\s*<dd>By e-mail, to whoever was invited"
    shown = client.get(invited).text
    assert re.search(told, shown)
    assert re.search(r"Work</dt>\s*<dd>Financer</dd>", shown)
    assert "Nobody: no invitation had left" in client.get(kept_quiet).text
    change = client.get(f"{invited}/change").text
    assert ("This is done already" in change, 'name="title"' in change) == (True, False)
