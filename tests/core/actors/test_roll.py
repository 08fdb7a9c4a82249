"""The roll of an assembly names who votes: representative, manager, guardian, or the member itself (L6)."""

from datetime import date, timedelta

import pytest

from collegial.actors.models import ActorKind, GuardianKind
from collegial.actors.services import (
    add_actor,
    add_holder,
    name_guardian,
    name_representative,
    record_birth,
)
from collegial.assemblies.queries.attending import roll_on
from collegial.membership.models import Member

pytestmark = pytest.mark.both_databases

SPRING, DAY, MAJORITY = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 15)


@pytest.fixture
def members(context, session, organisation, person, other):
    joint = add_actor(context, kind=ActorKind.ORGANISATION, name="Indivision", is_joint=True)
    minor = add_actor(context, kind=ActorKind.PERSON, name="Malo")
    record_birth(context, minor, date(2008, 9, 15))
    everyone = [organisation, joint, minor, person]
    session.add_all(
        Member(number=number, actor=actor, admitted_on=SPRING) for number, actor in enumerate(everyone, 1)
    )
    for holder in (person, other):
        add_holder(context, joint, holder, SPRING)
    name_representative(context, organisation, person, SPRING)
    name_representative(context, joint, other, SPRING)
    name_guardian(context, minor, person, kind=GuardianKind.PARENT, starts_on=SPRING)
    return everyone


def voters(session, day):
    return [row.voter_id for row in roll_on(session, day)]


def test_the_roll_names_who_votes_for_each(session, members, person, other):
    assert voters(session, DAY) == [person.id, other.id, person.id, person.id]


def test_a_minor_who_has_come_of_age_votes(session, members, person, other):
    _, _, minor, _ = members

    assert voters(session, MAJORITY - timedelta(days=1))[2] == person.id
    assert voters(session, MAJORITY)[2] == minor.id


def test_the_rights_of_one_voter_are_those_the_roll_gives(session, members, person):
    rights = roll_on(session, DAY, voter_id=person.id)

    assert [row.number for row in rights] == [1, 3, 4]


def test_the_roll_takes_one_statement(session, members, statements_in):
    session.flush()

    assert statements_in(lambda: roll_on(session, DAY)) == 1
