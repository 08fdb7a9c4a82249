"""Two rows that were one become one, with a trace; two that are two stay two."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text, true
from sqlalchemy.exc import DatabaseError

from collegial.accounts.models import Account
from collegial.accounts.services import open_account
from collegial.actors.models import (
    Actor,
    ActorKind,
    ContactKind,
    Distinction,
    GuardianKind,
    Merge,
    MergeMove,
    Representative,
)
from collegial.actors.queries import (
    Search,
    address_on,
    born_on,
    contacts_of,
    directory,
    duplicate_pairs,
    identity_of,
    lookalikes,
    persons_named,
    representative_on,
    representatives_of,
    voter_of,
)
from collegial.actors.rules import IdentifierKind as Kind
from collegial.actors.services import (
    NewActor,
    NewAddress,
    add_actor,
    add_actors,
    add_contact,
    add_holder,
    distinguish_actors,
    merge_actors,
    move_to,
    name_guardian,
    name_representative,
    record_birth,
    record_identifier,
)
from collegial.groups.models import GroupKind, GroupMembership
from collegial.groups.services import add_group_member, create_group
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.membership.models import Member

pytestmark = pytest.mark.both_databases

SPRING, SUMMER, AUTUMN = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)
TODAY = date(2026, 11, 23)
SIREN, OTHER_SIREN = "732829320", "356000000"
IBAN, OTHER_IBAN = "FR7630006000011234567890189", "DE89370400440532013000"


@pytest.fixture
def again(context):
    """Give the organisation under its other name."""
    return add_actor(
        context, kind=ActorKind.ORGANISATION, name="Jardins de l'Orée", email="jardins@example.org",
        locality="Redon",
    )  # fmt: skip


@pytest.fixture
def twin(context):
    """Give the person a second time."""
    return add_actor(context, kind=ActorKind.PERSON, name="Nolwenn KERBRAZAN", email="nk@example.org")


def merged(context, kept, dropped):
    return merge_actors(context, kept, dropped, "Même adresse, vu avec elle")


def moves(session):
    rows = session.scalars(select(MergeMove).order_by(MergeMove.id))
    return [(one.moved_table, one.moved_column, one.row_id) for one in rows]


def member(session, actor, number, admitted_on, left_on=None):
    one = Member(number=number, actor=actor, admitted_on=admitted_on, left_on=left_on)
    session.add(one)
    session.flush()
    return one


def refused(context, kept, dropped, code):
    with pytest.raises(Refused) as refusal:
        merged(context, kept, dropped)
    assert refusal.value.code == code
    assert str(refusal.value.text).endswith(".")


def test_the_dropped_one_keeps_its_number_and_leaves_the_lists(context, session, organisation, again):
    merge = merged(context, organisation, again)

    assert (again.merged_into_id, organisation.merged_into_id) == (organisation.id, None)
    assert (merge.kept_id, merge.dropped_id, merge.merged_by) == (organisation.id, again.id, "test")
    assert session.scalars(directory(Search(seen=true()))).all() == [organisation]
    assert session.scalars(directory(Search(words="jardins", seen=true()))).all() == [organisation]


def test_the_journal_tells_the_merge_by_numbers(context, session, organisation, again):
    merge = merged(context, organisation, again)

    told = session.scalars(select(JournalEntry).where(JournalEntry.event == "actors.merged")).one()
    assert told.payload == {"merge": merge.id, "kept": organisation.id, "dropped": again.id}


def test_what_the_kept_one_does_not_say_comes_from_the_other(context, session, organisation, again):
    organisation.email = "contact@example.org"

    merged(context, organisation, again)

    assert (organisation.email, organisation.locality) == ("contact@example.org", "Redon")
    assert [one.value for one in contacts_of(session, organisation.id)] == ["jardins@example.org"]
    assert again.email is None


def test_contacts_addresses_and_numbers_move_with_a_trace(context, session, organisation, again):
    known = add_contact(context, organisation, kind=ContactKind.PHONE, value="0299000001")
    add_contact(context, again, kind=ContactKind.PHONE, value="02 99 00 00 01")
    extra = add_contact(context, again, kind=ContactKind.PHONE, value="0299000002")
    place = move_to(context, again, NewAddress(lines="1 rue", locality="Redon"), SPRING)
    siren = record_identifier(context, again, kind=Kind.SIREN, value=SIREN)

    merged(context, organisation, again)

    assert [(one.id, one.is_main) for one in contacts_of(session, organisation.id)] == [
        (known.id, True), (extra.id, False),
    ]  # fmt: skip
    assert contacts_of(session, again.id) == []
    assert address_on(session, organisation.id, TODAY).id == place.id
    assert identity_of(session, organisation.id).siren == SIREN
    assert set(moves(session)) == {
        ("actor_contact", "actor_id", extra.id),
        ("actor_address", "actor_id", place.id),
        ("actor_identifier", "actor_id", siren.id),
    }


def test_an_address_of_the_kept_one_stands(context, session, organisation, again):
    mine = move_to(context, organisation, NewAddress(lines="1 rue", locality="Rennes"), SPRING)
    theirs = move_to(context, again, NewAddress(lines="2 rue", locality="Redon"), SUMMER)

    merged(context, organisation, again)

    assert address_on(session, organisation.id, TODAY).id == mine.id
    assert (theirs.actor_id, theirs.ends_on) == (again.id, TODAY)
    assert moves(session) == [("actor_address", "ends_on", theirs.id)]


def test_the_same_siren_is_kept_once(context, session, organisation, again):
    for one in (organisation, again):
        record_identifier(context, one, kind=Kind.SIREN, value=SIREN)

    merged(context, organisation, again)

    assert identity_of(session, organisation.id).siren == SIREN
    assert identity_of(session, again.id).siren is None


def test_a_representative_follows_and_votes(context, session, organisation, again, person):
    name_representative(context, again, person, SPRING)

    merged(context, organisation, again)

    assert representative_on(session, organisation.id, TODAY) is person
    assert voter_of(session, [organisation.id], TODAY) == {organisation.id: person.id}


def test_one_representative_of_both_is_one_afterwards(context, session, organisation, again, person):
    mine = name_representative(context, organisation, person, SPRING)
    theirs = name_representative(context, again, person, SUMMER)

    merged(context, organisation, again)

    assert representatives_of(session, organisation.id) == [mine]
    assert (theirs.organisation_id, theirs.ends_on) == (again.id, TODAY)


def test_two_representatives_at_once_stop_the_merge(context, session, organisation, again, person, other):
    name_representative(context, organisation, person, SPRING)
    name_representative(context, again, other, SUMMER)

    refused(context, organisation, again, "actors.two_voters")


def test_what_a_person_does_for_others_follows(context, session, organisation, person, twin):
    minor = add_actor(context, kind=ActorKind.PERSON, name="Malo")
    record_birth(context, minor, date(2015, 1, 1))
    name_guardian(context, minor, twin, kind=GuardianKind.PARENT, starts_on=SPRING)
    name_representative(context, organisation, twin, SPRING)

    merged(context, person, twin)

    assert voter_of(session, [minor.id, organisation.id], TODAY) == {
        minor.id: person.id, organisation.id: person.id,
    }  # fmt: skip


def test_a_person_twice_among_the_same_holders_is_there_once(context, session, person, twin, other):
    joint = add_actor(context, kind=ActorKind.ORGANISATION, name="Indivision", is_joint=True)
    mine, theirs = (add_holder(context, joint, one, SPRING) for one in (person, twin))
    add_holder(context, joint, other, SPRING)

    merged(context, person, twin)

    assert (mine.ends_on, theirs.person_id, theirs.ends_on) == (None, twin.id, TODAY)


def test_a_birth_follows(context, session, person, twin):
    record_birth(context, twin, date(2010, 1, 1))

    merged(context, person, twin)

    assert (born_on(session, person.id), born_on(session, twin.id)) == (date(2010, 1, 1), None)


def test_memberships_groups_and_the_account_follow(context, session, person, twin):
    past = member(session, person, 1, date(2020, 1, 1), date(2022, 1, 1))
    present = member(session, twin, 2, date(2025, 1, 1))
    group = create_group(context, key="pilot", name="Pilotage", kind=GroupKind.PILOT)
    here = add_group_member(context, group, twin, starts_on=SPRING)
    account = open_account(context, email="nk@example.org", actor_id=twin.id, roles=())

    merged(context, person, twin)

    assert [past.actor_id, present.actor_id, here.actor_id, account.actor_id] == [person.id] * 4
    assert {
        ("member", "actor_id", present.id),
        ("work_group_membership", "actor_id", here.id),
        ("account", "actor_id", account.id),
    } <= set(moves(session))


def test_two_places_in_one_group_become_one(context, session, person, twin):
    group = create_group(context, key="pilot", name="Pilotage", kind=GroupKind.PILOT)
    mine, theirs = (add_group_member(context, group, one, starts_on=SPRING) for one in (person, twin))

    merged(context, person, twin)

    assert (mine.actor_id, mine.ends_on) == (person.id, None)
    assert (theirs.actor_id, theirs.ends_on) == (twin.id, TODAY)
    assert len(session.scalars(select(GroupMembership)).all()) == 2


def test_two_current_members_are_not_merged(context, session, person, twin):
    member(session, person, 1, date(2020, 1, 1))
    member(session, twin, 2, date(2025, 1, 1))

    refused(context, person, twin, "members.both")


def test_the_member_is_the_one_that_stays(context, session, person, twin):
    member(session, person, 1, date(2020, 1, 1), SUMMER)
    member(session, twin, 2, SPRING)

    refused(context, person, twin, "members.keep_the_member")


def test_a_past_that_shares_days_stays_under_its_number(context, session, person, twin):
    mine, theirs = member(session, person, 1, date(2020, 1, 1)), member(session, twin, 2, SPRING, SUMMER)

    merged(context, person, twin)

    assert (mine.actor_id, theirs.actor_id) == (person.id, twin.id)


def test_two_accounts_stop_the_merge(context, session, person, twin):
    for one in (person, twin):
        open_account(context, email=f"{one.id}@example.org", actor_id=one.id, roles=())

    refused(context, person, twin, "accounts.both_sign_in")


def test_two_sirens_are_two_actors(context, organisation, again):
    record_identifier(context, organisation, kind=Kind.SIREN, value=SIREN)
    record_identifier(context, again, kind=Kind.SIREN, value=OTHER_SIREN)

    refused(context, organisation, again, "actors.contradict")


def test_two_births_are_two_persons(context, person, twin):
    record_birth(context, person, date(2010, 1, 1))
    record_birth(context, twin, date(2010, 1, 2))

    refused(context, person, twin, "actors.contradict")


def test_two_bank_accounts_are_sorted_out_first(context, person, twin):
    record_identifier(context, person, kind=Kind.IBAN, value=IBAN, purpose="Remboursement")
    record_identifier(context, twin, kind=Kind.IBAN, value=OTHER_IBAN, purpose="Remboursement")

    refused(context, person, twin, "actors.two_banks")


def test_whoever_votes_for_the_other_is_another(context, person, twin):
    record_birth(context, twin, date(2015, 1, 1))
    name_guardian(context, twin, person, kind=GuardianKind.PARENT, starts_on=SPRING)

    refused(context, person, twin, "actors.votes_for_the_other")


def test_a_person_and_an_organisation_are_never_one(context, organisation, person):
    refused(context, organisation, person, "actors.two_sorts")


def test_a_merge_is_done_once(context, session, organisation, again, person):
    third = add_actor(context, kind=ActorKind.ORGANISATION, name="Orée")
    merged(context, organisation, again)

    refused(context, organisation, again, "actors.merged")
    refused(context, again, third, "actors.merged")
    with pytest.raises(Refused, match=r"actors\.merged"):
        name_representative(context, again, person, SPRING)
    assert len(session.scalars(select(Merge)).all()) == 1


def test_the_database_holds_one_merge_of_an_actor(context, session, organisation, again, monkeypatch):
    merged(context, organisation, again)
    monkeypatch.setattr("collegial.actors.services.merging.check_may_change", lambda *_: None)

    refused(context, organisation, again, "actors.merged")


def test_a_merge_needs_a_reason_and_two(context, session, organisation, again):
    with pytest.raises(Invalid) as refusal:
        merge_actors(context, organisation, again, "  ")
    assert (refusal.value.code, refusal.value.field) == ("actors.reason_missing", "reason")
    with pytest.raises(Invalid, match=r"actors\.one_actor"):
        merged(context, organisation, organisation)

    assert session.scalars(select(Merge)).all() == []


@pytest.mark.parametrize("table", ["actor_merge", "actor_merge_move"])
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_a_trace_is_never_rewritten(context, session, organisation, again, person, table, act):
    name_representative(context, again, person, SPRING)
    merged(context, organisation, again)

    with pytest.raises(DatabaseError, match="written once"), session.begin_nested():
        session.execute(text(act.format(table)))


def test_the_staff_merges_and_nobody_else(as_role, context, organisation, again):
    with pytest.raises(Forbidden):
        merged(as_role("member", "chair", "pilot"), organisation, again)
    with pytest.raises(Forbidden):
        distinguish_actors(as_role("member"), organisation, again)

    assert again.merged_into_id is None


def test_pairs_come_from_names_numbers_and_addresses(context, session):
    names = ["Le Fil", "LE FIL", "Trame", "Atelier", "Autre", "Seule"]
    fil, again, trame, atelier, autre, seule = add_actors(
        context, [NewActor(kind=ActorKind.ORGANISATION, name=name) for name in names]
    )
    for one in (trame, atelier):
        record_identifier(context, one, kind=Kind.SIREN, value=SIREN)
    autre.email = "A@example.org"
    add_contact(context, seule, kind=ContactKind.EMAIL, value="a@example.org")

    pairs = [(one.first, one.second) for one in duplicate_pairs(session)]

    assert pairs == [(trame, atelier), (fil, again), (autre, seule)]
    assert [one.second for one in lookalikes(session, trame)] == [atelier]
    assert lookalikes(session, add_actor(context, kind=ActorKind.PERSON, name="Le Fil")) == []


def test_what_was_checked_or_merged_comes_up_no_more(context, session):
    one, two, three = add_actors(
        context, [NewActor(kind=ActorKind.ORGANISATION, name="Le Fil") for _ in range(3)]
    )
    assert len(duplicate_pairs(session)) == 3

    distinguish_actors(context, two, one)
    distinguish_actors(context, one, two)
    merged(context, one, three)

    assert duplicate_pairs(session) == []
    assert [(row.first_id, row.second_id) for row in session.scalars(select(Distinction))] == [
        (one.id, two.id)
    ]
    with pytest.raises(Invalid, match=r"actors\.one_actor"):
        distinguish_actors(context, one, one)


def test_finding_pairs_asks_as_many_questions_for_many_rows(context, session, statements_in):
    def add(count):
        new = [NewActor(kind=ActorKind.PERSON, name=f"Person {n}") for n in range(count) for _ in "ab"]
        add_actors(context, new)
        session.flush()

    add(2)
    few = statements_in(lambda: duplicate_pairs(session))
    add(60)

    assert statements_in(lambda: duplicate_pairs(session)) == few


def test_the_search_for_a_person_forgets_those_merged(context, session, person, twin):
    assert persons_named(session, "kerbrazan") == [person, twin]
    merged(context, person, twin)

    assert persons_named(session, "KERBRAZAN") == [person]
    assert persons_named(session, "  ") == []


def test_a_representation_before_the_other_moves_as_history(
    context, session, organisation, again, person, other
):
    session.add(Representative(organisation=again, person=other, starts_on=SPRING, ends_on=SUMMER))
    name_representative(context, organisation, person, SUMMER)

    merged(context, organisation, again)

    assert representative_on(session, organisation.id, SUMMER - timedelta(days=1)) is other
    assert representative_on(session, organisation.id, SUMMER) is person
    assert session.get(Actor, again.id) is again
    assert session.scalars(select(Account)).all() == []
