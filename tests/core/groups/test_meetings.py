"""The members of a group are invited to its meetings, and hear what becomes of them, as those of works do."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from collegial.actors.models import ActorKind
from collegial.actors.services import add_actor, merge_actors
from collegial.groups import services
from collegial.groups.events import GroupInvited, GroupMeetingCalledOff
from collegial.groups.models import GroupMeeting, GroupToldByPhone
from collegial.groups.noticing import NOTICES
from collegial.groups.services import MeetingFields, add_group_member, end_group_membership
from collegial.groups.steps import steps
from collegial.kernel.errors import DomainError, Forbidden
from collegial.kernel.outbox import OutboxMessage

pytestmark = pytest.mark.both_databases
FIELDS = MeetingFields(
    title="Le point", starts_at=datetime(2026, 12, 1, 13, tzinfo=UTC), place="Mairie", agenda="Tout"
)


@pytest.fixture
def meeting(context, pilots, person, organisation):
    """Give a meeting of a group of two, one of whom has an address."""
    person.email = "nolwenn@example.org"
    for one in (person, organisation):
        add_group_member(context, pilots, one, starts_on=date(2026, 1, 1))
    return services.plan_meeting(context, pilots, FIELDS)


def refusal(act, *args, **facts):
    with pytest.raises(DomainError) as raised:
        act(*args, **facts)
    return raised.value.code


def promised(session, task):
    return [
        one["actor"]
        for one in session.scalars(select(OutboxMessage.payload).where(OutboxMessage.task == task))
    ]


def asked(context, viewer):
    return [
        (str(one.sentence), one.endpoint)
        for one in steps(context.session, viewer, context.today, "Europe/Paris")
    ]


def test_who_belongs_to_the_group_on_the_day_of_the_meeting_is_invited(
    context, meeting, pilots, person, organisation, as_role
):
    end_group_membership(context, pilots, organisation, ends_on=date(2026, 12, 1))
    with pytest.raises(Forbidden):
        services.invite_to_meeting(as_role("member"), meeting)
    services.invite_to_meeting(as_role("chair"), meeting)

    assert promised(context.session, "groups.invitation") == [person.id]
    assert refusal(services.invite_to_meeting, context, meeting) == "meetings.invited_just_now"


def test_the_day_of_a_meeting_is_that_of_the_place(context, meeting, pilots, person, organisation):
    overseas = replace(context, zone="Pacific/Noumea")
    meeting.starts_at = datetime(2026, 12, 1, 20, tzinfo=UTC)  # 7 h on the 2nd over there
    end_group_membership(context, pilots, organisation, ends_on=date(2026, 12, 2))
    services.invite_to_meeting(overseas, meeting)

    assert promised(context.session, "groups.invitation") == [person.id]


def test_members_hear_of_a_move_and_of_the_end(context, app, program, meeting, person, organisation):
    services.invite_to_meeting(context, meeting)
    services.change_meeting(context, meeting, replace(FIELDS, place="Gare"), seen=1)
    services.change_meeting(context, meeting, replace(FIELDS, place="Gare", minutes="Dit"), seen=2)
    assert set(promised(context.session, "groups.moved")) == {person.id, organisation.id}
    assert len(promised(context.session, "groups.moved")) == 2
    context.session.commit()
    with app.test_request_context():
        program.drain()
        services.call_off_meeting(context, meeting, reason="Neige")
        context.session.commit()
        program.drain()

    outbox = app.extensions["mailman"].outbox
    assert {one.to[0] for one in outbox} == {"nolwenn@example.org"}
    invited, moved, called_off = outbox
    assert "On vous invite" in invited.body
    assert ("Gare" in moved.body, "Mairie" in moved.body) == (True, True)
    assert "Neige" in called_off.body
    calendars = [one.attachments[0][1] for one in outbox]
    assert ["STATUS:CANCELLED" in one for one in calendars] == [False, False, True]
    uids = {line for one in calendars for line in one.splitlines() if line.startswith("UID")}
    assert len(uids) == 1
    assert refusal(services.change_meeting, context, meeting, FIELDS, seen=4) == "meetings.called_off"
    assert services.plan_meeting(context, meeting.group, replace(FIELDS, place="Gare")).id != meeting.id


def test_a_meeting_that_is_called_off_as_it_is_moved_is_newer_in_calendars_than_the_move(
    context, meeting, at_once
):
    number = meeting.id
    context.session.commit()

    def move(own):
        moved = replace(FIELDS, place="Gare")
        services.change_meeting(own, own.session.get_one(GroupMeeting, number), moved, seen=1)

    def end(own):
        services.call_off_meeting(own, own.session.get_one(GroupMeeting, number), reason="Neige")

    assert at_once(move, end) == ("done", "done")
    context.session.refresh(meeting)
    assert meeting.revision == 3


def test_who_was_invited_and_is_out_of_the_group_on_the_new_day_hears_of_the_move(
    context, meeting, pilots, person, organisation
):
    end_group_membership(context, pilots, person, ends_on=date(2026, 12, 5))
    services.invite_to_meeting(context, meeting)
    later = replace(FIELDS, starts_at=datetime(2026, 12, 10, 13, tzinfo=UTC))
    services.change_meeting(context, meeting, later, seen=1)

    assert sorted(promised(context.session, "groups.moved")) == sorted([person.id, organisation.id])


def test_an_announced_meeting_moves_into_no_past(context, meeting):
    past = replace(FIELDS, starts_at=datetime(2026, 11, 23, 8, tzinfo=UTC))
    services.invite_to_meeting(context, meeting)

    assert refusal(services.change_meeting, context, meeting, past, seen=1) == "meetings.moved_into_past"


def test_a_notice_goes_to_members_once_they_were_invited(context, meeting, person, organisation):
    [kind] = NOTICES
    event = GroupMeetingCalledOff(group="pilot", meeting=meeting.id)
    assert list(kind.audience(context, event).actors) == []
    services.invite_to_meeting(context, meeting)

    assert set(kind.audience(context, event).actors) == {person.id, organisation.id}
    told = kind.tell(context, GroupInvited(group="pilot", meeting=meeting.id))
    assert (str(told.sentence), told.about) == ("You are invited to a meeting", "Groupe de pilotage")


def test_the_home_page_asks_for_invitations_and_then_for_the_telephone(
    context, meeting, organisation, as_role, clock
):
    pilot = as_role("pilot").by
    assert asked(context, as_role("member").by) == []
    assert asked(context, pilot) == [("A meeting has no invitations yet", "groups.invite")]
    services.invite_to_meeting(context, meeting)
    [(sentence, page)] = asked(context, pilot)
    assert (sentence[:35], page) == ("Members without an e-mail address a", "groups.meeting")
    services.note_told(context, meeting, actor_id=organisation.id)
    assert asked(context, pilot) == []
    clock.move(hours=1)
    services.call_off_meeting(context, meeting, reason="Neige")
    [(sentence, _page)] = asked(context, pilot)
    assert "is not held" in sentence
    services.note_told(context, meeting, actor_id=organisation.id)
    assert asked(context, pilot) == []


def test_meetings_that_ask_nothing_hide_none_that_does(context, meeting, pilots, organisation, as_role):
    for hour in range(6):
        early = replace(FIELDS, title=f"Point {hour}", starts_at=datetime(2026, 11, 27, 8 + hour, tzinfo=UTC))
        one = services.plan_meeting(context, pilots, early)
        services.invite_to_meeting(context, one)
        services.note_told(context, one, actor_id=organisation.id)

    assert asked(context, as_role("pilot").by) == [("A meeting has no invitations yet", "groups.invite")]


def test_the_pages_of_a_meeting_invite_note_and_call_off(client, sign_in, context, meeting, organisation):
    number, page = organisation.id, f"/groups/of/pilot/meetings/{meeting.id}"
    context.session.commit()
    sign_in("pilot")
    assert "Codespar" in client.get(f"{page}/invite").text
    assert client.post(f"{page}/invite").location.endswith(page)
    assert "Whoever was invited is told by e-mail, once" in client.get(f"{page}/change").text
    assert re.search(
        rf'{page}/told/{number}"(?s:.)*?<button[^>]*>(?s:.)*?Note the call', client.get(page).text
    )
    assert client.post(f"{page}/told/{number}").location == f"{page}#told"
    assert f"{page}/told/{number}" not in client.get(page).text
    assert client.post(f"{page}/call-off", data={"reason": "Neige"}).location.endswith(page)
    shown = client.get(page).text.partition("<main")[2]
    assert ("Neige" in shown, f"{page}/change" in shown, f"{page}/invite" in shown) == (True, False, False)
    assert "By e-mail, to whoever was invited" in shown
    assert re.search(r"Group</dt>\s*<dd>Groupe de pilotage</dd>", shown)
    change = client.get(f"{page}/change").text
    assert ("This is done already" in change, 'name="title"' in change) == (True, False)
    assert "Called off" in client.get("/groups/of/pilot").text
    sign_in("member")
    assert "Neige" in client.get(page).text
    assert 'id="told"' not in client.get(page).text


def test_pages_and_home_ask_as_much_of_the_database_for_many_members_as_for_few(
    sign_in, context, meeting, pilots, statements_of
):
    page = f"/groups/of/pilot/meetings/{meeting.id}"
    context.session.commit()
    sign_in("pilot")
    few = [statements_of(path) for path in (page, f"{page}/invite", "/")]
    for number in range(8):
        one = add_actor(context, kind=ActorKind.ORGANISATION, name=f"Structure {number}")
        context.session.flush()
        add_group_member(context, pilots, one, starts_on=date(2026, 1, 1))
    context.session.commit()
    assert [statements_of(path) for path in (page, f"{page}/invite", "/")] == few


def test_what_was_told_by_telephone_follows_a_merge(context, meeting, person, organisation):
    for one in (person, organisation):
        services.note_told(context, meeting, actor_id=one.id)
    other = type(organisation)(
        kind=organisation.kind, name="Codespar (double)", created_at=context.clock.now()
    )
    context.session.add(other)
    context.session.flush()
    row = context.session.scalars(
        select(GroupToldByPhone).where(GroupToldByPhone.actor_id == organisation.id)
    ).one()
    row.actor_id = other.id
    context.session.flush()
    merge_actors(context, organisation, other, "Double")

    context.session.expire_all()
    assert row.actor_id == organisation.id


def test_a_meeting_that_was_held_speaks_of_no_invitation_that_never_left(
    client, sign_in, context, meeting, clock
):
    page = f"/groups/of/pilot/meetings/{meeting.id}"
    context.session.commit()

    def offers():
        shown = client.get(page).text.partition("<main")[2]
        return "Invitations" in shown, f"{page}/calendar.ics" in shown

    sign_in("pilot")
    assert offers() == (True, True)
    clock.at = meeting.starts_at
    sign_in("pilot")
    assert offers() == (False, False)
