"""A guardian votes for a minor, one at a time, until the majority (L6)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from collegial.actors.models import ActorKind, Birth, Guardian, GuardianKind
from collegial.actors.queries import born_on, spoken_for, voter_of
from collegial.actors.services import add_actor, end_guardian, name_guardian, record_birth
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import Forbidden, Invalid, Refused

pytestmark = pytest.mark.both_databases

SPRING, SUMMER, MAJORITY = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 15)
BORN = date(2008, 9, 15)
EVE = timedelta(days=1)


@pytest.fixture
def minor(context):
    minor = add_actor(context, kind=ActorKind.PERSON, name="Malo Kerbrazan")
    record_birth(context, minor, BORN)
    return minor


def named(context, minor, person, starts_on=SPRING, kind=GuardianKind.PARENT):
    return name_guardian(context, minor, person, kind=kind, starts_on=starts_on)


def test_a_guardian_votes_from_the_first_day_until_the_majority(context, session, minor, person):
    named(context, minor, person)

    days = [SPRING - EVE, SPRING, MAJORITY - EVE, MAJORITY]

    assert [voter_of(session, [minor.id], day)[minor.id] for day in days] == [
        minor.id, person.id, person.id, minor.id,
    ]  # fmt: skip


def test_a_new_guardian_ends_the_one_before(context, session, minor, person, other):
    named(context, minor, person)
    named(context, minor, other, SUMMER, GuardianKind.GUARDIAN)

    assert voter_of(session, [minor.id], SUMMER - EVE) == {minor.id: person.id}
    assert voter_of(session, [minor.id], SUMMER) == {minor.id: other.id}
    assert list(session.scalars(spoken_for(other.id, SUMMER))) == [minor.id]
    assert list(session.scalars(spoken_for(person.id, SUMMER))) == []


def test_two_guardians_at_once_are_refused(context, session, minor, person, other):
    named(context, minor, person, SUMMER)

    with pytest.raises(Refused) as refusal:
        named(context, minor, other, SPRING)

    assert (refusal.value.code, refusal.value.field) == ("actors.guardian_named", "starts_on")
    assert [one.person_id for one in session.scalars(select(Guardian))] == [person.id]


def test_the_database_holds_one_guardian_at_a_time(context, session, minor, person, other):
    named(context, minor, person)
    session.add(Guardian(minor=minor, person=other, kind=GuardianKind.PARENT, starts_on=SUMMER))

    with pytest.raises(IntegrityError):
        session.flush()


def test_an_ended_guardian_votes_no_longer(context, session, minor, person):
    named(context, minor, person)
    end_guardian(context, minor, SUMMER)

    assert voter_of(session, [minor.id], SUMMER) == {minor.id: minor.id}
    with pytest.raises(Refused, match=r"actors\.no_guardian"):
        end_guardian(context, minor, SUMMER)


@pytest.mark.parametrize("birth", [None, date(2000, 1, 1)])
def test_only_a_minor_has_a_guardian(context, session, minor, person, birth):
    record_birth(context, minor, birth)

    with pytest.raises(Invalid, match=r"actors\.not_a_minor"):
        named(context, minor, person)

    assert session.scalars(select(Guardian)).all() == []


def test_a_guardian_is_another_person_of_age(context, session, minor, person, organisation):
    for wrong in (minor, organisation):
        with pytest.raises(Invalid) as refusal:
            named(context, minor, wrong)
        assert (refusal.value.code, refusal.value.field) == ("actors.no_such_guardian", "person")
    record_birth(context, person, date(2010, 1, 1))
    with pytest.raises(Invalid, match=r"actors\.guardian_is_a_minor"):
        named(context, minor, person)

    assert session.scalars(select(Guardian)).all() == []


def test_a_birth_is_kept_changed_and_forgotten(context, session, person):
    record_birth(context, person, date(2010, 1, 1))
    record_birth(context, person, date(2010, 1, 2))
    assert born_on(session, person.id) == date(2010, 1, 2)

    record_birth(context, person, None)

    assert session.scalars(select(Birth)).all() == []


@pytest.mark.parametrize("day", [date(1700, 1, 1), date(2026, 11, 24)])
def test_nobody_was_born_so_early_or_so_late(context, session, person, day):
    with pytest.raises(Invalid) as refusal:
        record_birth(context, person, day)

    assert (refusal.value.code, refusal.value.field) == ("actors.bad_birth", "born_on")
    assert born_on(session, person.id) is None


def test_an_organisation_was_not_born(context, organisation):
    with pytest.raises(Invalid, match=r"actors\.birth_of_a_person"):
        record_birth(context, organisation, date(2010, 1, 1))


def test_the_journal_never_names_a_birth(context, session, minor):
    entry = session.scalars(select(JournalEntry).where(JournalEntry.event == "actors.birth_recorded")).one()

    assert entry.payload == {"actor": minor.id, "is_known": True}


def test_a_member_names_no_guardian(as_role, context, minor, person):
    named(context, minor, person)
    acts = [
        lambda: named(as_role("member"), minor, person),
        lambda: end_guardian(as_role("member"), minor, SUMMER),
        lambda: record_birth(as_role("chair"), minor, None),
    ]
    for act in acts:
        with pytest.raises(Forbidden):
            act()
