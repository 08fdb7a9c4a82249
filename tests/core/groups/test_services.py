"""Groups have dated members; the past stays as it was."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from collegial.groups.models import Group, GroupKind, GroupMembership
from collegial.groups.queries import groups_with_members, is_in_group
from collegial.groups.services import add_group_member, create_group, end_group_membership
from collegial.kernel.errors import Forbidden, Invalid, Refused

SPRING, SUMMER, AUTUMN = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)
EVE = timedelta(days=1)


def number_of(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_a_member_belongs_from_the_first_day_until_the_eve_of_the_last(context, session, pilots, person):
    add_group_member(context, pilots, person, starts_on=SPRING, title="Rapporteuse")
    end_group_membership(context, pilots, person, ends_on=AUTUMN)

    days = {
        day: is_in_group(session, pilots.id, person.id, day)
        for day in (SPRING - EVE, SPRING, AUTUMN - EVE, AUTUMN)
    }

    assert list(days.values()) == [False, True, True, False]


def test_nobody_belongs_without_an_actor(session, pilots):
    assert not is_in_group(session, pilots.id, None, SPRING)


def test_belonging_to_one_group_is_not_belonging_to_another(context, session, pilots, person):
    board = create_group(context, key="board", name="Conseil", kind=GroupKind.BOARD)
    add_group_member(context, pilots, person, starts_on=SPRING)

    assert not is_in_group(session, board.id, person.id, SUMMER)


def test_groups_come_with_their_members_of_the_day_by_name(context, session, pilots, person, organisation):
    board = create_group(context, key="board", name="Conseil", kind=GroupKind.BOARD)
    add_group_member(context, pilots, person, starts_on=SPRING)
    add_group_member(context, pilots, organisation, starts_on=SUMMER)

    spring, summer = groups_with_members(session, SPRING), groups_with_members(session, SUMMER)

    assert [one.group for one in spring] == [board, pilots]
    assert [row.actor for row in spring[1].memberships] == [person]
    assert [row.actor for row in summer[1].memberships] == [organisation, person]


def test_a_group_key_is_used_once(context, session, pilots):
    with pytest.raises(Refused) as refusal:
        create_group(context, key="pilot", name="Autre", kind=GroupKind.WORKING)

    assert (refusal.value.code, refusal.value.field) == ("groups.key_taken", "key")
    assert number_of(session, Group) == 1


@pytest.mark.both_databases
def test_a_group_key_is_held_by_the_database_too(context, session, pilots, monkeypatch):
    monkeypatch.setattr("collegial.groups.services.members.group_by_key", lambda _session, _key: None)

    with pytest.raises(Refused, match=r"groups\.key_taken"):
        create_group(context, key="pilot", name="Autre", kind=GroupKind.WORKING)

    assert number_of(session, Group) == 1


def test_a_group_needs_a_name(context, session):
    with pytest.raises(Invalid, match=r"groups\.name_missing"):
        create_group(context, key="pilot", name=" ", kind=GroupKind.PILOT)

    assert number_of(session, Group) == 0


@pytest.mark.parametrize("again", [SPRING, SUMMER, AUTUMN])
def test_nobody_belongs_twice(context, session, pilots, person, again):
    add_group_member(context, pilots, person, starts_on=SUMMER)

    with pytest.raises(Refused) as refusal:
        add_group_member(context, pilots, person, starts_on=again)

    assert (refusal.value.code, refusal.value.field) == ("groups.already_in", "actor")
    assert number_of(session, GroupMembership) == 1


def test_a_wrong_day_that_was_taken_back_bars_nobody(context, session, pilots, person):
    add_group_member(context, pilots, person, starts_on=AUTUMN)
    end_group_membership(context, pilots, person, ends_on=AUTUMN)

    add_group_member(context, pilots, person, starts_on=SPRING)

    assert is_in_group(session, pilots.id, person.id, SUMMER)


@pytest.mark.both_databases
def test_the_database_holds_one_open_membership(context, session, pilots, person):
    add_group_member(context, pilots, person, starts_on=SPRING)

    session.add(GroupMembership(group=pilots, actor=person, starts_on=SUMMER))

    with pytest.raises(IntegrityError):
        session.flush()


def test_one_comes_back_after_an_end(context, session, pilots, person):
    add_group_member(context, pilots, person, starts_on=SPRING)
    end_group_membership(context, pilots, person, ends_on=SUMMER)
    add_group_member(context, pilots, person, starts_on=AUTUMN)

    assert [is_in_group(session, pilots.id, person.id, day) for day in (SPRING, SUMMER, AUTUMN)] == [
        True,
        False,
        True,
    ]


def test_who_is_not_in_the_group_does_not_leave_it(context, pilots, person):
    with pytest.raises(Refused, match=r"groups\.not_in"):
        end_group_membership(context, pilots, person, ends_on=SUMMER)


def test_a_membership_does_not_end_before_it_starts(context, session, pilots, person):
    add_group_member(context, pilots, person, starts_on=SUMMER)

    with pytest.raises(Invalid) as refusal:
        end_group_membership(context, pilots, person, ends_on=SPRING)

    assert (refusal.value.code, refusal.value.field) == ("groups.ends_before_start", "ends_on")
    assert is_in_group(session, pilots.id, person.id, AUTUMN)


def test_only_staff_and_administrators_change_groups(as_role, context, session, pilots, person):
    acting = as_role("member", "chair", "pilot")
    with pytest.raises(Forbidden):
        create_group(acting, key="other", name="Autre", kind=GroupKind.WORKING)
    with pytest.raises(Forbidden):
        add_group_member(acting, pilots, person, starts_on=SPRING)
    add_group_member(context, pilots, person, starts_on=SPRING)
    with pytest.raises(Forbidden):
        end_group_membership(acting, pilots, person, ends_on=SUMMER)

    assert number_of(session, Group) == 1
    assert is_in_group(session, pilots.id, person.id, SUMMER)
