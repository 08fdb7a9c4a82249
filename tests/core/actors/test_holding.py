"""Joint holders are at least two, and one manager votes for them (L6)."""

from datetime import date

import pytest
from sqlalchemy import select

from collegial.actors.models import ActorKind, JointHolder, Representative
from collegial.actors.queries import count_holders, voter_of
from collegial.actors.services import add_actor, add_holder, end_holder, name_representative
from collegial.kernel.errors import Forbidden, Invalid, Refused

pytestmark = pytest.mark.both_databases

SPRING, SUMMER = date(2026, 3, 1), date(2026, 6, 1)


@pytest.fixture
def joint(context):
    return add_actor(context, kind=ActorKind.ORGANISATION, name="Indivision Le Fil", is_joint=True)


def test_the_manager_votes_for_the_holders(context, session, joint, person, other):
    add_holder(context, joint, person, SPRING)
    add_holder(context, joint, other, SPRING)

    name_representative(context, joint, other, SUMMER)

    assert voter_of(session, [joint.id], SPRING) == {joint.id: joint.id}
    assert voter_of(session, [joint.id], SUMMER) == {joint.id: other.id}


def test_a_manager_needs_two_holders_on_that_day(context, session, joint, person, other):
    add_holder(context, joint, person, SPRING)
    add_holder(context, joint, other, SUMMER)

    with pytest.raises(Refused, match=r"actors\.holders_missing"):
        name_representative(context, joint, person, SPRING)

    assert session.scalars(select(Representative)).all() == []
    assert name_representative(context, joint, person, SUMMER)


def test_a_holder_is_there_once_at_a_time(context, session, joint, person):
    add_holder(context, joint, person, SPRING)
    with pytest.raises(Refused) as refusal:
        add_holder(context, joint, person, SUMMER)
    assert (refusal.value.code, refusal.value.field) == ("actors.already_holder", "person")

    end_holder(context, joint, person, SUMMER)
    assert count_holders(session, joint.id, SUMMER) == 0
    add_holder(context, joint, person, SUMMER)

    assert count_holders(session, joint.id, SUMMER) == 1


def test_a_place_does_not_end_before_it_started_nor_twice(context, joint, person):
    add_holder(context, joint, person, SUMMER)
    with pytest.raises(Invalid, match=r"actors\.ends_before_start"):
        end_holder(context, joint, person, SPRING)
    end_holder(context, joint, person, SUMMER)

    with pytest.raises(Refused, match=r"actors\.not_a_holder"):
        end_holder(context, joint, person, SUMMER)


def test_only_persons_hold_together(context, session, joint, organisation, person):
    with pytest.raises(Invalid, match=r"actors\.holder_is_a_person"):
        add_holder(context, joint, organisation, SPRING)
    with pytest.raises(Invalid, match=r"actors\.not_joint"):
        add_holder(context, organisation, person, SPRING)

    assert session.scalars(select(JointHolder)).all() == []


def test_one_person_is_not_several(context):
    with pytest.raises(Invalid, match=r"actors\.joint_person"):
        add_actor(context, kind=ActorKind.PERSON, name="Someone", is_joint=True)


def test_a_member_adds_no_holder(as_role, context, joint, person):
    add_holder(context, joint, person, SPRING)
    with pytest.raises(Forbidden):
        add_holder(as_role("member"), joint, person, SPRING)
    with pytest.raises(Forbidden):
        end_holder(as_role("member"), joint, person, SUMMER)
