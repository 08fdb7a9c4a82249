"""Who stands for others is not erased before that has ended, and nothing is added to the erased, at one moment too."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from collegial.accounts.services import open_account
from collegial.actors.models import Actor, ActorKind, ContactKind, GuardianKind
from collegial.actors.rules import IdentifierKind, nameless
from collegial.actors.services import (
    NewAddress,
    add_actor,
    add_contact,
    add_holder,
    edit_actor,
    end_holder,
    end_representative,
    facts_of,
    merge_actors,
    move_to,
    name_guardian,
    name_representative,
    record_birth,
    record_identifier,
)
from collegial.membership.models import Member
from collegial.privacy import queries
from collegial.privacy.services import erase_data

pytestmark = pytest.mark.both_databases
NAME, SPRING = "Nolwenn Kerbrazan", date(2026, 3, 1)


@pytest.fixture
def sources(program):
    return [source for _, source in program.host.declared("personal_data")]


@pytest.fixture
def person(context):
    return add_actor(context, kind=ActorKind.PERSON, name=NAME, email="nolwenn@example.org")


@pytest.fixture
def other(context):
    """Give a function that adds another actor; the rest says of what sort it is."""

    def add(name, kind=ActorKind.ORGANISATION, **more):
        return add_actor(context, kind=kind, name=name, **more)

    return add


@pytest.fixture
def minor(context, other):
    one = other("Malo", ActorKind.PERSON)
    record_birth(context, one, date(2015, 1, 1))
    return one


@pytest.fixture
def joint(other):
    return other("Indivision Kerbrazan", is_joint=True)


@pytest.fixture
def answer(session, sources, clock):
    return lambda one: queries.split_answer(session, sources, one.id, clock.now().date())


def reasons(answer):
    return {str(one.why) for one in answer.kept if "End that first" in str(one.why)}


def test_who_votes_for_an_organisation_is_erased_once_that_has_ended(
    context, session, sources, person, other, answer
):
    organisation = other("Les Toits d’Ille")
    name_representative(context, organisation, person, SPRING)
    assert answer(person).erased == ()
    assert reasons(answer(person)) == {
        "This person votes for “Les Toits d’Ille”. End that first, in the directory, then erase."
    }

    end_representative(context, organisation, context.today)
    erase_data(context, sources, person.id)
    assert person.name == nameless(person.id)


def test_who_is_to_vote_for_an_organisation_is_not_erased(context, person, other, answer):
    name_representative(context, other("Les Toits d’Ille"), person, context.today + timedelta(days=30))
    assert answer(person).erased == ()


def test_who_votes_for_a_minor_is_not_erased_and_the_minor_not_named(context, person, minor, answer):
    name_guardian(context, minor, person, kind=GuardianKind.PARENT, starts_on=SPRING)
    assert answer(person).erased == ()
    assert reasons(answer(person)) == {
        "This person votes for a minor. End that first, in the directory, then erase."
    }


def test_joint_holders_are_not_erased_and_stay_named_by_the_register(
    context, session, sources, person, joint, answer
):
    add_holder(context, joint, person, SPRING)
    assert answer(person).erased == ()

    session.add(Member(number=1, actor=joint, admitted_on=SPRING))
    end_holder(context, joint, person, context.today)
    erase_data(context, sources, person.id)
    assert (person.name, person.email) == (NAME, None)


def test_what_a_member_still_needs_stays_while_the_rest_is_erased(context, session, sources, person):
    """The account goes; the answer says that the address is kept, and it is."""
    open_account(context, email="nolwenn@example.org", actor_id=person.id, roles=["member"])
    session.add(Member(number=1, actor=person, admitted_on=SPRING))
    session.flush()
    erase_data(context, sources, person.id)
    assert (person.name, person.email) == (NAME, "nolwenn@example.org")


def named(person, organisation):
    def name(context):
        get = context.session.get_one
        name_representative(context, get(Actor, organisation), get(Actor, person), SPRING)

    return name


def guarding(person, minor):
    def name(context):
        get = context.session.get_one
        minor_now = get(Actor, minor)
        name_guardian(context, minor_now, get(Actor, person), kind=GuardianKind.PARENT, starts_on=SPRING)

    return name


def holding(person, joint):
    return lambda context: add_holder(
        context, context.session.get_one(Actor, joint), context.session.get_one(Actor, person), SPRING
    )


def merged(person, again):
    return lambda context: merge_actors(
        context, context.session.get_one(Actor, person), context.session.get_one(Actor, again), "La même"
    )


@pytest.fixture(params=[named, guarding, holding, merged])
def acts(request, session, sources, person, other, minor, joint, context):
    """Give two acts on one person: to let it stand for another, and to erase it."""
    firm = other("Les Toits d’Ille")
    again = other("Nolwen Kerbrazan", ActorKind.PERSON)
    name_representative(context, other("Autre"), again, SPRING)
    session.commit()
    whom = {named: firm, guarding: minor, holding: joint, merged: again}[request.param].id
    number = person.id
    return request.param(number, whom), lambda context: erase_data(context, sources, number)


def test_who_comes_to_stand_for_another_while_it_is_erased_keeps_the_name(acts, at_once, stored, person):
    stand, erase = acts
    assert at_once(stand, erase) == ("done", "privacy.nothing_left")
    assert stored(person.id) == NAME


def test_who_was_erased_stands_for_nobody(acts, at_once, stored, person):
    stand, erase = acts
    assert at_once(erase, stand) == ("done", "actors.erased")
    assert at_once(stand) == "actors.erased"
    assert stored(person.id) == nameless(person.id)


@pytest.fixture
def stored(program):
    def read(number):
        with program.database.reading() as own:
            return own.scalar(select(Actor.name).where(Actor.id == number))

    return read


def corrected(number):
    def correct(context):
        actor = context.session.get_one(Actor, number)
        edit_actor(context, actor, replace(facts_of(actor), locality="Betton"))

    return correct


def telephoned(number):
    return lambda context: add_contact(
        context, context.session.get_one(Actor, number), kind=ContactKind.PHONE, value="02 99 00 00 00"
    )


def moved(number):
    return lambda context: move_to(
        context, context.session.get_one(Actor, number), NewAddress(lines="1 quai", locality="Betton"), SPRING
    )


def numbered(number):
    return lambda context: record_identifier(
        context, context.session.get_one(Actor, number), kind=IdentifierKind.IBAN,
        value="FR7630006000011234567890189", purpose="Frais",
    )  # fmt: skip


@pytest.fixture(params=[corrected, telephoned, moved, numbered])
def changes(request, session, sources, person):
    """Give two acts on one person: to write down more of it, and to erase it."""
    number = person.id
    session.commit()
    return request.param(number), lambda context: erase_data(context, sources, number)


def test_what_is_written_down_of_someone_while_it_is_erased_goes_too(
    changes, at_once, session, sources, person, clock
):
    assert at_once(*changes) == ("done", "done")
    session.expire_all()
    assert queries.split_answer(session, sources, person.id, clock.now().date()).erased == ()


def test_nothing_is_written_down_of_who_was_erased_at_that_moment(
    changes, at_once, session, sources, person, clock
):
    change, erase = changes
    assert at_once(erase, change) == ("done", "actors.erased")
    session.expire_all()
    assert queries.split_answer(session, sources, person.id, clock.now().date()).erased == ()
