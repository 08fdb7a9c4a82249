"""One person at a time votes for an organisation, and the past says who did."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from collegial.actors.models import Representative
from collegial.actors.queries import representative_on, voter_of
from collegial.actors.services import end_representative, name_representative
from collegial.kernel.errors import Forbidden, Invalid, Refused

pytestmark = pytest.mark.both_databases

SPRING, SUMMER, AUTUMN = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)
EVE = timedelta(days=1)


def test_a_new_representative_ends_the_former_one_that_day(context, session, organisation, person, other):
    name_representative(context, organisation, person, SPRING)
    name_representative(context, organisation, other, SUMMER)

    assert representative_on(session, organisation.id, SPRING - EVE) is None
    assert representative_on(session, organisation.id, SUMMER - EVE) is person
    assert representative_on(session, organisation.id, SUMMER) is other


def test_a_representative_named_by_mistake_is_replaced_the_same_day(
    context, session, organisation, person, other
):
    name_representative(context, organisation, person, SPRING)
    name_representative(context, organisation, other, SPRING)

    assert representative_on(session, organisation.id, SPRING) is other


def test_an_ended_representation_leaves_the_organisation_without(context, session, organisation, person):
    name_representative(context, organisation, person, SPRING)
    end_representative(context, organisation, SUMMER)

    assert representative_on(session, organisation.id, SUMMER - EVE) is person
    assert representative_on(session, organisation.id, SUMMER) is None


def test_the_voter_is_oneself_the_representative_or_the_organisation(
    context, session, organisation, person, other
):
    name_representative(context, organisation, person, SUMMER)
    everyone = [organisation.id, person.id, other.id]

    before, after = voter_of(session, everyone, SPRING), voter_of(session, everyone, SUMMER)

    assert before == {one: one for one in everyone}
    assert after == {organisation.id: person.id, person.id: person.id, other.id: other.id}


def test_nobody_votes_for_no_one(session):
    assert voter_of(session, [], SPRING) == {}


def test_a_representative_cannot_start_before_the_one_in_office(
    context, session, organisation, person, other
):
    name_representative(context, organisation, person, SUMMER)

    with pytest.raises(Refused) as refusal:
        name_representative(context, organisation, other, SPRING)

    assert (refusal.value.code, refusal.value.field) == ("actors.representative_named", "starts_on")
    assert [row.person_id for row in session.scalars(select(Representative))] == [person.id]
    assert representative_on(session, organisation.id, AUTUMN) is person


def test_a_representative_cannot_start_before_the_end_already_set(
    context, session, organisation, person, other
):
    name_representative(context, organisation, person, SPRING)
    end_representative(context, organisation, AUTUMN)

    with pytest.raises(Refused, match=r"actors\.representative_named"):
        name_representative(context, organisation, other, SUMMER)

    assert representative_on(session, organisation.id, SUMMER) is person
    assert name_representative(context, organisation, other, AUTUMN).ends_on is None


def test_the_database_holds_one_representative_at_a_time(context, session, organisation, person, other):
    name_representative(context, organisation, person, SPRING)

    session.add(Representative(organisation=organisation, person=other, starts_on=SUMMER))

    with pytest.raises(IntegrityError):
        session.flush()


def test_only_an_organisation_has_a_representative(context, session, person, other):
    with pytest.raises(Invalid, match=r"actors\.not_an_organisation"):
        name_representative(context, person, other, SPRING)

    assert session.scalars(select(Representative)).all() == []


def test_only_a_person_represents(context, session, organisation):
    with pytest.raises(Invalid) as refusal:
        name_representative(context, organisation, organisation, SPRING)

    assert (refusal.value.code, refusal.value.field) == ("actors.not_a_person", "person")
    assert session.scalars(select(Representative)).all() == []


def test_nobody_to_end_is_refused(context, organisation):
    with pytest.raises(Refused, match=r"actors\.no_representative"):
        end_representative(context, organisation, SPRING)


def test_a_representation_does_not_end_before_it_starts(context, session, organisation, person):
    name_representative(context, organisation, person, SUMMER)

    with pytest.raises(Invalid) as refusal:
        end_representative(context, organisation, SPRING)

    assert (refusal.value.code, refusal.value.field) == ("actors.ends_before_start", "ends_on")
    assert "2026-06-01" in str(refusal.value.text)
    assert representative_on(session, organisation.id, AUTUMN) is person


def test_a_member_names_nobody(as_role, context, session, organisation, person):
    with pytest.raises(Forbidden):
        name_representative(as_role("member"), organisation, person, SPRING)
    name_representative(context, organisation, person, SPRING)
    with pytest.raises(Forbidden):
        end_representative(as_role("member"), organisation, SUMMER)

    assert representative_on(session, organisation.id, AUTUMN) is person
