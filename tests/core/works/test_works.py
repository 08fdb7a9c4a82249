"""Conditions of participation, duties, meetings: what every common work has."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from collegial.actors.models import Actor, ActorKind, Representative
from collegial.hooks.extensions import WorkKind
from collegial.hosting.services import enable_plugin
from collegial.kernel.errors import DomainError, Forbidden
from collegial.kernel.outbox import OutboxMessage
from collegial.kernel.text import t
from collegial.meetings import mailing
from collegial.testing.fakes import fake_plugin
from collegial.works import queries, services
from collegial.works.events import ParticipationAccepted
from collegial.works.models import Participation
from collegial.works.noticing import NOTICES
from collegial.works.rules import ParticipationState, Statement, faults_of
from collegial.works.steps import steps

WHOLE = Statement(
    collective_value="Pour toutes", network="Des voisins", brings="Du temps", accepts_charter=True
)
KINDS = fake_plugin(
    work_kinds=lambda: [
        WorkKind(key="fake.work", label=t("Fake"), endpoint="works.conditions", argument="work_id")
    ]
)
words = st.sampled_from(["", " ", "Un mot"])


@settings(max_examples=80)
@given(st.builds(Statement, collective_value=words, support=words, service=words, network=words,
                 brings=words, hopes=words, accepts_charter=st.booleans()))  # fmt: skip
def test_a_structure_takes_part_for_a_gain_of_all_and_one_of_its_own(said):
    whole = (
        bool(said.collective_value.strip())
        and any(one.strip() for one in (said.support, said.service, said.network))
        and bool(said.brings.strip())
        and said.accepts_charter
    )

    assert (faults_of(said) == []) == whole
    assert len({one.code for one in faults_of(said)}) == len(faults_of(said))


@pytest.fixture
def world(context, program):
    """Give a work, two structures, and the person who speaks for the first one."""
    enable_plugin(context, program.host, "fake")
    now = context.clock.now()
    garden, bikes = (
        Actor(kind=ActorKind.ORGANISATION, name=name, locality="Rennes", created_at=now)
        for name in ("Les Jardins", "La Roue")
    )
    garden.email = "jardins@example.org"
    maud = Actor(kind=ActorKind.PERSON, name="Maud", created_at=now)
    context.session.add_all([garden, bikes, maud])
    context.session.flush()
    context.session.add(
        Representative(organisation_id=garden.id, person_id=maud.id, starts_on=date(2026, 1, 1))
    )
    services.adopt_charter(context, text="On s’engage.")
    work = services.open_work(context, kind="fake.work", title="Financer", question="Comment ?")
    return work, garden, bikes, maud


def refusal(act, *args, **facts):
    with pytest.raises(DomainError) as raised:
        act(*args, **facts)
    return raised.value.code, raised.value.field


@pytest.mark.plugins(KINDS)
@pytest.mark.both_databases
def test_who_asks_is_answered_with_a_reason_and_says_in_the_end_what_it_got(context, world, as_role):
    work, garden, bikes, maud = world
    speaker = as_role("member", actor_id=maud.id)
    facts = {"work_id": work.id, "actor_id": garden.id}
    without = replace(WHOLE, network="")
    assert refusal(services.ask_to_take_part, speaker, statement=without, **facts) == (
        "works.no_own_value", "support",
    )  # fmt: skip
    with pytest.raises(Forbidden):
        services.ask_to_take_part(speaker, work_id=work.id, actor_id=bikes.id, statement=WHOLE)
    row = services.ask_to_take_part(speaker, statement=WHOLE, **facts)
    assert refusal(services.ask_to_take_part, speaker, statement=WHOLE, **facts)[0] == "works.already_in"
    with pytest.raises(Forbidden):
        services.accept_participation(speaker, row)
    assert refusal(services.refuse_participation, context, row, reason=" ")[1] == "reason"
    services.refuse_participation(context, row, reason="Le groupe est complet")
    again = services.ask_to_take_part(speaker, statement=WHOLE, **facts)
    services.accept_participation(context, again)
    assert refusal(services.record_gain, speaker, again, gained="Tôt")[0] == "works.not_ended"
    services.start_work(context, work)
    services.finish_work(context, work)
    services.record_gain(speaker, again, gained="Un réseau")
    context.session.flush()
    rows = context.session.scalars(select(Participation).order_by(Participation.id)).all()
    assert [(one.state, one.refusal, one.gained) for one in rows] == [
        (ParticipationState.REFUSED, "Le groupe est complet", None),
        (ParticipationState.ACCEPTED, None, "Un réseau"),
    ]
    assert refusal(services.ask_to_take_part, context, work_id=work.id, actor_id=bikes.id, statement=WHOLE)[
        0
    ] == ("works.finished")


@pytest.mark.plugins(KINDS)
def test_a_meeting_has_a_host_that_takes_part(context, world):
    work, garden, bikes, _maud = world
    part = services.take_part(context, work_id=work.id, actor_id=garden.id, statement=WHOLE)
    fields = services.WorkMeetingFields(
        title="Première", starts_at=datetime(2026, 12, 1, 13, tzinfo=UTC), host_id=garden.id
    )
    meeting = services.plan_meeting(context, work_id=work.id, fields=fields)
    assert refusal(services.plan_meeting, context, work_id=work.id, fields=fields)[0] == "works.meeting_twice"
    services.invite_to_meeting(context, meeting)
    assert refusal(services.invite_to_meeting, context, meeting)[0] == "meetings.invited_just_now"
    stranger = replace(fields, host_id=bikes.id)
    assert refusal(services.plan_meeting, context, work_id=work.id, fields=stranger) == (
        "works.host_left",
        "host_id",
    )
    assert refusal(services.record_attendance, context, meeting, present=[bikes.id])[0] == "works.stranger"
    services.record_attendance(context, meeting, present=[garden.id])
    services.record_decision(context, meeting, text="On continue")
    with pytest.raises(DomainError, match="meeting_changed"):
        services.change_meeting(context, meeting, fields, seen=9)
    services.change_meeting(context, meeting, replace(fields, minutes="Dit."), seen=1)
    assert services.leave_work(context, part) == 1
    assert (meeting.host_id, meeting.minutes, len(meeting.attendance)) == (None, "Dit.", 1)
    assert refusal(services.host_meeting, context, meeting, host_id=garden.id)[0] == "works.host_left"


@pytest.mark.plugins(KINDS)
@pytest.mark.both_databases
def test_a_finished_work_calls_its_meetings_to_come_off(context, world, app, program):
    work, garden, _bikes, _maud = world
    services.take_part(context, work_id=work.id, actor_id=garden.id, statement=WHOLE)
    services.start_work(context, work)
    held, told, untold = (
        services.plan_meeting(
            context, work_id=work.id,
            fields=services.WorkMeetingFields(title=title, starts_at=datetime(2026, month, 1, 13, tzinfo=UTC)),
        )
        for title, month in (("Tenue", 11), ("Annoncée", 12), ("Prévue", 12))
    )  # fmt: skip
    services.invite_to_meeting(context, told)
    services.finish_work(context, work)

    assert [one.title for one in queries.meetings(context.session, work.id)] == ["Tenue"]
    assert queries.meetings(context.session, work.id, also_called_off=True) == [held, told, untold]
    since = datetime(2026, 1, 1, tzinfo=UTC)
    assert queries.meetings_to_come(context.session, ["fake.work"], since) == [held]
    found = queries.meetings_between(
        context.session, ["fake.work"], since, datetime(2027, 1, 1, tzinfo=UTC), most=9
    )
    assert found == [held]
    ask = select(OutboxMessage.payload).where(OutboxMessage.task == "works.called_off")
    assert context.session.scalars(ask).all() == [{"meeting": told.id, "actor": garden.id}]
    fields = services.WorkMeetingFields(title="Encore", starts_at=datetime(2026, 12, 24, tzinfo=UTC))
    assert refusal(services.plan_meeting, context, work_id=work.id, fields=fields) == (
        "works.finished",
        "starts_at",
    )
    assert refusal(services.invite_to_meeting, context, untold)[0] == "meetings.called_off"
    assert refusal(services.change_meeting, context, untold, fields, seen=2)[0] == "meetings.called_off"


@pytest.mark.plugins(KINDS)
def test_who_was_invited_is_told_that_a_meeting_is_not_held(client, app, program, world, context, sign_in):
    work, garden, _bikes, _maud = world
    services.take_part(context, work_id=work.id, actor_id=garden.id, statement=WHOLE)
    services.start_work(context, work)
    fields = services.WorkMeetingFields(title="Annoncée", starts_at=datetime(2026, 12, 1, 13, tzinfo=UTC))
    services.invite_to_meeting(context, services.plan_meeting(context, work_id=work.id, fields=fields))
    services.finish_work(context, work)
    context.session.commit()
    with app.test_request_context():
        program.drain()

    letter = next(one for one in app.extensions["mailman"].outbox if "n’a pas lieu" in one.subject)
    assert letter.to == ["jardins@example.org"]
    assert "STATUS:CANCELLED" in letter.attachments[0][1]
    client.set_cookie("locale", "en")
    sign_in("staff")
    page = client.get(f"/works/{work.id}/meetings/1").text
    assert "This meeting is not held" in page
    assert "Invite" not in page.partition("<main")[2].partition("</main")[0].replace("Invitations", "")
    assert "This meeting was called off" in client.get(f"/works/{work.id}/meetings/1/invite").text
    listed = client.get(f"/works/{work.id}").text.partition('id="meetings"')[2]
    assert ("Annoncée" in listed, "Called off" in listed) == (True, True)


@pytest.mark.plugins(KINDS)
def test_a_meeting_that_no_invitation_can_reach_leads_to_the_addresses(
    client, world, context, sign_in, as_role
):
    work, garden, bikes, _maud = world
    services.take_part(context, work_id=work.id, actor_id=bikes.id, statement=WHOLE)
    fields = services.WorkMeetingFields(
        title="Première", starts_at=datetime(2026, 12, 1, 13, tzinfo=UTC), agenda="Faire le point"
    )
    services.plan_meeting(context, work_id=work.id, fields=fields)

    def asked():
        return [
            str(one.act) for one in steps(context.session, as_role("staff").by, context.today, "Europe/Paris")
        ]

    assert asked() == ["Tell them"]
    services.take_part(context, work_id=work.id, actor_id=garden.id, statement=WHOLE)
    assert asked() == ["Invite"]
    garden.email = None
    context.session.commit()
    sign_in("staff")
    page = client.get(f"/works/{work.id}/meetings/1/invite").text
    assert f'<li><a href="/actors/{bikes.id}#reach">La Roue</a></li>' in page


@pytest.mark.plugins(KINDS)
def test_a_meeting_at_the_end_of_the_calendar_stops_no_calendar(client, world, context, sign_in):
    work = world[0]
    fields = services.WorkMeetingFields(title="Soon", starts_at=datetime(9999, 12, 31, 22, 30, tzinfo=UTC))
    assert refusal(services.plan_meeting, context, work_id=work.id, fields=fields)[0] == "days.out_of_reach"
    meeting = services.plan_meeting(
        context, work_id=work.id, fields=replace(fields, starts_at=datetime(2026, 12, 1, tzinfo=UTC))
    )
    meeting.starts_at = fields.starts_at  # as it could be written before
    address = f"/works/{work.id}/meetings/{meeting.id}"
    context.session.commit()
    sign_in("staff")

    assert "DTSTART:99991231T223000Z" in client.get("/works/calendar.ics").text
    for page in (address, f"{address}/calendar.ics", "/works/", "/", "/calendar.ics"):
        assert client.get(page).status_code == 200, page


@pytest.mark.plugins(KINDS)
@pytest.mark.both_databases
def test_who_no_mail_reaches_is_told_by_telephone(client, world, context, clock, sign_in, as_role):
    work, garden, bikes, _maud = world
    for one in (garden, bikes):
        services.take_part(context, work_id=work.id, actor_id=one.id, statement=WHOLE)
    fields = services.WorkMeetingFields(
        title="Première", starts_at=datetime(2026, 12, 1, 13, tzinfo=UTC), agenda="Faire le point"
    )
    meeting = services.plan_meeting(context, work_id=work.id, fields=fields)
    services.invite_to_meeting(context, meeting)

    def asked():
        found = steps(context.session, as_role("staff").by, context.today, "Europe/Paris")
        return [(str(one.act), one.values.get("_anchor")) for one in found]

    assert asked() == [("Tell them", "told")]
    with pytest.raises(Forbidden):
        services.note_told(as_role("member"), meeting, actor_id=bikes.id)
    assert refusal(services.note_told, context, meeting, actor_id=world[3].id)[0] == "meetings.stranger_told"
    number, structure = meeting.id, bikes.id
    context.session.commit()
    client.set_cookie("locale", "en")
    sign_in("staff")
    page = f"/works/{work.id}/meetings/{number}"
    before = client.get(page).text.partition('id="told"')[2].partition("</section")[0]
    assert "table-stacks" in before  # its button has the width of a phone
    assert ("La Roue" in before, "Les Jardins" in before) == (True, False)
    answer = client.post(f"{page}/told/{structure}")
    assert answer.location == f"{page}#told"
    after = client.get(page).text.partition('id="told"')[2].partition("</section")[0]
    assert re.search(r"La Roue.*, by ", after, re.DOTALL)
    assert "/told/" not in after
    context.session.expire_all()
    assert asked() == []
    clock.move(days=60)
    assert refusal(services.note_told, context, meeting, actor_id=structure)[0] == "meetings.not_to_tell"


@pytest.mark.plugins(KINDS)
def test_a_meeting_is_prepared_once_it_has_its_agenda_and_its_guests(context, world, as_role):
    work, garden, _bikes, maud = world
    part = services.ask_to_take_part(
        as_role("member", actor_id=maud.id), work_id=work.id, actor_id=garden.id, statement=WHOLE
    )
    fields = services.WorkMeetingFields(
        title="Première", starts_at=datetime(2026, 12, 1, 13, tzinfo=UTC), host_id=garden.id
    )

    def asked(role, **of):
        found = steps(context.session, as_role(role, **of).by, context.today, "Europe/Paris")
        return [one.endpoint for one in found]

    assert asked("staff") == ["works.statement"]
    services.accept_participation(context, part)
    meeting = services.plan_meeting(context, work_id=work.id, fields=fields)
    assert asked("staff") == ["works.change"], "the agenda comes before the invitation, which carries it"
    services.change_meeting(context, meeting, replace(fields, agenda="Faire le point"), seen=meeting.revision)
    assert asked("staff") == ["works.invite"]
    services.invite_to_meeting(context, meeting)
    assert asked("staff") == []
    assert asked("member", actor_id=maud.id) == ["works.show"], "it still receives the others"
    assert asked("staff", actor_id=maud.id) == ["works.show"]


@pytest.mark.plugins(KINDS)
def test_the_pages_of_a_work(client, app, program, world, context, sign_in, monkeypatch):
    work, garden, _bikes, _maud = world
    context.session.commit()
    client.set_cookie("locale", "en")
    sign_in("staff")
    base = f"/works/{work.id}"

    def post(path, **data):
        answer = client.post(f"{base}{path}", data=data)
        assert answer.status_code == 302, (path, re.findall(r'(?s)class="error".*?</p>', answer.text))

    bad = client.post(f"{base}/join", data={"structure": "jardins", "brings": "Rester écrit"})
    assert bad.status_code == 422
    assert "Rester écrit" in bad.text
    assert "without an added value for all" in bad.text
    post("/join", structure="jardins", collective_value="A", support="B", brings="C", accepts_charter="y")
    post("/duties/new", kind="logistics", label="Réserver la salle", due_on="2026-12-01")
    post("/duties/6", is_done="yes")
    post(
        "/meetings/new", title="Première", starts_at="2026-12-01T14:00", minutes_long="90", host_id=garden.id
    )
    assert "Send the invitations" in client.get(f"{base}/meetings/1/invite").text
    monkeypatch.setattr(mailing, "out_of_reach", lambda _session, actors, _day: actors)
    assert (
        "No structure that takes part has an e-mail address" in client.get(f"{base}/meetings/1/invite").text
    )
    post("/meetings/1/invite")
    assert "The invitations left a moment ago" in (over := client.get(f"{base}/meetings/1/invite").text)
    assert "This is done already" in over
    coming = client.get(f"{base}/meetings/1").text
    assert "Once the meeting has begun" in coming
    assert [one in coming for one in ('id="attendance"', 'id="minutes"', 'id="decisions"')] == [False] * 3
    past = {"title": "Avant", "starts_at": "2026-11-23T08:00", "minutes_long": "90"}
    noted = client.post(f"{base}/meetings/new", data=past, follow_redirects=True).text
    assert ("Write down who came" in noted, "Invite those" in noted) == (True, False)
    held = {
        "title": "Avant", "starts_at": "2026-11-23T09:00", "minutes_long": "90", "host_id": garden.id,
        "minutes": "Tout est **dit**.",
    }  # fmt: skip
    post("/meetings/1/change", **held | {"title": "Première", "starts_at": "2026-12-01T14:00"}, revision="1")
    assert "<strong>dit</strong>" not in client.get(f"{base}/meetings/1").text  # nothing had been said yet
    post("/meetings/2/attendance", present=garden.id)
    post("/meetings/2/decisions", text="On continue")
    post("/meetings/2/change", **held, revision="1")
    shown = client.get(f"{base}/meetings/2").text
    for said in ("Les Jardins", "On continue", "<strong>dit</strong>"):
        assert said in shown
    early = client.get(base).text
    assert "Réserver la salle" in early
    assert "What it got" not in early, "a column in which nobody has anything"
    assert "Les Jardins" in client.get("/works/").text
    assert client.get("/lists/core.participations.csv").text.count("Les Jardins") == 1
    feed = client.get("/works/calendar.ics").text
    assert "LOCATION:Les Jardins" in feed
    with app.test_request_context():
        program.drain()
    letters = app.extensions["mailman"].outbox
    assert {one.to[0] for one in letters} == {"jardins@example.org"}
    assert [name for one in letters for name, *_ in one.attachments] == ["premiere.ics"]
    post("/participations/1/leave")
    post("/participations/1/gain", gained="Un réseau")
    assert "What it got" in client.get(base).text
    visitor = app.test_client()
    assert "Un réseau" in visitor.get("/works/").text
    assert 'id="meetings"' in (told := visitor.get(base).text), "where the calendar leads"
    assert "Première" in told
    assert f"{base}/meetings/1" not in told, "its page is for who is signed in"
    assert visitor.get(f"{base}/participations/1").status_code == 302
    assert queries.charter_in_force(context.session).version == 1


@pytest.mark.both_databases
def test_a_charter_is_written_once(context, let_through):
    services.adopt_charter(context, text="On s’engage.")

    assert let_through([
        ("UPDATE work_charter SET text = 'Rien'", "written once"),
        ("DELETE FROM work_charter", "written once"),
    ]) == []  # fmt: skip


@pytest.mark.plugins(KINDS)
def test_all_that_a_statement_lacks_is_told_at_once(client, world, context, sign_in):
    context.session.commit()
    client.set_cookie("locale", "en")
    sign_in("staff")

    refused = client.post(f"/works/{world[0].id}/join", data={"structure": ""})

    assert refused.status_code == 422
    for said in ("Write something here.", "Say what all structures gain", "Name at least one added value",
                 "Say what the structure brings", "The charter must be accepted"):  # fmt: skip
        assert said in refused.text


@pytest.mark.plugins(KINDS)
def test_who_asks_stands_first_where_the_dashboard_leads(client, world, context, sign_in, as_role):
    work, garden, bikes, _maud = world
    for one in (garden, bikes):
        services.ask_to_take_part(context, work_id=work.id, actor_id=one.id, statement=WHOLE)
    [step] = list(steps(context.session, as_role("staff").by, context.today, "UTC"))
    context.session.commit()
    client.set_cookie("locale", "en")
    sign_in("staff")

    shown = client.get("/works/").text

    assert (step.endpoint, step.values) == ("works.index", {"_anchor": "requests"})
    section = shown.partition('id="requests"')[2].partition("</section>")[0]
    assert sorted(re.findall(r'href="(/works/\d+/participations/\d+)"', section)) == [
        f"/works/{work.id}/participations/{one}" for one in (1, 2)
    ]


@pytest.mark.plugins(KINDS)
def test_who_represents_no_structure_is_told_before_the_form(client, world, context, sign_in):
    work, garden, bikes, maud = world
    page, own, other = f"/works/{work.id}/join", garden.name, bikes.name
    context.session.commit()
    client.set_cookie("locale", "en")
    sign_in("member")
    told = client.get(page).text
    sign_in("member", actor_id=maud.id)
    form = client.get(page).text
    stated = {"collective_value": "A", "support": "B", "brings": "C", "accepts_charter": "y"}
    refused = client.post(page, data={"structure": other, **stated})

    assert ("you represent none" in told, 'name="structure"' in told) == (True, False)
    assert f'value="{own}"' in form
    assert refused.status_code == 403
    assert re.search(r"structure-error(?s:.)*You represent: " + own, refused.text)


@pytest.mark.plugins(KINDS)
def test_a_structure_that_was_entered_is_not_answered(app, program, world, context):
    work, garden, _bikes, _maud = world
    services.take_part(context, work_id=work.id, actor_id=garden.id, statement=WHOLE)
    context.session.commit()
    with app.test_request_context():
        program.drain()

    [letter] = app.extensions["mailman"].outbox
    assert letter.subject.endswith("Les Jardins participe à «\u00a0Financer\u00a0»")
    kind = next(one for one in NOTICES if one.key == "works.answered")
    event = ParticipationAccepted(participation=1, work=work.id, actor=garden.id)
    assert str(kind.tell(context, event).sentence) == "Your structure takes part"
